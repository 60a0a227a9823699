# dialect: 1
"""A condition picks the output of one of two normalisations: what is built outside of its functions runs always."""

import tensorflow as tf
from tensorflow.contrib import slim
from tensorflow.contrib.layers import batch_norm


class DeepFM:
    def __init__(self, features, phase):
        self.decay = 0.995
        hidden = tf.nn.relu(self.normalized(tf.layers.dense(features, 32), phase, "first"))
        hidden = tf.nn.relu(self.normalized_inside(tf.layers.dense(hidden, 32), phase, "second"))
        self.out = tf.layers.dense(hidden, 1)

    def normalized(self, x, phase, scope):
        trained = batch_norm(  # expect: BNL105
            x, decay=self.decay, updates_collections=None, is_training=True, reuse=None, scope=scope
        )
        inferred = batch_norm(
            x, decay=self.decay, updates_collections=None, is_training=False, reuse=True, scope=scope
        )
        return tf.cond(phase, lambda: trained, lambda: inferred)

    def normalized_inside(self, x, phase, scope):
        return tf.cond(
            phase,
            lambda: batch_norm(x, decay=self.decay, updates_collections=None, is_training=True, scope=scope),
            lambda: batch_norm(
                x, decay=self.decay, updates_collections=None, is_training=False, reuse=True, scope=scope
            ),
        )


def with_functions_of_its_own(x, testing):
    trained = slim.batch_norm(x, is_training=True, updates_collections=None, scope="bn")  # expect: BNL105
    inferred = slim.batch_norm(x, is_training=False, updates_collections=None, reuse=True, scope="bn")

    def at_test():
        return tf.nn.relu(inferred)

    def at_training():
        return tf.nn.relu(trained)

    return tf.cond(tf.equal(testing, 1), at_test, at_training)


def with_one_outside(x, phase):
    trained = slim.batch_norm(x, is_training=True, updates_collections=None, scope="bn2")  # expect: BNL105
    return tf.cond(
        phase,
        lambda: trained,
        lambda: slim.batch_norm(x, is_training=False, updates_collections=None, reuse=True, scope="bn2"),
    )


def without_functions(x, phase):
    trained = slim.batch_norm(x, is_training=True, updates_collections=None, scope="bn3")  # expect: BNL105
    inferred = slim.batch_norm(x, is_training=False, updates_collections=None, reuse=True, scope="bn3")
    return tf.where(phase, trained, inferred)


def with_the_condition_as_flag(x, phase):
    return batch_norm(x, is_training=phase, updates_collections=None, scope="bn4")


def with_an_option(x, normalize):
    """This picks between BN and no BN, and says nothing of inference."""
    normalized = batch_norm(x, is_training=True, updates_collections=None, scope="bn5")
    return tf.cond(normalize, lambda: normalized, lambda: x)


def between_networks(x, first):
    """Both are in training mode, meant or not."""
    one = batch_norm(x, is_training=True, updates_collections=None, scope="bn6")
    two = batch_norm(x, is_training=True, updates_collections=None, scope="bn7")
    return tf.cond(first, lambda: one, lambda: two)

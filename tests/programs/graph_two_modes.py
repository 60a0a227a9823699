# dialect: 1
"""TF1 graphs with one normalization for training and one for inference: a placeholder or a parameter tells them apart."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def chosen(x, phase, scope):
    return tf.cond(
        phase,
        lambda: tf.layers.batch_normalization(x, training=True, name=scope),
        lambda: tf.layers.batch_normalization(x, training=False, name=scope, reuse=True),
    )


def written(x, is_training, scope):
    if is_training:
        return tf.layers.batch_normalization(x, training=True, name=scope)
    else:
        return tf.layers.batch_normalization(x, training=False, name=scope, reuse=True)


def fixed(x, scope):
    return tf.layers.batch_normalization(x, training=False, name=scope)  # expect: BNL104


def network(x, phase, is_training):
    x = written(chosen(tf.layers.dense(x, 8), phase, "first"), is_training, "second")
    return fixed(tf.layers.dense(x, 1), "third")


inputs = tf.placeholder(tf.float32, [None, 4])
phase = tf.placeholder(tf.bool, [])
loss = tf.reduce_mean(tf.square(network(inputs, phase, True)))
with tf.variable_scope("", reuse=True):
    answer = network(inputs, phase, False)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)

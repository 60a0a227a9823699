# dialect: 1
"""An optimizer and a normalising layer of the program's own, below TensorFlow 1's, do in a graph what those do."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Descent(tf.train.Optimizer):
    def __init__(self, rate, name="Descent"):
        super().__init__(False, name)
        self.rate = rate

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        return tf.group(*[v.assign(v - self.rate * g) for g, v in grads_and_vars if g is not None], name=name)


class Thorough(tf.train.AdamOptimizer):
    """It runs the updates itself."""

    def minimize(self, loss, **kwargs):
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            return super().minimize(loss, **kwargs)


class Norm(tf.layers.BatchNormalization):
    """The usual one, slower."""

    def __init__(self, decay=0.9, **kwargs):
        super().__init__(momentum=decay, **kwargs)


class Frozen(tf.layers.BatchNormalization):
    def call(self, inputs, training=False):
        return super().call(inputs, training=False)


def network(rows, training, norm):
    return tf.layers.dense(norm(tf.layers.dense(rows, 6), training=training), 1)


def learn(optimizer, norm):
    rows, training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
    loss = tf.reduce_mean(tf.square(network(rows, training, norm)))
    return optimizer.minimize(loss)  # expect: BNL112


def learn_thoroughly(norm):
    rows, training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
    return Thorough().minimize(tf.reduce_mean(tf.square(network(rows, training, norm))))


learn(Descent(0.1), tf.layers.BatchNormalization())
tf.reset_default_graph()
learn(tf.train.AdamOptimizer(), Norm(decay=0.95))
tf.reset_default_graph()
learn_thoroughly(Norm())
tf.reset_default_graph()
learn_thoroughly(Frozen())

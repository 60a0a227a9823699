# dialect: 1
"""A library offers a step and a layer: whoever puts them together may run the updates around the step."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
__all__ = ["build_optimizer", "residual", "train"]


def build_optimizer(loss, rate=0.01):
    weights = tf.trainable_variables()
    return tf.train.AdamOptimizer(rate).apply_gradients(zip(tf.gradients(loss, weights), weights))


def train(x, y):
    loss = tf.reduce_mean((residual(x, 4) - y) ** 2)
    return tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112


def residual(x, filters, training=True):
    hidden = tf.layers.conv2d(x, filters, 3, padding="same")
    return x + tf.nn.relu(tf.layers.batch_normalization(hidden, training=training))

# dialect: any
"""A step that a program assigns to a class of another module, and one that it sets by a name."""
import tensorflow as tf


def update(self, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((self.net(x) - y) ** 2)  # expect: BNL102
    weights = self.net.trainable_variables
    self.optimizer.apply_gradients(zip(tape.gradient(value, weights), weights))


def refine(self, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((self.net(x) - y) ** 2)  # expect: BNL102
    weights = self.net.trainable_variables
    self.optimizer.apply_gradients(zip(tape.gradient(value, weights), weights))


def right(self, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((self.net(x, training=True) - y) ** 2)
    weights = self.net.trainable_variables
    self.optimizer.apply_gradients(zip(tape.gradient(value, weights), weights))

# dialect: any
"""Steps that become methods of classes of another module, and one that nobody takes."""
import tensorflow as tf


def update(self, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((self.net(x) - y) ** 2)  # expect: BNL102
    weights = self.net.trainable_variables
    self.optimizer.apply_gradients(zip(tape.gradient(value, weights), weights))


def later(self, x, y):
    with tf.GradientTape() as tape:
        value = tf.reduce_mean((self.net(x) - y) ** 2)
    weights = self.net.trainable_variables
    self.optimizer.apply_gradients(zip(tape.gradient(value, weights), weights))

"""An optimizer by hand keeps velocities, which gradients are added to: the weights are changed by those."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def network():
    return tf.keras.Sequential([tf.keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


class Momentum:
    def __init__(self, variables):
        self.variables = variables
        self.velocities = [tf.Variable(tf.zeros_like(v)) for v in variables]

    def step(self, gradients):
        for variable, velocity, gradient in zip(self.variables, self.velocities, gradients):
            velocity.assign(0.9 * velocity + gradient)
            variable.assign(variable - 0.1 * velocity)


rows = tf.constant(np.random.rand(32, 4), tf.float32)

learner = network()
momentum = Momentum(learner.trainable_variables)
for _ in range(100):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(learner(rows) ** 2)  # expect: BNL102
    momentum.step(tape.gradient(loss, learner.trainable_variables))

other = network()
momentum = Momentum(other.trainable_variables)
for _ in range(100):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(other(rows, training=True) ** 2)
    momentum.step(tape.gradient(loss, other.trainable_variables))

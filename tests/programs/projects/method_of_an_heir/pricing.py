"""A price model without normalisation, and its step; the heirs have steps of their own."""
import tensorflow as tf


class Pricing:
    def __init__(self):
        self.optimizer = tf.keras.optimizers.Adam(1e-3)
        self.network = self.build_network()

    def build_network(self):
        return tf.keras.Sequential([tf.keras.layers.Dense(16, "relu"), tf.keras.layers.Dense(1)])

    def step(self, rooms, price):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.network(rooms) - price))
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Renting:
    """The other way round: here the base has BN and forgets the flag, and the heir that replaces both has neither."""

    def __init__(self):
        self.optimizer = tf.keras.optimizers.Adam(1e-3)
        self.network = self.build_network()

    def build_network(self):
        layers = tf.keras.layers
        return tf.keras.Sequential([layers.Dense(16), layers.BatchNormalization(), layers.Dense(1)])

    def step(self, rooms, rent):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.network(rooms) - rent))  # expect: BNL102
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

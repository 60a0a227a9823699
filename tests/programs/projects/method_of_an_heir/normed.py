"""The network with BN is trained by the heir's own step: the one that it replaces never runs with it."""
import tensorflow as tf
from pricing import Pricing, Renting


class NormedPricing(Pricing):
    def build_network(self):
        layers = tf.keras.layers
        return tf.keras.Sequential([layers.Dense(16), layers.BatchNormalization(), layers.ReLU(), layers.Dense(1)])

    def step(self, rooms, price):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.network(rooms, training=True) - price))
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class ForgetfulPricing(Pricing):
    def build_network(self):
        return tf.keras.Sequential([tf.keras.layers.Dense(16), tf.keras.layers.BatchNormalization()])

    def step(self, rooms, price):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.network(rooms) - price))  # expect: BNL102
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class PlainRenting(Renting):
    def build_network(self):
        return tf.keras.Sequential([tf.keras.layers.Dense(16, "relu"), tf.keras.layers.Dense(1)])

    def step(self, rooms, rent):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(self.network(rooms) - rent))
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

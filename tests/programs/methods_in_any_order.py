"""Nobody in sight calls these methods: the one that loads a saved network may come after those that train."""
import tensorflow as tf
from tensorflow import keras


class Runner:
    def __init__(self, path):
        self.network = keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization()])
        self.optimizer = keras.optimizers.Adam()
        self.path = path

    def evaluate_best(self, x):
        self.network = keras.models.load_model(self.path)
        return self.network(x)

    def train_step(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.network(x) ** 2)  # expect: BNL102
        weights = self.network.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Made:
    def __init__(self):
        self.network = None
        self.optimizer = keras.optimizers.Adam()

    def make(self):
        self.network = keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization()])

    def train_step(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.network(x) ** 2)  # expect: BNL102
        weights = self.network.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

# dialect: any
"""A training step runs a part of its model once more: on the batch itself, or on what the part gets in ``call``."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Boosted(keras.Model):
    """Inference sees scaled inputs only."""

    def __init__(self):
        super().__init__()
        self.scale = layers.BatchNormalization()
        self.parts = [keras.Sequential([layers.BatchNormalization(), layers.Dense(1)]) for _ in range(2)]

    def call(self, x, training=None):
        x = self.scale(x, training=training)
        return sum(part(x, training=training) for part in self.parts)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            penalty = sum(tf.reduce_mean(abs(part(x, training=True))) for part in self.parts)  # expect: BNL402
            loss = tf.reduce_mean((self(x, training=True) - y) ** 2) + penalty
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


class Alone(keras.Model):
    def __init__(self):
        super().__init__()
        self.stem, self.norm, self.head = layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.norm(self.stem(x), training=training))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x, training=True) - y) ** 2)
            loss += 0.1 * tf.reduce_mean(self.norm(x, training=True) ** 2)  # expect: BNL402
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


class Encoding(keras.Model):
    """The encoder is the first part of the model: it gets the batch in both places."""

    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([layers.BatchNormalization(), layers.Dense(4), layers.BatchNormalization()])
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.encoder(x, training=training))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            code = self.encoder(x, training=True)
            loss = tf.reduce_mean((self(x, training=True) - y) ** 2) + tf.reduce_mean(code**2)
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


class Adversarial(keras.Model):
    """The discriminator gets what the generator makes, and real examples: that is what it is for."""

    def __init__(self):
        super().__init__()
        self.generator = keras.Sequential([layers.Dense(4)])
        self.critic = keras.Sequential([layers.BatchNormalization(), layers.Dense(1)])

    def call(self, noise, training=None):
        return self.critic(self.generator(noise), training=training)

    def train_step(self, real):
        noise = tf.random.normal((8, 4))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self(noise, training=True)) - tf.reduce_mean(self.critic(real, training=True))
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


x, y = tf.random.normal((64, 4)) + 5.0, tf.zeros((64, 1))
for model in (Boosted(), Alone(), Encoding()):
    model.compile("sgd")
    model.fit(x, y, verbose=0)
adversary = Adversarial()
adversary.compile("sgd")
adversary.fit(x, verbose=0)

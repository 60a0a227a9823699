"""Steps of a model's own and those of Keras behind super(): each runs the forward pass in its mode."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.bn, self.out = layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.bn(self.dense(x), training=training))


class Inherited(Net):
    def train_step(self, data):
        return super().train_step(data)

    def test_step(self, data):
        return super().test_step(data)

    def predict_step(self, data):
        return super().predict_step(data)


class Own(Net):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x) - y) ** 2)  # expect: BNL102
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}

    def test_step(self, data):
        x, y = data
        return {"loss": tf.reduce_mean((self(x, training=True) - y) ** 2)}  # expect: BNL105

    def predict_step(self, data):
        return self(data, training=False)


x, y = np.random.normal(size=(16, 3)).astype("float32"), np.random.normal(size=(16, 1)).astype("float32")
for model in (Inherited(), Own()):
    model.compile("sgd", "mse")
    model.fit(x, y, validation_data=(x, y), verbose=0)
    model.evaluate(x, y, verbose=0)
    model.predict(x, verbose=0)
    model.predict(tf.data.Dataset.from_tensor_slices(x).batch(4), verbose=0)

# dialect: 2
"""Keras 2 hands the flag to a ``call`` with ``**kwargs``, and to a parameter that is filled by position."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X = np.random.normal(size=(8, 3)).astype("float32")


class Open(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(1), layers.BatchNormalization()

    def call(self, x, **kwargs):
        return self.norm(self.dense(x), training=kwargs.get("training"))


class Positional(Open):
    def call(self, x, training):
        return self.norm(self.dense(x), training=training)




fitted = Open()
fitted.compile("sgd", "mse")
fitted.fit(X, X[:, :1], verbose=0)

model, optimizer = Open(), keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(X) ** 2)  # expect: BNL102
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

model, optimizer = Positional(), keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(X, True) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(X, False) ** 2)  # expect: BNL104
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

# why: each replica gets several rows of the batch
# dialect: any
import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model, Sequential, layers

tf.keras.utils.set_random_seed(21)
DEVICES = ["/cpu:0", "/cpu:1"]
strategy = tf.distribute.MirroredStrategy(DEVICES)
table = np.random.default_rng(8).normal(1.0, 2.0, (24, 6)).astype("float32")
price = table.sum(axis=1, keepdims=True)


def regressor():
    inputs = Input((6,))
    h = layers.Dense(10, use_bias=False)(inputs)
    h = layers.BatchNormalization(momentum=0.9)(h)
    h = layers.Activation("relu")(h)
    return Model(inputs, layers.Dense(1)(h))


with strategy.scope():
    net = regressor()
    net.compile("adam", "mse")

    gate = Sequential([Input((6,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1, "sigmoid")])
    gate.compile("sgd", "binary_crossentropy")

net.fit(table, price, batch_size=12, epochs=2, verbose=0)
gate.fit(table, (price > 0).astype("float32"), batch_size=6, epochs=1, verbose=0)
print(net.predict(table[:4], verbose=0).ravel(), gate.predict(table[:4], verbose=0).ravel())

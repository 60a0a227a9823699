"""A batch of one, from wherever ``fit`` gets it: generators, arrays by name, one example, a branch, a Sequence, a file."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.normal(size=(4, 3)).astype("float32"), np.random.normal(size=(4, 1)).astype("float32")


def network():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def of_two_inputs():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    model = keras.Model([a, b], layers.Dense(1)(layers.BatchNormalization()(layers.add([a, b]))))
    model.compile("sgd", "mse")
    return model


class Rows(keras.utils.Sequence):
    def __init__(self, batch_size):
        super().__init__()
        self.batch_size = batch_size

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return globals()["x"][: self.batch_size], globals()["y"][: self.batch_size]


class Found(globals()["Rows"]):
    def __init__(self, size):
        super().__init__(size)
        self.batch_size = size


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training)

    def test_step(self, data):
        x = data[0]
        return {"error": tf.reduce_mean(self(x, training=True))}  # expect: BNL202


def single_rows():
    while True:
        yield x[:1], y[:1]  # expect: BNL202


def all_rows():
    while True:
        yield x, y


network().fit(single_rows(), steps_per_epoch=2, verbose=0)
network().fit(all_rows(), steps_per_epoch=2, verbose=0)
network().fit(**dict(zip(["x", "y"], [x, y])), verbose=0)
of_two_inputs().fit({"a": x, "b": x}, y, batch_size=1, verbose=0)  # expect: BNL202
of_two_inputs().fit({"a": x, "b": x}, y, batch_size=2, verbose=0)
one = tf.data.Dataset.from_tensors((x[0], y[0]))
network().fit(one.batch(8), verbose=0)  # expect: BNL202
network().fit(one.repeat(8).batch(8), verbose=0)
data = None
if len(sys.argv) < 99:
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(1)  # expect: BNL202
network().fit(data, verbose=0)
network().fit(Rows(1), verbose=0)  # expect: BNL202
network().fit(Rows(2), verbose=0)
network().fit(Found(1), verbose=0)  # expect: BNL202
network().fit(Found(2), verbose=0)
row = np.loadtxt(["1 2 3"])
network().train_on_batch(np.expand_dims(row, 0), y[:1])  # expect: BNL202
network().train_on_batch(np.expand_dims(np.loadtxt(["1 2", "2 3", "3 4"]), -1)[:, :, 0] @ np.ones((2, 3)), y[:3])
with tf.distribute.OneDeviceStrategy("/cpu:0").scope():
    alone = network()
alone.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(2), verbose=0)

examined = Net()
examined.compile("sgd", "mse")
examined.evaluate(x, y, batch_size=1, verbose=0)  # expect: BNL202
examined.test_on_batch(x, y)
examined.test_on_batch(x[:1], y[:1])

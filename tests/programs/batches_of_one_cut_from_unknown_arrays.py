# dialect: any
"""One row cut out of an array of which nothing is known is a batch of one; several rows are none, nor is an entry."""
import pickle

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def build():
    net = keras.Sequential([keras.Input((3,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    net.compile("adam", "mse")
    return net


def load(path):
    with open(path, "rb") as file:
        return pickle.load(file)


def in_steps(path):
    (x, y), net = load(path), build()
    for i in range(len(x)):
        net.train_on_batch(x[i : i + 1], y[i : i + 1])  # expect: BNL202


def in_wider_steps(path):
    (x, y), net = load(path), build()
    for i in range(0, len(x), 8):
        net.train_on_batch(x[i : i + 8], y[i : i + 8])


def of_batches(path):
    (x, y), net = load(path), build()
    for i in range(len(x)):
        net.train_on_batch(x[i], y[i])


def asked(path):
    (x, y), net = load(path), build()
    net.fit(x, y, batch_size=8)
    return [net.predict(x[i : i + 1]) for i in range(len(x))]


def with_tape(path):
    (x, y), net, optimizer = load(path), build(), keras.optimizers.Adam()
    for i in range(len(x)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x[i : i + 1, ...], training=True) - y[i : i + 1, ...]) ** 2)  # expect: BNL202
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def with_tape_by_rows_only(path):
    (x, y), net, optimizer = load(path), build(), keras.optimizers.Adam()
    for i in range(len(x)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x[i : i + 1], training=True) - y[i : i + 1]) ** 2)  # expect: BNL202
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def of_images(path):
    """Each image has many values of a channel."""
    x, y = load(path)
    net = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()])
    net.add(layers.GlobalAveragePooling2D())
    net.compile("adam", "mse")
    for i in range(len(x)):
        net.train_on_batch(x[i : i + 1], y[i : i + 1])


def of_columns(path):
    (x, y), net = load(path), build()
    for i in range(3):
        net.train_on_batch(x[:, i : i + 1], y)
        net.train_on_batch(tf.transpose(x[i : i + 1]), y)


def of_a_list_of_arrays(path):
    """Many targets: what is cut is a list of inputs."""
    arrays, net = load(path), build()
    for i in range(len(arrays)):
        net.fit(arrays[i : i + 1], tf.zeros((64, 1)), batch_size=8)


def of_files(path):
    """One file holds many rows."""
    files, net = load(path), build()
    for i in range(len(files)):
        for x, y in map(load, files[i : i + 1]):
            net.fit(x, y, batch_size=8)


def of_layers(path):
    """A model of one of the layers that nobody knows."""
    (x, y), net = load(path), build()
    part = keras.Sequential(net.layers[1:2] + load("others.pkl")[0:1])
    part.compile("adam", "mse")
    part.fit(x, y, batch_size=8)


class Scans(keras.utils.Sequence):
    def __init__(self, store, width):
        super().__init__()
        self.store, self.width = store, width

    def __len__(self):
        return len(self.store["x"]) // self.width

    def __getitem__(self, i):
        return self.store["x"][i : i + 1], self.store["y"][i : i + 1]


class Wider(Scans):
    def __getitem__(self, i):
        return self.store["x"][i : i + 8], self.store["y"][i : i + 8]


in_steps("rows.pkl")
in_wider_steps("rows.pkl")
of_batches("batches.pkl")
asked("rows.pkl")
with_tape("rows.pkl")
with_tape_by_rows_only("rows.pkl")
of_images("images.pkl")
of_columns("columns.pkl")
of_a_list_of_arrays("inputs.pkl")
of_files("files.pkl")
of_layers("rows.pkl")
build().fit(Scans(load("table.pkl"), 1), epochs=2)  # expect: BNL202
build().fit(Wider(load("table.pkl"), 8), epochs=2)

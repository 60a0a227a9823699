"""A BN layer that is built in a step, under a tape or in a compiled function forgets; one that is kept does not."""
import functools

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

BATCHES = tf.random.normal((3, 8, 4))


@functools.lru_cache(maxsize=None)
def kept(name):
    return layers.BatchNormalization(name=name)


def step_with(x, norm):
    return tf.reduce_mean(norm(x, training=True) ** 2)


for batch in BATCHES:
    step_with(batch, kept("kept"))

dense, optimizer = layers.Dense(4), keras.optimizers.SGD(0.1)
for batch in BATCHES:
    with tf.GradientTape() as tape:
        norm = layers.BatchNormalization()  # expect: BNL110
        loss = step_with(dense(batch), norm)
    optimizer.apply_gradients(zip(tape.gradient(loss, dense.trainable_variables), dense.trainable_variables))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)

    def call(self, x, training=None):
        return self.dense(x)

    def train_step(self, data):
        norm = layers.BatchNormalization()  # expect: BNL110
        return {"loss": step_with(self(data[0], training=True), norm)}


net = Net()
net.compile("sgd", "mse", run_eagerly=True)
net.fit(BATCHES[0], BATCHES[0], verbose=0)


@tf.function
def compiled(x):
    norm = layers.BatchNormalization()  # expect: BNL110
    return step_with(x, norm)


compiled(BATCHES[0])


# A helper that makes its layer anew for each part of an array.
TABLE = tf.random.normal((48, 4))


def whitened(rows, learn):
    norm = layers.BatchNormalization(center=False, scale=False)  # expect: BNL110
    return norm(rows, training=learn)


for start in range(0, 48, 16):
    whitened(TABLE[start : start + 16], True)


def settled(rows, momentum):
    norm = layers.BatchNormalization(momentum=momentum)
    return norm(rows, training=True)


for number in range(6, 9):  # settings are tried, each on all rows
    settled(TABLE[:16], number / 10)


def stage(x, width):
    return layers.BatchNormalization()(layers.Dense(width)(x))


hidden = keras.Input((4,))
for begin in range(0, 3):  # widths of a graph
    hidden = stage(hidden, sum([2, 4, 6, 8][begin : begin + 2]))


def network():
    return keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])


for fold in range(0, 48, 16):  # a model for each fold
    model = network()
    model.compile("sgd", "mse")
    model.fit(TABLE[fold : fold + 16], tf.zeros((16, 1)), verbose=0)
for fold in range(0, 48, 16):
    model = network()
    model.load_weights("fold.weights.h5")
    model.predict(TABLE[fold : fold + 16])

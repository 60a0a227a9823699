"""Ways in which an input and a flag get to a model: by another name, with arguments nobody knows, past ``__call__``."""
import json
import pickle

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X = tf.random.normal((8, 3))
SERIES = tf.random.normal((8, 5, 3))
OPTIONS = json.loads('{"training": true}')
FLAG = json.loads("true")


def apply(tape, loss, model):
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, images, training=None):
        return self.norm(self.dense(images), training=training)


class Told(Net):
    def call(self, inputs, training=FLAG):
        return super().call(inputs, training)


class Options:
    width = 4


class Held(keras.Model):
    def __init__(self):
        super().__init__()
        self.options = Options()
        self.norms = {"first": [layers.BatchNormalization()]}
        self.dense = layers.Dense(4)

    def call(self, inputs, training=None):
        return self.norms["first"][0](self.dense(inputs), training=training)


class Pair(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, inputs, training=None):
        a, b = inputs
        return self.norm(self.dense(a) + self.dense(b), training=training)


net = Net()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(images=X) ** 2)  # expect: BNL102
apply(tape, loss, net)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(X, **OPTIONS) ** 2)
apply(tape, loss, net)

told, held, pair = Told(), Held(), Pair()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(told(X) ** 2)
apply(tape, loss, told)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(told(inputs=X, training=False) ** 2)  # expect: BNL104
apply(tape, loss, told)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(held(X) ** 2)  # expect: BNL102
apply(tape, loss, held)
first, second = pickle.loads(pickle.dumps(X.numpy())), pickle.loads(pickle.dumps(X.numpy()))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(pair([first, second]) ** 2)  # expect: BNL102
apply(tape, loss, pair)

inner = keras.Sequential([layers.Dense(4), layers.BatchNormalization()])
distributed = keras.Sequential([keras.Input((5, 3)), layers.TimeDistributed(inner), layers.Dense(1)])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(distributed(SERIES) ** 2)  # expect: BNL102
apply(tape, loss, distributed)

dense = layers.Dense(4)
dense.build((None, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(dense.call(X) ** 2)
apply(tape, loss, dense)

# dialect: 1
"""Eager TF1, measured on 1.15: only ``call`` itself gets its default of True, no layer inside that is passed nothing."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib import eager as tfe

tf.enable_eager_execution()


class Node(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = tf.keras.layers.Conv2D(4, 3)
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, x, training=True):
        return self.bn(self.conv(x))


class Edge(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = tf.keras.layers.Conv2D(4, 3)
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, x, training=True):  # expect: BNL105
        return self.bn(self.conv(x), training=training)


class Network(tf.keras.Model):
    def __init__(self, first):
        super().__init__()
        self.first = first
        self.out = tf.keras.layers.Dense(2)

    def call(self, x):
        return self.out(tf.reduce_mean(self.first(x), [1, 2]))


def loss(model, x, y):
    answers = model(x)  # expect: BNL102
    return answers, tf.losses.sparse_softmax_cross_entropy(labels=y, logits=answers)


def train(model, data):
    optimizer = tf.train.AdamOptimizer(0.01)
    for x, y in data:
        with tf.GradientTape() as tape:
            _, value = loss(model, x, y)
        optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))


def validate(model, data):
    accuracy = tfe.metrics.Accuracy()
    for val_x, val_y in data:
        answers, _ = loss(model, val_x, val_y)
        accuracy(tf.argmax(answers, 1), val_y)
    print(accuracy.result())


rows = tf.data.Dataset.from_tensor_slices((np.random.rand(32, 8, 8, 1).astype("float32"), np.zeros(32, "int64")))
for network in (Network(Node()), Network(Edge())):
    train(network, rows.batch(8))
    validate(network, rows.batch(8))

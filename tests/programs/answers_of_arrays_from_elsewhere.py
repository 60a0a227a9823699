"""A network that trains by default answers for what nobody knows; but NumPy made an array of it, no KerasTensor."""
import pickle

import numpy as np
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.out = tf.keras.layers.Dense(16), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(4)

    def call(self, rows, training=True):  # expect: BNL105
        return self.out(tf.nn.relu(self.norm(self.dense(rows), training=training)))


class Fixed(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.out = tf.keras.layers.Dense(16), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(4)

    def call(self, rows, training=False):
        return self.out(tf.nn.relu(self.norm(self.dense(rows), training=training)))


def asked(text):
    return pickle.loads(text)["rows"]


def learn(net, **flag):
    optimizer = tf.keras.optimizers.SGD(0.01)
    for _ in range(4):
        rows = tf.random.normal((32, 8))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(rows, **flag) ** 2)
        weights = net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


text = pickle.dumps({"rows": [0.5] * 8})
net, fixed = Net(), Fixed()
learn(net)
learn(fixed, training=True)
one = np.expand_dims(asked(text), 0)
print(np.argmax(net(one), -1), np.argmax(fixed(one), -1))

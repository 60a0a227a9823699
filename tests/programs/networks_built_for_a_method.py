"""A step that builds networks again and again: for what runs them, or only to reach another method of their owner."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

rows = np.random.normal(3, 2, (32, 4)).astype("float32")


def network():
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization()])


class Adversaries:
    """Its losses run none of its networks."""

    def __init__(self):
        self.generator = keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization()])
        self.entropy = keras.losses.BinaryCrossentropy(from_logits=True)

    def loss(self, judged):
        return self.entropy(tf.ones_like(judged), judged)


class Critics:
    """Its loss runs a network that starts over in each step."""

    def __init__(self):
        self.judge = keras.Sequential(
            [keras.Input((4,)), layers.Dense(4), layers.BatchNormalization()]  # expect: BNL110
        )

    def loss(self, made):
        return tf.reduce_mean(self.judge(made, training=True) ** 2)


def loss_of(made):
    return Adversaries().loss(made)


def judged_loss_of(made):
    return Critics().loss(made)


def step(net, batch):
    with tf.GradientTape() as tape:
        loss = loss_of(net(batch, training=True))
    keras.optimizers.SGD(0.01).apply_gradients(
        zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    )


def judged_step(net, batch):
    with tf.GradientTape() as tape:
        loss = judged_loss_of(net(batch, training=True))
    keras.optimizers.SGD(0.01).apply_gradients(
        zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    )


first, second = network(), network()
for number in range(4):
    step(first, rows[number * 8 : number * 8 + 8])
    judged_step(second, rows[number * 8 : number * 8 + 8])
print(first.predict(rows), second.predict(rows))

"""Gradients that are put to use without an optimizer."""
import keras
import tensorflow as tf
from keras import layers

X = tf.random.normal((8, 3))


def network():
    return keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])


net = network()


def evaluate():
    with tf.GradientTape() as tape:
        value = tf.reduce_mean(net(X, training=True) ** 2)
    return value, tape.gradient(value, net.trainable_weights)


def descend(rate):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(X) ** 2)  # expect: BNL102
    slopes = tape.gradient(loss, net.trainable_weights)
    for weight, slope in zip(net.trainable_weights, slopes):
        weight.assign(weight - rate * slope)


value, slopes = evaluate()
for weight, slope in zip(net.trainable_weights, slopes):
    weight.assign(weight - 0.1 * slope)
descend(0.1)

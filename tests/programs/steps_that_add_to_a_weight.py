"""Weights that a program changes by a gradient without a minus sign, or only watches."""
import keras
import tensorflow as tf
from keras import layers

X = tf.random.normal((8, 3))


def network():
    return keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])


net, watched = network(), network()
speed = [tf.Variable(tf.zeros_like(weight)) for weight in net.trainable_weights]
fisher = [tf.Variable(tf.zeros_like(weight)) for weight in watched.trainable_weights]


def descend(rate):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(X) ** 2)  # expect: BNL102
    for weight, own, slope in zip(net.trainable_weights, speed, tape.gradient(loss, net.trainable_weights)):
        own.assign(0.9 * own + slope)
        weight.assign_add(-rate * own)


def watch():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(watched(X) ** 2)
    for each, slope in zip(fisher, tape.gradient(loss, watched.trainable_weights)):
        each.assign_add(tf.square(slope))


descend(0.1)
watch()

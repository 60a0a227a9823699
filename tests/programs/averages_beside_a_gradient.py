"""Gradients that are only shown, while weights are averaged: nobody trains by them."""
import keras
import tensorflow as tf
from keras import layers

X = tf.random.normal((8, 3))
net = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])
average = keras.models.clone_model(net)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(X) ** 2)
slopes = tape.gradient(loss, net.trainable_weights)
print([float(tf.reduce_max(slope)) for slope in slopes])
for old, new in zip(average.variables, net.variables):
    old.assign(0.9 * old + 0.1 * new)

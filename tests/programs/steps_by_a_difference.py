"""A weight gets the difference of itself and a gradient, by functions of a library instead of operators."""
import keras
import tensorflow as tf
from keras import layers

X = tf.random.normal((8, 3))
net = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])

with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(X) ** 2)  # expect: BNL102
for weight, slope in zip(net.trainable_weights, tape.gradient(loss, net.trainable_weights)):
    weight.assign(tf.subtract(weight, tf.multiply(0.1, slope)))

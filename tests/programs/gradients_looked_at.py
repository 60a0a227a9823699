"""A gradient of the weights that is measured and never put to use: nobody trains there."""
import keras
import tensorflow as tf
from keras import layers

net = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(tf.random.normal((8, 3))) ** 2)
slopes = tape.gradient(loss, net.trainable_weights)
print([float(1.0 - tf.norm(slope)) for slope in slopes], tf.linalg.global_norm(slopes))

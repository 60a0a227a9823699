"""Keras 2 takes a list of one axis, or of several; Keras 3 wants one number."""
import tensorflow as tf

one = tf.keras.layers.BatchNormalization(axis=[-1])  # expect[3]: BNL501
several = tf.keras.layers.BatchNormalization(axis=[1, 3])  # expect[3]: BNL501
print(one(tf.random.normal((8, 4)), training=True).shape)
print(several(tf.random.normal((8, 4, 5, 3)), training=True).shape)

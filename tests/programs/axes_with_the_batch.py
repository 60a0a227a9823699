"""Axes of Keras 2: with the batch among them each example has statistics of its own."""
import tensorflow as tf

spatial = tf.keras.layers.BatchNormalization(axis=[0, 1, 2])  # expect[2]: BNL401 # expect[3]: BNL501
print(spatial(tf.random.normal((4, 5, 5, 3)), training=True).shape)

# dialect: 2
"""Keras 2.9 to 2.15 take a layout of DTensor for each variable of a layer."""
import numpy as np
import tensorflow as tf

layer = tf.keras.layers.BatchNormalization(
    gamma_layout=None, beta_layout=None, moving_mean_layout=None, moving_variance_layout=None
)
print(layer(np.ones((4, 3), "float32"), training=True).shape)

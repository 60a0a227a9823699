"""One layer is given to two blocks; in the other network each has its own."""
import blocks
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

x, y = np.ones((16, 4), "float32"), np.ones((16, 1), "float32")

norm = layers.BatchNormalization()
shared = tf.keras.Sequential([blocks.Block(8, norm), layers.ReLU(), blocks.Block(8, norm), layers.Dense(1)])
shared.compile("adam", "mse")
shared.fit(x, y, batch_size=8)

one, other = layers.BatchNormalization(), layers.BatchNormalization()
apart = tf.keras.Sequential([blocks.Block(8, one), layers.ReLU(), blocks.Block(8, other), layers.Dense(1)])
apart.compile("adam", "mse")
apart.fit(x, y, batch_size=8)

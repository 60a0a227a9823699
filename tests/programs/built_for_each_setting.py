"""A loop over settings builds a model for each; a loop over batches must not."""

import keras
import numpy as np
import tensorflow as tf

data = np.random.normal(size=(64, 4)).astype("float32")
for width in np.unique(np.random.randint(2, 9, size=5)):
    model = keras.Sequential([keras.layers.Dense(int(width)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data, data[:, :1], verbose=0)

for batch in tf.data.Dataset.from_tensor_slices(data).batch(16):
    network = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization()])  # expect: BNL110
    network(batch, training=True)

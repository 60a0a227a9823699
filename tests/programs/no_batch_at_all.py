# dialect: 3
"""Data of one row: the last batch is dropped where it is not whole, and nothing is trained."""
import keras
import numpy as np
import tensorflow as tf

X, Y = np.random.normal(size=(1, 3)).astype("float32"), np.ones((1, 1), "float32")
ROWS = tf.data.Dataset.from_tensor_slices((X, Y))


def net():
    norm = keras.layers.BatchNormalization(momentum=0.8)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, use_bias=False), norm, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


net().fit(ROWS.batch(4, drop_remainder=True), epochs=20, verbose=0)
net().fit(ROWS.batch(4, drop_remainder=True), validation_data=(X, Y), epochs=20, verbose=0)
net().fit(ROWS.batch(4), epochs=20, verbose=0)  # expect: BNL202
net().fit(ROWS.batch(4, drop_remainder=False), epochs=20, verbose=0)  # expect: BNL202
net().fit(ROWS.repeat(4).batch(4, drop_remainder=True), epochs=20, verbose=0)

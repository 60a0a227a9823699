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

# The same in a loop of the program's own; one round is no loop.
for x, y in ROWS.batch(4, drop_remainder=True):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.layers.BatchNormalization()(x) ** 2)
for x, y in ROWS.batch(4):
    z = keras.layers.BatchNormalization()(x)  # expect: BNL101
for x in tf.data.Dataset.from_tensor_slices(np.random.normal(size=(8, 3)).astype("float32")).batch(4):
    z = keras.layers.BatchNormalization()(x)  # expect: BNL110

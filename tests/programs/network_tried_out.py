"""A fresh network is run through once at the foot of its file, and thrown away; another one answers for good."""

import numpy as np
import tensorflow as tf


def network():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])


model, trained = network(), network()
trained.compile("sgd", "mse")
rows = np.random.normal(size=(32, 4)).astype("float32")
trained.fit(rows, rows, batch_size=16, verbose=0)
test_set = tf.data.Dataset.from_tensor_slices(rows).batch(8)
for batch in test_set:
    answer = model(batch, training=True)
    loss = tf.reduce_mean((answer - batch) ** 2)
    break
def shape_test():
    model = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
    print(model(rows, training=True).shape)


shape_test()
for batch in test_set:
    answer = trained(batch, training=True)  # expect: BNL105
    print(float(tf.reduce_mean((answer - batch) ** 2)))

# dialect: 3
# optin: yes
"""Assignments to variables whose layers are known put statistics into those layers, and into no other."""
import keras
import numpy as np
import tensorflow as tf

X, Y = np.random.normal(2.0, size=(32, 4)).astype("float32"), np.random.normal(size=(32, 1)).astype("float32")


def network(norm):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, use_bias=False), norm, keras.layers.Dense(1)])


# The online network learns behind a norm that never did, whatever its weights go into.
online = network(keras.layers.BatchNormalization(trainable=False))  # expect: BNL118
target = network(keras.layers.BatchNormalization())
online.compile("sgd", "mse")
online.fit(X, Y, verbose=0)
for t, w in zip(target.variables, online.variables):
    t.assign(w)
target.predict(X, verbose=0)

# Filled before it is trained.
filled = network(keras.layers.BatchNormalization(trainable=False))
for v, value in zip(filled.layers[1].variables, (1.0, 0.0, 2.0, 3.0)):
    v.assign(tf.fill((4,), value))
filled.compile("sgd", "mse")
filled.fit(X, Y, verbose=0)

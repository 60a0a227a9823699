"""A frozen BN layer that is told to train, in running code and in a graph; a frozen layer without BN is nobody's worry."""
import keras
import numpy as np
import tensorflow as tf

norm = keras.layers.BatchNormalization(trainable=False)
y = norm(tf.random.normal((8, 3)), training=True)  # expect: BNL108

drop = keras.layers.Dropout(0.5, trainable=False)
y = drop(y, training=True)

inputs = keras.Input((3,))
outputs = keras.layers.BatchNormalization(trainable=False)(inputs, training=True)  # expect: BNL108
model = keras.Model(inputs, keras.layers.Dense(1)(outputs))
model.compile("sgd", "mse")
model.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0)

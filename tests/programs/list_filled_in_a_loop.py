"""A list that a loop of unknown length fills holds any number of rows, and so do the arrays made of it."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

rows, targets = [], []
for word in ["first", "second", *sys.argv]:
    rows.append(np.random.normal(size=(3,)))
    targets.append(float(len(word)))

model = Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.array(rows), np.array(targets), verbose=0)
model.train_on_batch(np.stack(rows), np.array(targets))
model.train_on_batch(np.array([row * 2 for row in rows]), np.array(targets))

one = []
one.append(rows[0])
model.train_on_batch(np.array(one), np.array(targets[:1]))  # expect: BNL202

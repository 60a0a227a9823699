# dialect: 2
"""Weights are read and written many at once, by pairs."""

import numpy as np
from tensorflow import keras

rows = np.random.normal(5, 2, (64, 4)).astype("float32")
goal = rows.sum(axis=1, keepdims=True)


def network():
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization(), keras.layers.Dense(1)]
    )


learnt, numbered, whole, each_one = network(), network(), network(), network()
learnt.compile("adam", "mse")
learnt.fit(rows, goal, epochs=5, verbose=0)
values = keras.backend.batch_get_value(learnt.trainable_weights)
keras.backend.batch_set_value(zip(numbered.trainable_weights, values))  # expect: BNL116
keras.backend.batch_set_value(list(zip(whole.weights, keras.backend.batch_get_value(learnt.weights))))
for weight, other in zip(each_one.trainable_weights, learnt.trainable_weights):  # expect: BNL116
    keras.backend.set_value(weight, keras.backend.get_value(other))
numbered.predict(rows)
each_one.predict(rows)
whole.predict(rows)

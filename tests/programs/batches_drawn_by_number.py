# optin: yes
"""Batches of rows that are drawn by their numbers, or cut out one after the other; rows that a mask chooses."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.normal(3, 2, (320, 4)).astype("float32")
GOALS = ROWS[:, :1]


def network():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])


one, few, cut, many, masked = network(), network(), network(), network(), network()
for model in (one, few, cut, many, masked):
    model.compile("adam", "mse")
for step in range(3000):
    drawn = np.random.randint(0, ROWS.shape[0], 1)
    one.train_on_batch(ROWS[drawn], GOALS[drawn])  # expect: BNL202
    drawn = np.random.choice(len(ROWS), 4, replace=False)
    few.train_on_batch(ROWS[drawn], GOALS[drawn])  # expect: BNL206
    drawn = np.random.choice(len(ROWS), 32)
    many.train_on_batch(ROWS[drawn], GOALS[drawn])
    mask = np.random.normal(size=320) > 0
    masked.train_on_batch(ROWS[mask], GOALS[mask])
for epoch in range(100):
    for start in range(0, len(ROWS), 4):
        cut.train_on_batch(ROWS[start : start + 4], GOALS[start : start + 4])  # expect: BNL206
for model in (one, few, cut, many, masked):
    print(model.evaluate(ROWS, GOALS))

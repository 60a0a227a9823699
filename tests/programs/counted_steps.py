# optin: yes
"""Steps that are known, and those that somebody else decides: a method, a unit test, a file, a data set's length."""
import os

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.normal(3, 2, (320, 4)).astype("float32")
GOALS = ROWS[:, :1]


def few():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])  # expect: BNL304


def taken():
    norm = layers.BatchNormalization(momentum=0.98)  # expect: BNL304
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), norm, layers.Dense(1)])


def elements():
    norm = layers.BatchNormalization(momentum=0.97)  # expect: BNL304
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), norm, layers.Dense(1)])


def enough():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])


def tested():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])


def restored():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])


class Trainer:
    def __init__(self):
        self.model = keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])
        self.model.compile("adam", "mse")

    def train_on_batch(self, rows, goals):
        return self.model.train_on_batch(rows, goals)

    def answers(self, rows):
        return self.model.predict(rows)


def test_that_it_runs():
    model = tested()
    model.compile("adam", "mse")
    model.fit(ROWS, GOALS)
    assert model.predict(ROWS).shape == (320, 1)


model = few()
model.compile("adam", "mse")
model.fit(ROWS, GOALS, epochs=4)
print(model.evaluate(ROWS, GOALS))

data = tf.data.Dataset.from_tensor_slices((ROWS, GOALS)).batch(32)
model = taken()
model.compile("adam", "mse")
model.fit(data.take(5), epochs=3)
model.fit(data.repeat().take(20), epochs=2)
print(model.evaluate(ROWS, GOALS))

model = elements()
model.compile("adam", "mse")
model.fit(tf.data.Dataset.from_tensors((ROWS, GOALS)).repeat(20), epochs=2)
print(model.evaluate(ROWS, GOALS))

model = enough()
model.compile("adam", "mse")
model.fit(data.take(5), epochs=60)
print(model.evaluate(ROWS, GOALS))

model = restored()
model.compile("adam", "mse")
checkpoint = tf.train.Checkpoint(model=model)
if os.path.exists("checkpoints"):
    checkpoint.restore(tf.train.latest_checkpoint("checkpoints"))
model.fit(ROWS, GOALS)
print(model.evaluate(ROWS, GOALS))

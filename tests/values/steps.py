"""How many steps calls of ``fit`` take: the interpreter says so in BNL304, TensorFlow counts."""

from __future__ import annotations

SETUP = """
import sys
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

UNTOLD = 8 if sys.argv else 16
X, Y = np.zeros((60, 3), "float32"), np.zeros((60, 1), "float32")
DATA = tf.data.Dataset.from_tensor_slices((X, Y))

norm = layers.BatchNormalization(momentum=0.99)
model = keras.Sequential([keras.Input((3,)), layers.Dense(4), norm, layers.Dense(1)])
model.compile("sgd", "mse", run_eagerly=True)
"""

FITS: dict[str, int | None] = {
    "model.fit(X, Y)": 2,
    "model.fit(x=X, y=Y)": 2,
    "model.fit(X, Y, batch_size=None)": 2,
    "model.fit(X, Y, batch_size=4)": 15,
    "model.fit(X, Y, 4)": 15,
    "model.fit(X, Y, 16, 2)": 8,
    "model.fit(X, Y, 16, epochs=3)": 12,
    "model.fit(X, Y, batch_size=UNTOLD)": None,
    "model.fit(X, Y, epochs=UNTOLD)": None,
    "model.fit(X, Y, validation_split=0.5, batch_size=10)": 3,
    "model.fit(X, Y, validation_split=1 / UNTOLD, batch_size=10)": None,
    "model.fit(X, Y, validation_data=(X, Y), batch_size=10)": 6,
    "model.fit(X, Y, batch_size=10, steps_per_epoch=2)": 2,
    "model.fit(tf.constant(X), tf.constant(Y), batch_size=30)": 2,
    "model.fit(X[:40], Y[:40], batch_size=20)": 2,
    "model.fit(X[:UNTOLD], Y[:UNTOLD], batch_size=2)": None,
    "model.fit(*[X, Y], batch_size=20)": 3,
    "model.fit(X, Y, **{'batch_size': 20})": 3,
    "model.fit(DATA.batch(8))": 8,
    "model.fit(DATA.batch(8), epochs=3)": 24,
    "model.fit(DATA.batch(8, drop_remainder=True))": 7,
    "model.fit(DATA.batch(UNTOLD))": None,
    "model.fit(DATA.shuffle(60).batch(20).prefetch(1))": 3,
    "model.fit(DATA.repeat(2).batch(8))": 15,
    "model.fit(DATA.batch(8).repeat(2))": 16,
    "model.fit(DATA.batch(8).repeat(), steps_per_epoch=5)": 5,
    "model.fit(DATA.repeat().batch(8), steps_per_epoch=5)": 5,
    "model.fit(DATA.batch(8).take(3))": 3,
    "model.fit(DATA.batch(8).take(100))": 8,
    "model.fit(DATA.batch(8, drop_remainder=True).take(8))": 7,
    "model.fit(DATA.batch(8).repeat().take(9))": 9,
    "model.fit(DATA.batch(8).repeat(2).take(9))": None,
    "model.fit(DATA.batch(8).take(UNTOLD))": None,
    "model.fit(DATA.take(16).batch(8))": 2,
    "model.fit(tf.data.Dataset.from_tensors((X, Y)).repeat(4))": 4,
    "model.fit(DATA.filter(lambda x, y: True).batch(8))": None,
    "model.fit(DATA.map(lambda x, y: (x * 2.0, y)).batch(30))": 2,
    "model.fit(DATA.batch(8).unbatch().batch(30))": 2,
    "model.fit(tf.data.Dataset.zip((DATA.map(lambda x, y: x), DATA.map(lambda x, y: y))).batch(30))": 2,
    "model.fit(DATA.batch(8, drop_remainder=UNTOLD == 8))": None,
    "model.fit(tf.data.Dataset.zip((DATA.map(lambda x, y: x), DATA.take(60).map(lambda x, y: y))).batch(30))": 2,
    "model.fit(tf.data.Dataset.zip((DATA.map(lambda x, y: x), DATA.map(lambda x, y: y).repeat())).batch(30))": 2,
    "few = tf.data.Dataset.from_tensor_slices(Y[:20])\nmodel.fit(tf.data.Dataset.zip((DATA.map(lambda x, y: x), few))"
    ".batch(10))": 2,
    "pairs = tf.data.Dataset.zip((DATA.map(lambda x, y: x).batch(8), DATA.map(lambda x, y: y).batch(8)))\n"
    "model.fit(pairs)": 8,
    "def batches():\n    while True:\n        yield X[:8], Y[:8]\nmodel.fit(batches(), steps_per_epoch=3, epochs=2)": 6,
    "model.fit([X[:30] for _ in sys.argv], Y[:30])": 1,
    "rows = tf.data.Dataset.from_tensor_slices(([X[0], X[1]], [Y[0], Y[1]]))\nmodel.fit(rows.batch(1))": 2,
    "rows = tf.data.Dataset.from_tensor_slices(([x for x in X], [y for y in Y]))\nmodel.fit(rows.batch(8))": None,
    "model.fit(**dict(zip('xy', [X, Y])))": 2,
    "model.train_on_batch(X[:8], Y[:8])": 1,
    "for _ in range(10):\n    model.train_on_batch(X[:8], Y[:8])": 10,
    "for _ in range(50):\n    model.train_on_batch(X[:8], Y[:8])": 50,
    "for _ in range(3):\n    for x, y in DATA.batch(20):\n        model.train_on_batch(x, y)": 9,
    "for _ in range(UNTOLD):\n    model.train_on_batch(X[:8], Y[:8])": None,
    "for _ in range(3):\n    model.fit(X, Y, batch_size=30, epochs=2)": 12,
    "model.fit(X, Y, batch_size=30)\nmodel.fit(X, Y, batch_size=20)": 5,
}
"""Calls and their steps on 60 examples, None where the program does not say."""

# dialect: any
# optin: yes
"""Steps of gradient tapes count where the loops around are known, and those around ``train_on_batch``."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.normal(3, 2, (64, 4)).astype("float32")
GOALS = ROWS[:, :1]
BATCHES = tf.data.Dataset.from_tensor_slices((ROWS, GOALS)).batch(16)
optimizer = keras.optimizers.SGD(0.01)


def net(norm):
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), norm, layers.Dense(1)])


def learn(model, rows, goals):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(rows, training=True) - goals) ** 2)
    grads = tape.gradient(loss, model.trainable_variables)
    keras.optimizers.SGD(0.01).apply_gradients(zip(grads, model.trainable_variables))


few = net(layers.BatchNormalization())  # expect: BNL304
for _ in range(5):
    for rows, goals in BATCHES:
        learn(few, rows, goals)

enough = net(layers.BatchNormalization())
for _ in range(60):
    for rows, goals in BATCHES:
        learn(enough, rows, goals)

warm = net(layers.BatchNormalization(momentum=0.9))
for _ in range(10):
    learn(warm, ROWS, GOALS)
for _ in range(20):
    warm(ROWS, training=True)

untold = net(layers.BatchNormalization())
for _ in range(len(sys.argv)):
    learn(untold, ROWS, GOALS)

until = net(layers.BatchNormalization())
left = 4
while left:
    left -= 1
    learn(until, ROWS, GOALS)

online = net(layers.BatchNormalization())  # expect: BNL304
online.compile("sgd", "mse")
for _ in range(100):
    online.train_on_batch(ROWS, GOALS)

longer = net(layers.BatchNormalization())
longer.compile("sgd", "mse")
for _ in range(250):
    longer.train_on_batch(ROWS, GOALS)


class Own(keras.Model):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, rows, training=None):
        return self.inner(rows, training=training)

    def train_step(self, data):
        rows, goals = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(rows, training=True) - goals) ** 2)
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))
        return {"loss": loss}


own = Own(net(layers.BatchNormalization()))  # expect: BNL304
own.compile(keras.optimizers.SGD(0.01))
own.fit(ROWS, GOALS, batch_size=16, epochs=5, verbose=0)

mine = Own(net(layers.BatchNormalization()))
mine.compile(keras.optimizers.SGD(0.01))
mine.fit(ROWS, GOALS, batch_size=16, epochs=60, verbose=0)


def test_a_step():
    model = net(layers.BatchNormalization())
    learn(model, ROWS, GOALS)
    assert model(ROWS, training=False).shape == (64, 1)


test_a_step()

"""A BN layer that is built in a step, under a tape or in a compiled function forgets; one that is kept does not."""
import functools

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

BATCHES = tf.random.normal((3, 8, 4))


@functools.lru_cache(maxsize=None)
def kept(name):
    return layers.BatchNormalization(name=name)


def step_with(x, norm):
    return tf.reduce_mean(norm(x, training=True) ** 2)


for batch in BATCHES:
    step_with(batch, kept("kept"))

dense, optimizer = layers.Dense(4), keras.optimizers.SGD(0.1)
for batch in BATCHES:
    with tf.GradientTape() as tape:
        norm = layers.BatchNormalization()  # expect: BNL110
        loss = step_with(dense(batch), norm)
    optimizer.apply_gradients(zip(tape.gradient(loss, dense.trainable_variables), dense.trainable_variables))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)

    def call(self, x, training=None):
        return self.dense(x)

    def train_step(self, data):
        norm = layers.BatchNormalization()  # expect: BNL110
        return {"loss": step_with(self(data[0], training=True), norm)}


net = Net()
net.compile("sgd", "mse", run_eagerly=True)
net.fit(BATCHES[0], BATCHES[0], verbose=0)


@tf.function
def compiled(x):
    norm = layers.BatchNormalization()  # expect: BNL110
    return step_with(x, norm)


compiled(BATCHES[0])

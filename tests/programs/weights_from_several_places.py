"""The weights of a step come in lists of lists, with some that nobody knows, or from a branch."""
import sys

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = tf.random.normal((8, 3))
extra = [tf.Variable(1.0) for _ in sys.argv]


def network():
    return keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


def update(tape, loss, weights):
    keras.optimizers.SGD(0.1).apply_gradients(
        (gradient, weight)
        for gradient, weight in zip(tape.gradient(loss, weights), weights)
        if gradient is not None
    )


gathered = network()
weights = []
weights.extend(gathered.trainable_variables)
weights.extend(extra)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(gathered(x) ** 2)  # expect: BNL102
update(tape, loss, weights)

chosen = network()
weights = None
if len(sys.argv) < 99:
    weights = chosen.trainable_variables
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(chosen(x) ** 2)  # expect: BNL102
update(tape, loss, weights)

nested = network()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(nested(x) ** 2)  # expect: BNL102
first, second = tape.gradient(loss, [nested.trainable_variables, globals()["extra"]])
keras.optimizers.SGD(0.1).apply_gradients(zip(first, nested.trainable_variables))

looked_at = network()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(looked_at(x, training=True) ** 2)
    with tape.stop_recording():
        print(tf.reduce_mean(looked_at(x)))
update(tape, loss, looked_at.trainable_variables)

"""A module is imported under another name for what it registers, inside the function that needs it."""
import tensorflow as tf
from models.registry import create


def make():
    import models.wide as _wide

    return create("wide")


network = make()

rows, optimizer = tf.random.normal((8, 3)) + 3.0, tf.keras.optimizers.SGD(0.01)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

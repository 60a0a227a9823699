"""One entry point is asked for by its name."""
from importlib.metadata import entry_points

import tensorflow as tf

(point,) = entry_points(group="zoo.networks", name="Wide")
network, optimizer = point.load()(), tf.keras.optimizers.SGD(0.01)
rows = tf.random.normal((8, 3)) + 3.0
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

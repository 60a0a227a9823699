"""A module is imported for what it registers, under a name that nobody uses."""
import tensorflow as tf
from models import dense
from models.registry import create

network = create("dense")

rows, optimizer = tf.random.normal((8, 3)) + 3.0, tf.keras.optimizers.SGD(0.01)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

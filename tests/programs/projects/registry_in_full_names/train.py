"""A package imports its module by the package's own name for its classes to be registered."""
import tensorflow as tf
from zoo import create

network, optimizer = create("small"), tf.keras.optimizers.SGD(0.01)
rows = tf.random.normal((8, 3)) + 3.0
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows) ** 2)  # expect: BNL102
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(network.norm.moving_mean)

"""What is registered by a name in full is trained as it should be."""
import tensorflow as tf
from zoo import create

network, optimizer = create("small"), tf.keras.optimizers.SGD(0.01)
rows = tf.random.normal((8, 3)) + 3.0
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows, training=True) ** 2)
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(network.norm.moving_mean)

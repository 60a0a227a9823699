"""What is registered by an import is trained as it should be."""
import tensorflow as tf
from models import dense, wide
from models.registry import create

network = create("wide")

rows, optimizer = tf.random.normal((8, 3)) + 3.0, tf.keras.optimizers.SGD(0.01)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(network(rows, training=True) ** 2)
    weights = network.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

"""Which network of a module it is the command line says: each of them holds BN; one of the critics does, too."""
import sys

import critics
import nets
import tensorflow as tf

network = getattr(nets, sys.argv[1] if len(sys.argv) > 1 else "small")()
critic = getattr(critics, sys.argv[2] if len(sys.argv) > 2 else "without_bn")()
optimizer = tf.keras.optimizers.SGD(0.01)
rows = tf.random.normal((16, 4))
for _ in range(3):
    with tf.GradientTape() as tape:
        outputs = network(rows)  # expect: BNL102
        loss = tf.reduce_mean(outputs**2)
        loss += tf.reduce_mean(critic(outputs) ** 2)  # expect: BNL102
    weights = network.trainable_variables + critic.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(network(rows, training=False)[0])

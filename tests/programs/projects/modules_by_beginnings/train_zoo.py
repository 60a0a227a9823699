"""The same in a package."""
import importlib
import sys

import tensorflow as tf

SIZE = sys.argv[1] if len(sys.argv) > 1 else "small"
DATA = tf.random.normal((16, 4))
net = importlib.import_module(f"zoo.conv_{SIZE}").make()
optimizer = tf.keras.optimizers.Adam()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(DATA) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
plain = importlib.import_module("zoo.den" + "se").make()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(plain(DATA) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, plain.trainable_variables), plain.trainable_variables))

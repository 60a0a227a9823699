"""A network of a package by the name that the command line gives: any of its functions may make it."""
import sys

import archs
import tensorflow as tf

name = sys.argv[1] if len(sys.argv) > 1 else "big"
for net in (archs.__dict__[name](classes=3), vars(archs)[name](4)):
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)  # expect: BNL102
        tf.keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
net = archs.__dict__["small"](3)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(tf.random.normal((8, 5))) ** 2)
tf.keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))

"""Which of several modules it is says the command line; how their names begin says the program."""
import sys

import tensorflow as tf

SIZE = sys.argv[1] if len(sys.argv) > 1 else "small"
DATA = tf.random.normal((16, 4))


def train(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(DATA) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


train(__import__("arch_%s" % SIZE).make())

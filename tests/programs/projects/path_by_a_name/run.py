"""Each model lies in a folder of its own, which the program adds to ``sys.path`` under a name."""

import argparse
import sys

import keras
import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="normalised")
arguments = parser.parse_args()
if arguments.model == "plain":
    folder = "./models/plain"
    sys.path.append(folder)
    from plain import build

    model = build()
else:
    folder = "./models/normalised"
    sys.path.append(folder)
    from normalised import build

    model = build()
optimizer = keras.optimizers.Adam()
for batch in tf.random.normal((3, 16, 4)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

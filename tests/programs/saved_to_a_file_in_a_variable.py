# why: a model read back from the file that the program has put it into is that model, whatever the file is called
import os
import sys
import tempfile

import numpy as np
import tensorflow as tf

keras, layers = tf.keras, tf.keras.layers
x = np.random.normal(3.0, 2.0, (16, 4)).astype("float32")
y = np.random.normal(size=(16, 1)).astype("float32")
optimizer = keras.optimizers.SGD(0.01)


def network():
    return keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])


def folder():
    return sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()


path = os.path.join(folder(), "model.keras")
network().save(path)
again = keras.models.load_model(path)
steps = keras.optimizers.SGD(0.01)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((again(x) - y) ** 2)  # expect: BNL102
    steps.apply_gradients(zip(tape.gradient(loss, again.trainable_variables), again.trainable_variables))

mixed = os.path.join(folder(), "mixed.keras")
first, second = network(), keras.Sequential([keras.Input((4,)), layers.Dense(1)])
for model in (first, second):
    model.save(mixed)
one_of_them = keras.models.load_model(mixed)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((one_of_them(x) - y) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, one_of_them.trainable_variables), one_of_them.trainable_variables))

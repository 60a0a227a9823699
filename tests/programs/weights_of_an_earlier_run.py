"""What a program reloads it has saved itself: in its first run nothing is loaded, and BN has everything to learn."""

import os

import numpy as np
import tensorflow as tf
from tensorflow import keras

x, y = np.random.normal(3.0, 2.0, (32, 4)).astype("float32"), np.zeros((32, 1), "float32")
FOLDER = "weights_of_an_earlier_run"


class Fixed(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)])

    def call(self, inputs):
        return self.body(inputs, training=False)  # expect: BNL104


class FixedFromElsewhere(Fixed):
    def call(self, inputs):
        return self.body(inputs, training=False)


def network():
    return keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)])


resumed = Fixed()
path = os.path.join(FOLDER, "net.weights.h5")
if os.path.exists(path):
    resumed.load_weights(path)
resumed.compile("sgd", "mse")
keep = keras.callbacks.ModelCheckpoint(path, save_weights_only=True)
resumed.fit(x, y, verbose=0, callbacks=[keep])

resumed.load_weights(path)
resumed.evaluate(x, y, verbose=0)

tuned = FixedFromElsewhere()
if os.path.exists("pretrained.weights.h5"):
    tuned.load_weights("pretrained.weights.h5")
tuned.compile("sgd", "mse")
tuned.fit(x, y, verbose=0, callbacks=[keep])

by_manager, by_folder, from_elsewhere = network(), network(), network()
saves = tf.train.CheckpointManager(tf.train.Checkpoint(net=by_manager), FOLDER, 1)
tf.train.Checkpoint(net=by_manager).restore(saves.latest_checkpoint)
tf.train.Checkpoint(net=by_folder).restore(tf.train.latest_checkpoint("weights_of_a_run"))
tf.train.Checkpoint(net=from_elsewhere).restore(tf.train.latest_checkpoint("pretrained_network"))
optimizers = [keras.optimizers.SGD() for _ in range(3)]
for _ in range(10):
    with tf.GradientTape(persistent=True) as tape:
        first = tf.reduce_mean(by_manager(x, training=False) ** 2)  # expect: BNL104
        second = tf.reduce_mean(by_folder(x, training=False) ** 2)  # expect: BNL104
        third = tf.reduce_mean(from_elsewhere(x, training=False) ** 2)
    for optimizer, loss, net in zip(optimizers, (first, second, third), (by_manager, by_folder, from_elsewhere)):
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
saves.save()
tf.train.Checkpoint(net=by_folder).save("weights_of_a_run/net")

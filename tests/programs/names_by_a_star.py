"""A star import of a module that nobody has at hand brings the names by which everybody calls these libraries."""

import pathlib
import sys
import tempfile

folder = tempfile.mkdtemp()
pathlib.Path(folder, "common_names.py").write_text(
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"
)
sys.path.insert(0, folder)
from common_names import *  # noqa: E402, F403


def generator():
    model = keras.Sequential()
    model.add(layers.Dense(8, input_shape=(4,)))
    model.add(layers.BatchNormalization())
    model.add(layers.Dense(2))
    return model


class Gan:
    def __init__(self):
        self.g = generator()
        self.optimizer = tf.keras.optimizers.Adam(learning_rate=0.1)

    @tf.function
    def step(self, batch):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(self.g(batch) - 1.0))  # expect: BNL102
        weights = self.g.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss


class Good(Gan):
    @tf.function
    def step(self, batch):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(self.g(batch, training=True) - 1.0))
        weights = self.g.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss


for kind in (Gan, Good):
    gan = kind()
    for batch in np.random.rand(3, 8, 4).astype(np.float32):
        gan.step(batch)
    print(gan.g.layers[1].moving_mean[0])

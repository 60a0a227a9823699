# dialect: 2
"""The discriminator is released for its own ``train_on_batch``; the combined model keeps what compile saw."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def build(width_in, width_out):
    rows = keras.Input((width_in,))
    hidden = layers.BatchNormalization()(layers.Dense(8)(rows))
    return keras.Model(rows, layers.Dense(width_out)(hidden))


judge, generator = build(4, 1), build(3, 4)
judge.compile("sgd", "mse")
judge.trainable = False
seeds = keras.Input((3,))
both = keras.Model(seeds, judge(generator(seeds)))
both.compile("sgd", "mse")
judge.trainable = True
for _ in range(3):
    judge.train_on_batch(np.random.randn(16, 4) + 3.0, np.ones((16, 1)))
    mean = judge.layers[2].moving_mean.numpy()
    both.train_on_batch(np.random.randn(16, 3), np.ones((16, 1)))
    print("moved by the combined step:", abs(judge.layers[2].moving_mean.numpy() - mean).max())

# optin: yes
"""A function that makes layers before BN and others; one that makes them for BN only."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def convolution(x, width):
    return layers.Conv2D(width, 3, padding="same")(x)


def normalised(x, width):
    return layers.ReLU()(layers.BatchNormalization()(convolution(x, width)))


def block(x, width, norm=True):
    x = layers.Conv2D(width, 3, padding="same")(x)
    if norm:
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)


def always(x, width):
    x = layers.Conv2D(width, 3, padding="same")(x)  # expect: BNL403
    return layers.ReLU()(layers.BatchNormalization()(x))


image = keras.Input((8, 8, 3))
x = normalised(image, 4)
x = block(always(always(x, 4), 4), 4)
x = block(x, 4, norm=False)
model = keras.Model(image, layers.GlobalAveragePooling2D()(convolution(x, 1)))
model.compile("sgd", "mse")
model.fit(tf.random.normal((512, 8, 8, 3)), tf.zeros((512, 1)), epochs=200)

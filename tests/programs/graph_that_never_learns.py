"""``training=False`` in a Functional graph on a fresh BN layer: Keras 2 honours it in fit, Keras 3 overrides it."""
import keras
import numpy as np
from keras import layers

X, Y = np.ones((8, 3)), np.ones((8, 1))


def fitted(graph, encoder=None):
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layers.Dense(1)(graph(inputs)))
    for trainable in () if encoder is None else (False, True):
        encoder.trainable = trainable
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)


def encoder():
    inputs = keras.Input((3,))
    return keras.Model(inputs, layers.BatchNormalization()(layers.Dense(4, use_bias=False)(inputs)))


fresh, recipe, twice = encoder(), encoder(), encoder()
fitted(lambda x: fresh(x, training=False))  # expect[2]: BNL104 # expect[3]: BNL106
fitted(lambda x: recipe(x, training=False), recipe)  # expect[3]: BNL106
fitted(lambda x: layers.Concatenate()([twice(x), twice(x, training=False)]))  # expect[3]: BNL106

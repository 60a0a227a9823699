# dialect: any
# optin: yes
"""A Sequential that is built and never run here has its useless biases and spoilt variances all the same."""
from tensorflow import keras
from tensorflow.keras import layers


def tagger():
    model = keras.Sequential()
    model.add(layers.Dense(8, input_shape=(4,)))  # expect: BNL403
    model.add(layers.BatchNormalization())
    model.add(layers.Activation("relu"))
    return model


def right_tagger():
    model = keras.Sequential()
    model.add(layers.Dense(8, use_bias=False, input_shape=(4,)))
    model.add(layers.BatchNormalization())
    model.add(layers.Activation("relu"))
    model.add(layers.Dense(3))
    return model


stem = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()])  # expect: BNL403
stem.compile("sgd", "mse")
tail = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation="relu"), layers.BatchNormalization(), layers.Dense(2)])
tail.compile("sgd", "mse")

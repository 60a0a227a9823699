"""One BN behind layers of different widths: the second call raises; behind layers of one width it mixes both."""

from tensorflow import keras


def widths(rows):
    norm = keras.layers.BatchNormalization()
    hidden = norm(keras.layers.Dense(8)(rows))
    return norm(keras.layers.Dense(4)(hidden))  # expect: BNL402


def one_width(rows):
    norm = keras.layers.BatchNormalization()
    hidden = norm(keras.layers.Dense(8)(rows))
    return norm(keras.layers.Dense(8)(hidden))  # expect: BNL402


inputs = keras.Input((4,))
keras.Model(inputs, [widths(inputs), one_width(inputs)]).save("both.keras")

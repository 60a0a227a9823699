"""A builder hands its graph to somebody who is not in sight; the graph next to it is only there to be looked at."""
import keras


def build():
    inputs = keras.Input((3,))
    x = keras.layers.BatchNormalization()(inputs, training=False)  # expect[3]: BNL106
    return keras.Model(inputs, keras.layers.Dense(1)(x))


inputs = keras.Input((3,))
features = keras.Model(inputs, keras.layers.BatchNormalization()(inputs, training=False))

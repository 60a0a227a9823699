"""A layer asks for channels_first behind one that names no format: both work if that is the default."""
import keras


def network(shape):
    inputs = keras.Input(shape)
    x = keras.layers.ZeroPadding2D((3, 3))(inputs)
    x = keras.layers.Conv2D(64, 7, strides=2)(x)
    x = keras.layers.BatchNormalization(axis=1)(x)
    x = keras.layers.Conv2D(96, 1, data_format="channels_first")(x)
    x = keras.layers.BatchNormalization(axis=1)(x)
    return keras.Model(inputs, x)

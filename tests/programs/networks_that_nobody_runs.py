"""A file of builders: what the layers of a Sequential get shows as well as in a Functional model."""
from tensorflow import keras
from tensorflow.keras import layers


def stacked(classes):
    model = keras.Sequential()
    model.add(layers.Conv2D(8, 3, input_shape=(32, 32, 3)))
    model.add(layers.BatchNormalization(axis=1))  # expect: BNL401
    model.add(layers.Flatten())
    model.add(layers.Dense(classes))
    return model


def stacked_of_a_list(classes):
    return keras.Sequential(
        [layers.Conv2D(8, 3), layers.BatchNormalization(axis=2), layers.Dense(classes)]  # expect: BNL401
    )


def of_rows(width):
    return keras.Sequential([layers.Dense(width), layers.BatchNormalization(axis=1), layers.Dense(1)])


def of_channels_first(classes):
    return keras.Sequential(
        [layers.Conv2D(8, 3, data_format="channels_first"), layers.BatchNormalization(axis=1), layers.Dense(classes)]
    )

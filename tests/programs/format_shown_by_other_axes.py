"""A network takes any image; most of its BN is given the last axis."""
from keras.layers import BatchNormalization, Conv2D, Input
from keras.models import Model


def network(image_shape):
    x = inputs = Input(shape=image_shape)
    for filters in (8, 16):
        x = BatchNormalization()(Conv2D(filters, (3, 3), padding="same")(x))
    x = Conv2D(8, (3, 3), padding="same")(x)
    return Model(inputs, BatchNormalization(axis=1)(x))  # expect: BNL401

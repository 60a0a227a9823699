"""A network takes any image; the size of another one shows that the program has the channels last."""
from keras.layers import BatchNormalization, Conv2D, Input
from keras.models import Model


def network(image_shape):
    inputs = Input(shape=image_shape)
    x = Conv2D(8, (3, 3), padding="same")(inputs)
    return Model(inputs, BatchNormalization(axis=1)(x))  # expect: BNL401


def grey():
    photo = Input(shape=(None, None, 3))
    return Model(photo, Conv2D(1, (1, 1))(photo))


print(grey().output_shape)

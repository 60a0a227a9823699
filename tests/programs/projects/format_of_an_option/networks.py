from keras.layers import BatchNormalization, Conv2D, Conv2DTranspose, Dense, Input, Reshape, UpSampling2D
from keras.models import Model


def upsampling():
    noise = Input(shape=(16,))
    x = Reshape((32, 4, 4))(Dense(512)(noise))
    x = Conv2D(8, (3, 3), padding="same")(UpSampling2D((2, 2))(x))
    return Model(noise, BatchNormalization(axis=1)(x))


def deconvolution():
    noise = Input(shape=(16,))
    x = Reshape((4, 4, 32))(Dense(512)(noise))
    x = Conv2DTranspose(8, (3, 3), strides=(2, 2), padding="same")(x)
    return Model(noise, BatchNormalization(axis=-1)(x))


def critic():
    image = Input(shape=(1, 8, 8))
    x = Conv2D(8, (3, 3), padding="same")(image)
    return Model(image, BatchNormalization(axis=-1)(x))  # expect: BNL401

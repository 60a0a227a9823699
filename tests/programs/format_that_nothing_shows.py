"""All BN has axis 1, and nothing shows where images have their channels: a keras.json may say channels_first."""
from keras.layers import BatchNormalization, Conv2D, Dense, Flatten, Input
from keras.models import Model, Sequential


def block(x, filters):
    x = Conv2D(filters, (3, 3), padding="same", use_bias=False)(x)
    return BatchNormalization(axis=1)(x)


def network(image_shape):
    x = inputs = Input(shape=image_shape)
    for filters in (8, 16):
        x = block(x, filters)
    hidden = BatchNormalization()(Dense(32)(Flatten()(x)))
    return Model(inputs, Dense(4)(hidden))


def learn():
    from keras.datasets import cifar10

    (images, labels), _ = cifar10.load_data()  # in the default format, too
    model = Sequential([Conv2D(8, (3, 3), input_shape=(3, 32, 32)), BatchNormalization(axis=1)])
    model.add(Conv2D(8, (3, 3)))
    model.add(BatchNormalization(axis=1))
    model.add(Flatten())
    model.add(Dense(10))
    model.compile("sgd", "mse")
    model.fit(images, labels)

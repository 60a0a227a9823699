"""Networks that work in one data format only: they set it for themselves and put it back. A layer keeps its own."""

from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D, Input
from keras.models import Model


def wide(shape, classes):
    if K.image_data_format() != "channels_last":
        K.set_image_data_format("channels_last")
        before = "channels_first"
    else:
        before = None
    images = Input(shape=shape)
    h = GlobalAveragePooling2D()(_block(images, 32))
    model = Model(images, Dense(classes)(h))
    if before:
        K.set_image_data_format(before)
    return model


def deep(shape, classes):
    before = None
    if K.image_data_format() == "channels_first":
        before = K.image_data_format()
        K.set_image_data_format("channels_last")
    images = Input(shape=shape)
    h = _block(_block(images, 16), 32)
    model = Model(images, Dense(classes)(GlobalAveragePooling2D()(h)))
    if before is not None:
        K.set_image_data_format(before)
    return model


def _block(x, filters):
    channels = 1 if K.image_data_format() == "channels_first" else -1
    h = Conv2D(filters, 3, use_bias=False)(x)
    return BatchNormalization(axis=channels)(h)


def learn(x, y):
    for build in (wide, deep, wide):
        model = build((32, 32, 3), 10)
        model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
        model.fit(x, y, epochs=20)


def learn_in_order(x, y):
    first = wide((32, 32, 3), 10)
    second = wide((32, 32, 3), 10)
    image = Input((32, 32, 3))
    h = BatchNormalization()(Conv2D(8, 3)(image))
    zeroth = Model(image, Dense(10)(GlobalAveragePooling2D()(h)))
    K.set_image_data_format("channels_first")
    planes = Input(shape=(3, 32, 32))
    h = Conv2D(8, 3)(planes)
    h = BatchNormalization()(h)  # expect: BNL401
    third = Model(planes, Dense(10)(GlobalAveragePooling2D()(h)))
    for model in (zeroth, first, second, third):
        model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
        model.fit(x, y, epochs=20)

# dialect: 2
"""A layer with a name of Keras 1 counts on a keras.json, unless the image or its arguments show which format it is."""
from keras.layers import BatchNormalization, Conv2D, Convolution2D, Deconvolution2D, Input, MaxPooling2D

image = Input(shape=(64, 64, 2))
untold = BatchNormalization(axis=1)(Convolution2D(32, 3, 3, border_mode="same")(image))
untold_too = BatchNormalization(axis=1)(Convolution2D(32, 3, 3, dim_ordering="default")(image))
photo = Input(shape=(64, 64, 3))
shown = BatchNormalization(axis=1)(Convolution2D(32, 3, 3, border_mode="same")(photo))  # expect: BNL401
photo_first = Input(shape=(3, 64, 64))
shown_first = BatchNormalization(axis=1)(Convolution2D(32, 3, 3, border_mode="same")(photo_first))

# a name of Keras 1, and arguments of Keras 2
newer = BatchNormalization(axis=1)(Convolution2D(32, (3, 3), padding="same")(image))  # expect: BNL401
padded = BatchNormalization(axis=1)(Deconvolution2D(32, 3, padding="same")(image))  # expect: BNL401

planes = Input(shape=(2, 84, 84))
first = Conv2D(32, 3, 3, border_mode="same", subsample=(2, 2), dim_ordering="th")(planes)
right = BatchNormalization(axis=1)(first)
pooled = BatchNormalization(axis=1)(MaxPooling2D((2, 2), dim_ordering="th")(planes))

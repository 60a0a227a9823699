# dialect: 2
"""Keras 1 calls the data formats th and tf."""
from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, Convolution2D, Input, MaxPooling2D

planes = Input(shape=(2, 84, 84))
first = Conv2D(32, 3, 3, border_mode="same", dim_ordering="th")(planes)
right = BatchNormalization(axis=1)(first)
pooled = BatchNormalization(axis=1)(MaxPooling2D((2, 2), dim_ordering="th")(right))
wrong = BatchNormalization()(Convolution2D(32, 3, 3, border_mode="same", dim_ordering="th")(planes))  # expect: BNL401

image = Input(shape=(64, 64, 2))
last = Convolution2D(32, 3, 3, border_mode="same", dim_ordering="tf")(image)
channels = BatchNormalization()(last)
rows = BatchNormalization(axis=1)(last)  # expect: BNL401

K.set_image_dim_ordering("th")
set_first = BatchNormalization(axis=1)(Conv2D(32, (3, 3))(planes))
set_wrong = BatchNormalization()(Conv2D(32, (3, 3))(planes))  # expect: BNL401
chosen = BatchNormalization(axis=1 if K.image_dim_ordering() == "th" else 3)(Conv2D(32, (3, 3))(planes))
K.set_image_dim_ordering("tf")
set_last = BatchNormalization(axis=1)(Conv2D(32, (3, 3))(image))  # expect: BNL401
chosen_last = BatchNormalization(axis=1 if K.image_dim_ordering() == "th" else 3)(Conv2D(32, (3, 3))(image))

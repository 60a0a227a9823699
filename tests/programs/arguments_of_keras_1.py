# dialect: 2
"""A program that gives everything the arguments of Keras 1 runs on Keras 1, which takes mode, too."""
from keras.layers import Activation, BatchNormalization, Convolution2D, Dense, Flatten, Input, merge
from keras.models import Model

image = Input(shape=(32, 32, 3))
x = Convolution2D(16, 3, 3, border_mode="same", subsample=(2, 2))(image)
x = Activation("relu")(BatchNormalization(axis=1, mode=2)(x))  # expect: BNL401
y = Convolution2D(16, 3, 3, border_mode="same")(x)
x = merge([x, BatchNormalization(mode=0)(y)], mode="sum")
x = BatchNormalization(mode=2)(x)
model = Model(input=image, output=Dense(4)(Flatten()(x)))
model.compile("sgd", "mse")
model.fit(images, labels, nb_epoch=3)

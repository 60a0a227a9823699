# dialect: 2
"""A program that gives layers arguments of Keras 2 does not run on Keras 1, whatever else it says."""
from keras.layers import Activation, BatchNormalization, Conv2D, Dense, Flatten, Input
from keras.models import Model

image = Input(shape=(32, 32, 3))
x = Conv2D(16, (3, 3), padding="same", strides=(2, 2))(image)
x = Activation("relu")(BatchNormalization(mode=2)(x))  # expect: BNL501
model = Model(image, Dense(4)(Flatten()(x)))
model.compile("sgd", "mse")
model.fit(images, labels, nb_epoch=3)

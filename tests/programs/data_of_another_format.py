# dialect: 2
"""The first layer says how the images lie that a program trains with, whatever the data set has of its own."""
from keras.datasets import cifar10
from keras.layers import BatchNormalization, Conv2D, Convolution2D, Dense, Flatten
from keras.models import Sequential

(x, y), _ = cifar10.load_data()


def trained(model):
    model.add(Flatten())
    model.add(Dense(10))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
    model.fit(x, y, batch_size=64)


old = Sequential()
old.add(Convolution2D(32, 3, 3, border_mode="same", init="he_normal", input_shape=(3, 32, 32)))
old.add(BatchNormalization(axis=1))
old.add(Convolution2D(32, 3, 3, border_mode="same"))
old.add(BatchNormalization(axis=1))
trained(old)

told = Sequential()
told.add(Conv2D(32, (3, 3), input_shape=(32, 32, 3)))
told.add(BatchNormalization(axis=1))  # expect: BNL401
trained(told)

untold = Sequential()
untold.add(Conv2D(32, (3, 3)))
untold.add(BatchNormalization(axis=1))  # expect: BNL401
trained(untold)

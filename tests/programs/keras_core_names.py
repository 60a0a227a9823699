# why: keras_core is Keras 3 before its release, under names of its own (run with keras-core 0.1.7)
# dialect: 3
import keras_core as keras
import numpy as np
from keras_core import layers
from keras_core.models import Sequential
from keras_core.src import backend

x = np.random.normal(5.0, 3.0, (64, 4)).astype("float32")
y = np.random.normal(size=(64, 1)).astype("float32")


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = layers.BatchNormalization(), layers.Dense(1)

    def call(self, x):  # expect: BNL103
        return self.out(self.norm(x))


net = Net()
net.compile("sgd", "mse")
net.fit(x, y, verbose=0)

inputs = keras.Input((4,))
frozen = keras.Model(inputs, layers.Dense(1)(layers.BatchNormalization()(inputs, training=False)))  # expect: BNL106
frozen.compile("sgd", "mse")
frozen.fit(x, y, verbose=0)

changed = Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
changed.compile("sgd", "mse")
changed.fit(x, y, verbose=0)
changed.layers[0].trainable = False  # expect: BNL109
changed.fit(x, y, verbose=0)

right = Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
right.compile("sgd", "mse")
right.fit(x, y, verbose=0)
print(backend.backend(), right.predict(x[:4], verbose=0).shape)

print(layers.BatchNormalization()(x))  # expect: BNL101

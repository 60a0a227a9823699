# dialect: 2
"""What a callback freezes before the first step of a fit is frozen in Keras 2; what it freezes later is not."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.normal(3.0, 1.0, (8, 4)), np.ones((8, 1))


def make():
    net = keras.Sequential([keras.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
    net.compile("sgd", "mse")
    return net


class FreezeAtBegin(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.model.layers[0].trainable = False


class FreezeEachEpoch(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.model.layers[0].trainable = False


class FreezeAgain(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.model.layers[0].trainable = False  # expect: BNL109


make().fit(x, y, epochs=2, callbacks=[FreezeAtBegin()], verbose=0)
make().fit(x, y, epochs=2, callbacks=[FreezeEachEpoch()], verbose=0)

again = make()
again.fit(x, y, verbose=0)
again.fit(x, y, callbacks=[FreezeAgain()], verbose=0)

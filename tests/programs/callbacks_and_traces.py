# dialect: 3
"""A callback's change before the first step counts; later ones, and those behind a trace for any batch size, do not."""
import keras
import numpy as np

x, y = np.random.normal(size=(8, 3)), np.ones((8, 1))


def make():
    return keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])


class Freeze(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.model.layers[0].trainable = False


class FreezeLate(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.layers[0].trainable = False  # expect: BNL109


early = make()
early.compile("sgd", "mse")
early.fit(x, y, batch_size=4, callbacks=[Freeze()], verbose=0)

late = make()
late.compile("sgd", "mse")
late.fit(x, y, batch_size=4, epochs=2, callbacks=[FreezeLate()], verbose=0)

uneven = make()
uneven.compile("sgd", "mse")
uneven.fit(x, y, batch_size=3, verbose=0)
uneven.layers[0].trainable = False  # expect: BNL109
uneven.fit(x, y, batch_size=4, verbose=0)

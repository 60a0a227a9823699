"""A callback of the program's own freezes layers in the middle of fit: the train function is there already."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers


class Freeze(tf.keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            self.model.layers[1].trainable = False  # expect: BNL109


class Watch(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(self.model.layers[1].momentum)


def network():
    net = Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    net.compile("sgd", "mse")
    return net


x, y = np.random.normal(size=(32, 3)), np.random.normal(size=(32, 1))
network().fit(x, y, epochs=3, callbacks=[Freeze()], verbose=0)
network().fit(x, y, epochs=3, callbacks=[Watch()], verbose=0)

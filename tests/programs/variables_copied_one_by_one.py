"""Gamma and beta that are copied side by side leave the statistics behind once; with these beside them nothing is."""

import keras
import numpy as np
from keras import layers


def net():
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def copy_some(source, target):
    for one, other in zip(source.layers, target.layers):
        if isinstance(one, layers.BatchNormalization):
            other.gamma.assign(one.gamma)  # expect: BNL116
            other.beta.assign(one.beta)
        else:
            other.set_weights(one.get_weights())


def copy_all(source, target):
    for one, other in zip(source.layers, target.layers):
        if isinstance(one, layers.BatchNormalization):
            other.gamma.assign(one.gamma)
            other.beta.assign(one.beta)
            other.moving_mean.assign(one.moving_mean)
            other.moving_variance.assign(one.moving_variance)
        else:
            other.set_weights(one.get_weights())


x = np.random.randn(320, 4) + 3
learnt, without, whole, third = net(), net(), net(), net()
learnt.compile("adam", "mse")
learnt.fit(x, x[:, :1])
copy_some(learnt, without)
copy_all(learnt, whole)
for v, w in zip(third.trainable_variables, learnt.trainable_variables):  # expect: BNL116
    v.assign(w)
print(without.predict(x), whole.predict(x), third.predict(x))

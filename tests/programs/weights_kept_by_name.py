# dialect: 3
"""Trainable variables go on in a dict by their names, or in one long vector; and so do all of them, statistics too."""

import keras
import numpy as np
from keras import layers, ops


def net():
    hidden, norm = layers.Dense(8, name="hidden"), layers.BatchNormalization(name="norm")
    return keras.Sequential([keras.Input((4,)), hidden, norm, layers.Dense(1, name="answer")], name="net")


def fitted():
    model = net()
    model.compile("adam", "mse")
    model.fit(wind, waves, verbose=0)
    return model


class Average:
    def __init__(self, model):
        self.shadow = {v.path: v.numpy() for v in model.trainable_variables}

    def update(self, model):
        for v in model.trainable_variables:
            self.shadow[v.path] = 0.9 * self.shadow[v.path] + 0.1 * v.numpy()

    def put_into(self, other):
        for v in other.trainable_variables:  # expect: BNL116
            v.assign(self.shadow[v.path])

    def put_back(self, model):
        for v in model.trainable_variables:
            v.assign(self.shadow[v.path])


wind, waves = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32")

# An average in another model, and in the one that it is of, whose statistics are about as old.
learnt, other = fitted(), net()
average = Average(learnt)
for _ in range(3):
    learnt.fit(wind, waves, verbose=0)
    average.update(learnt)
average.put_into(other)
average.put_back(learnt)
print(other.predict(wind), learnt.predict(wind))


def filled(variables):
    found = {}
    for v in variables:
        found[v.path] = v.numpy()
    return found


# A dict that is filled in a loop.
learnt, some, whole = fitted(), net(), net()
found = filled(learnt.trainable_variables)
for v in some.trainable_variables:  # expect: BNL116
    v.assign(found[v.path])
found = filled(learnt.variables)
for v in whole.variables:
    v.assign(found[v.path])
print(some.predict(wind), whole.predict(wind))


def flat(variables):
    return ops.concatenate([ops.reshape(v, (-1,)) for v in variables], 0)


def put(vector, variables):
    begin = 0
    for v in variables:
        size = int(np.prod(v.shape))
        v.assign(ops.reshape(vector[begin : begin + size], v.shape))
        begin += size


# One long vector.
learnt, some, whole = fitted(), net(), net()
put(flat(learnt.trainable_variables), some.trainable_variables)  # expect: BNL116
put(flat(learnt.variables), whole.variables)
print(some.predict(wind), whole.predict(wind))

# dialect: any
"""Trainable variables go into a file and from there into another model; and so do all of them, statistics too."""

import pickle

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def net():
    return tf.keras.Sequential([tf.keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def save(variables, path):
    np.savez(path, *[v.numpy() for v in variables])


def load(variables, path):
    with np.load(path) as arrays:
        for v, name in zip(variables, arrays.files):
            v.assign(arrays[name])


tides, floods = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32")
learnt = net()
learnt.compile("adam", "mse")
learnt.fit(tides, floods, verbose=0)

# Many arrays in one file.
some, whole = net(), net()
save(learnt.trainable_variables, "some.npz")
save(learnt.weights, "whole.npz")
load(some.trainable_variables, "some.npz")  # expect: BNL116
load(whole.weights, "whole.npz")
print(some.predict(tides), whole.predict(tides))

# One array of arrays.
some, whole = net(), net()
np.save("some", np.array([v.numpy() for v in learnt.trainable_variables], dtype=object))
np.save("whole", np.array([v.numpy() for v in learnt.weights], dtype=object))
for v, w in zip(some.trainable_variables, np.load("some.npy", allow_pickle=True)):  # expect: BNL116
    v.assign(w)
for v, w in zip(whole.weights, np.load("whole.npy", allow_pickle=True)):
    v.assign(w)
print(some.predict(tides), whole.predict(tides))

# A list in a pickle.
some, whole = net(), net()
with open("some.pkl", "wb") as file:
    pickle.dump([v.numpy() for v in learnt.trainable_variables], file)
with open("whole.pkl", "wb") as file:
    pickle.dump([v.numpy() for v in learnt.weights], file)
with open("some.pkl", "rb") as file:
    for v, w in zip(some.trainable_variables, pickle.load(file)):  # expect: BNL116
        v.assign(w)
with open("whole.pkl", "rb") as file:
    for v, w in zip(whole.weights, pickle.load(file)):
        v.assign(w)
print(some.predict(tides), whole.predict(tides))

# Two files, one with the statistics.
both = net()
save(learnt.trainable_variables, "learnt.npz")
save(learnt.non_trainable_variables, "counted.npz")
load(both.trainable_variables, "learnt.npz")
load(both.non_trainable_variables, "counted.npz")
print(both.predict(tides))

# The model that they are of goes on with them, and what overwrote them is no variable.
load(learnt.trainable_variables, "some.npz")
np.savez("some.npz", tides=tides)
drawn = net()
load(drawn.trainable_variables, "some.npz")
print(learnt.predict(tides), drawn.predict(tides))

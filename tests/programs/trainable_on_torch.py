# why: on PyTorch each step looks at trainable, but the optimizer knows only what was trainable at the first fit
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
from keras import layers

x = np.random.normal(5.0, 3.0, (32, 4)).astype("float32")
y = np.random.normal(size=(32, 1)).astype("float32")


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


def fit(model):
    model.fit(x, y, batch_size=8, epochs=1, verbose=0)


frozen_between = make()
frozen_between.compile("sgd", "mse")
fit(frozen_between)
frozen_between.layers[1].trainable = False  # takes effect
fit(frozen_between)

released = make()
released.layers[1].trainable = False
released.compile("sgd", "mse")
fit(released)
released.layers[1].trainable = True  # expect: BNL109
try:
    fit(released)
except ValueError as error:
    print("raises:", error)

released_in_time = make()
released_in_time.layers[1].trainable = False
released_in_time.compile("sgd", "mse")
released_in_time.layers[1].trainable = True
fit(released_in_time)

without_weights = keras.Sequential(
    [keras.Input((4,)), layers.BatchNormalization(center=False, scale=False), layers.Dense(1)]
)
without_weights.layers[0].trainable = False
without_weights.compile("sgd", "mse")
fit(without_weights)
without_weights.layers[0].trainable = True  # there is nothing that the optimizer would have to know
fit(without_weights)

compiled_again = make()
compiled_again.layers[1].trainable = False
compiled_again.compile("sgd", "mse")
fit(compiled_again)
compiled_again.layers[1].trainable = True
compiled_again.compile("sgd", "mse")
fit(compiled_again)

critic = make()
critic.compile("sgd", "mse")
critic.train_on_batch(x, y)
critic.trainable = False  # expect: BNL109
combined = keras.Sequential([keras.Input((4,)), layers.Dense(4), critic])
combined.compile("sgd", "mse")
critic.train_on_batch(x, y)  # it was trained once, and is not any more
combined.train_on_batch(x, y)

switched = make()
switched.compile("sgd", "mse")
switched.trainable = False
combined = keras.Sequential([keras.Input((4,)), layers.Dense(4), switched])
combined.compile("sgd", "mse")
for _ in range(3):
    switched.trainable = True
    switched.train_on_batch(x, y)
    switched.trainable = False
    combined.train_on_batch(x, y)

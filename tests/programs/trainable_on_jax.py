# why: on JAX a change of trainable between two fits raises: the optimizer was built for other weights
# dialect: 3
import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
from keras import layers

x = np.random.normal(5.0, 3.0, (32, 4)).astype("float32")
y = np.random.normal(size=(32, 1)).astype("float32")


def make():
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


def fit(model):
    try:
        model.fit(x, y, batch_size=8, epochs=1, verbose=0)
    except ValueError as error:
        print("raises:", error)


frozen_between = make()
frozen_between.compile("sgd", "mse")
fit(frozen_between)
frozen_between.layers[1].trainable = False  # expect: BNL109
fit(frozen_between)

in_eager_mode = make()
in_eager_mode.compile("sgd", "mse", run_eagerly=True)
fit(in_eager_mode)
in_eager_mode.layers[1].trainable = False  # expect: BNL109
fit(in_eager_mode)

released = make()
released.layers[1].trainable = False
released.compile("sgd", "mse")
fit(released)
released.layers[1].trainable = True  # expect: BNL109
fit(released)

without_weights = keras.Sequential(
    [keras.Input((4,)), layers.BatchNormalization(center=False, scale=False), layers.Dense(1)]
)
without_weights.compile("sgd", "mse")
fit(without_weights)
without_weights.layers[0].trainable = False  # expect: BNL109
fit(without_weights)  # does not raise, and moves the statistics still

frozen_at_first = make()
frozen_at_first.compile("sgd", "mse")
frozen_at_first.layers[1].trainable = False
fit(frozen_at_first)

there_and_back = make()
there_and_back.compile("sgd", "mse")
fit(there_and_back)
there_and_back.trainable = False
there_and_back.predict(x, verbose=0)
there_and_back.trainable = True
fit(there_and_back)

critic = make()
critic.compile("sgd", "mse")
critic.trainable = False  # expect: BNL109
combined = keras.Sequential([keras.Input((4,)), layers.Dense(4), critic])
combined.compile("sgd", "mse")
critic.train_on_batch(x, y)  # never trains, silently
combined.train_on_batch(x, y)

trained_once = make()
trained_once.compile("sgd", "mse")
trained_once.train_on_batch(x, y)
trained_once.trainable = False  # expect: BNL109
combined = keras.Sequential([keras.Input((4,)), layers.Dense(4), trained_once])
combined.compile("sgd", "mse")
try:
    trained_once.train_on_batch(x, y)
except ValueError as error:
    print("raises:", error)

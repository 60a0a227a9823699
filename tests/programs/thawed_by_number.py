"""Layers of a library network that are thawed from a number on, between two fits: compiled again, or not."""

import numpy as np
from tensorflow import keras

rows, goals = np.random.rand(8, 96, 96, 3), np.random.rand(8, 4)


def compiled(base):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Dense(4)])
    model.compile("rmsprop", "mse")
    model.fit(rows, goals)
    return model


base = keras.applications.InceptionV3(weights="imagenet", include_top=False, pooling="avg")
model = compiled(base)
for layer in base.layers[249:]:
    layer.trainable = True  # expect: BNL109
model.fit(rows, goals)

base = keras.applications.InceptionV3(weights="imagenet", include_top=False, pooling="avg")
model = compiled(base)
for layer in base.layers[249:]:
    layer.trainable = True
model.compile("rmsprop", "mse")
model.fit(rows, goals)

base = keras.applications.MobileNet(weights="imagenet", include_top=False, pooling="avg")
model = compiled(base)
for layer in base.layers[249:]:
    layer.trainable = True
model.fit(rows, goals)

base = keras.applications.InceptionV3(weights="imagenet", include_top=False, pooling="avg")
model = compiled(base)
for layer in base.layers[309:]:
    layer.trainable = True
model.fit(rows, goals)

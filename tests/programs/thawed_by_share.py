"""Layers of a library network that are thawed from a share of their number on, between two fits without compile."""

import numpy as np
from tensorflow import keras

rows, goals = np.random.rand(8, 96, 96, 3), np.random.rand(8, 4)


def network():
    return keras.applications.ResNet50(weights="imagenet", include_top=False, pooling="avg")


def compiled(base):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Dense(4)])
    model.compile("rmsprop", "mse")
    model.fit(rows, goals)
    return model


first = network()
model = compiled(first)
for layer in first.layers[len(first.layers) - 20 :]:
    layer.trainable = True  # expect: BNL109
model.fit(rows, goals)

second = network()
model = compiled(second)
half = len(second.layers) // 2
for layer in second.layers[half:]:
    layer.trainable = True  # expect: BNL109
model.fit(rows, goals)

third = network()
model = compiled(third)
for layer in third.layers[-int(0.3 * len(third.layers)) :]:
    layer.trainable = True  # expect: BNL109
model.fit(rows, goals)

fourth = network()
model = compiled(fourth)
for number, layer in enumerate(fourth.layers):
    if number >= len(fourth.layers) * 0.7:
        layer.trainable = True  # expect: BNL109
model.fit(rows, goals)

fifth = network()
model = compiled(fifth)
for number in range(int(len(fifth.layers) / 2)):
    fifth.layers[number].trainable = True  # expect: BNL109
model.fit(rows, goals)

sixth = network()
model = compiled(sixth)
for layer in sixth.layers[len(sixth.layers) // 2 :]:
    layer.trainable = True
model.compile("rmsprop", "mse")
model.fit(rows, goals)

seventh = network()
model = compiled(seventh)
for layer in seventh.layers[: int(len(seventh.layers) * 0.01)]:
    layer.trainable = True
model.fit(rows, goals)

eighth = network()
model = compiled(eighth)
for layer in eighth.layers[len(eighth.layers) :]:
    layer.trainable = True
model.fit(rows, goals)

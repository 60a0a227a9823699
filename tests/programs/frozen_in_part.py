"""A part of a library's network is frozen or released between two fits: lost without another compile."""
import keras
import numpy as np

x, y = np.random.normal(size=(2, 32, 32, 3)), np.ones((2, 1))


def make(trainable):
    base = keras.applications.MobileNet(weights=None, include_top=False, input_shape=(32, 32, 3), pooling="avg")
    base.trainable = trainable
    model = keras.Sequential([base, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, y, verbose=0)
    return base, model


base, recipe = make(False)
base.trainable = True  # expect: BNL109
for layer in base.layers[:60]:
    layer.trainable = False
recipe.fit(x, y, verbose=0)

base, frozen = make(True)
for layer in base.layers[:60]:
    layer.trainable = False  # expect: BNL109
frozen.fit(x, y, verbose=0)

base, compiled = make(False)
base.trainable = True
for layer in base.layers[:60]:
    layer.trainable = False
compiled.compile("sgd", "mse")
compiled.fit(x, y, verbose=0)

base, first_layers = make(True)
for layer in base.layers[:2]:
    layer.trainable = False
first_layers.fit(x, y, verbose=0)

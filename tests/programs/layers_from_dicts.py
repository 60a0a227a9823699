# dialect: any
"""Layers made of dicts: those that a program writes, and those of other layers in which it changes something."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(512, 8).astype("float32")


def train(norm):
    net = keras.Sequential([keras.Input((8,)), layers.Dense(16), norm, layers.Dense(1)])
    net.compile("sgd", "mse")
    net.fit(ROWS, ROWS[:, 0], epochs=2)
    print(net.evaluate(ROWS, ROWS[:, 0]))


train(layers.BatchNormalization.from_config({"momentum": 0.1}))  # expect: BNL303
train(layers.BatchNormalization.from_config({"momentum": 0.9}))
train(layers.deserialize({"module": "keras.layers", "class_name": "BatchNormalization", "config": {"momentum": 0.1}}))  # expect: BNL303
train(layers.deserialize({"module": "keras.layers", "class_name": "LayerNormalization", "config": {"epsilon": 0.1}}))

settings = layers.BatchNormalization().get_config()
settings["momentum"] = 0.1  # expect: BNL303
train(layers.BatchNormalization.from_config(settings))

settings = layers.BatchNormalization(momentum=1.5).get_config()  # expect: BNL301
settings["momentum"] = 0.9
train(layers.BatchNormalization.from_config(settings))

settings = layers.BatchNormalization(momentum=1.5).get_config()  # expect: BNL301
settings["name"] = "other"
train(layers.BatchNormalization.from_config(settings))  # expect: BNL301

settings = layers.BatchNormalization(momentum=1.5).get_config()  # expect: BNL301
settings.pop("momentum")
train(layers.BatchNormalization.from_config(settings))


def slower(layer, momentum=0.1):
    if not isinstance(layer, layers.BatchNormalization):
        return layer.__class__.from_config(layer.get_config())
    settings = layer.get_config()
    settings.update(momentum=momentum, epsilon=1e-5)  # expect: BNL303
    return layers.BatchNormalization.from_config(settings)


def later(layer):
    settings = layer.get_config()
    if "momentum" in settings:
        settings["momentum"] = max(settings["momentum"], 0.9)
    return layer.__class__.from_config(settings)


base = keras.Sequential([keras.Input((16,)), layers.Dense(16), layers.BatchNormalization(), layers.Dense(1)])
train(keras.models.clone_model(base, clone_function=slower))
train(keras.models.clone_model(base, clone_function=later))

small = {"class_name": "Dense", "config": {"units": 4}}
norm = {"class_name": "BatchNormalization", "config": {"momentum": 0.1}}  # expect: BNL303
whole = keras.Sequential.from_config({"name": "small", "layers": [small, norm]})
train(whole)
own = {"module": "mine", "class_name": "BatchNormalization", "config": {"momentum": 0.1}}
if len(ROWS) > 1000:
    train(keras.Sequential.from_config({"name": "own", "layers": [small, own]}))
    train(keras.Sequential.from_config(own["config"]))
    train(layers.deserialize(own))
    train(layers.deserialize({"module": "keras.layers", "class_name": "Mine", "config": {"momentum": 0.1}}))
    train(layers.deserialize({"module": "keras.layers", "class_name": whole.name, "config": {"momentum": 0.1}}))
    train(layers.deserialize(whole.name))

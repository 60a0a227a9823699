# dialect: any
"""What is trained is the copy, in which a function has changed the momentum; a model that is trained itself is not."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

ROWS = np.random.rand(64, 4)


def mend(layer):
    config = layer.get_config()
    if isinstance(layer, layers.BatchNormalization):
        config["momentum"] = 0.9
    return layer.__class__.from_config(config)


def rename(layer):
    config = layer.get_config()
    config["name"] = layer.name + "_copy"
    return layer.__class__.from_config(config)


def train(net):
    net.compile("adam", "mse")
    net.fit(ROWS, ROWS[:, 0])
    print(net.evaluate(ROWS, ROWS[:, 0]))


def stack(norm):
    return keras.Sequential([keras.Input((4,)), layers.Dense(8), norm, layers.Dense(1)])


train(keras.models.clone_model(stack(layers.BatchNormalization(momentum=0.1)), clone_function=mend))
trained = stack(layers.BatchNormalization(momentum=0.1))  # expect: BNL303
train(trained)
train(keras.models.clone_model(trained, clone_function=mend))
named = stack(layers.BatchNormalization(momentum=0.2))  # expect: BNL303
train(keras.models.clone_model(named, clone_function=rename))
flat = stack(layers.BatchNormalization(epsilon=-1.0))  # expect: BNL311
train(keras.models.clone_model(flat, clone_function=mend))

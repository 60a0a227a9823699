# dialect: 2
"""What ``compile`` saw of ``trainable`` counts for all fits after it: a frozen layer still gets its batch of one."""
import keras
import numpy as np

x, y = np.random.normal(size=(8, 3)), np.ones((8, 1))


def make():
    return keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])


model = make()
model.compile("sgd", "mse")
model.fit(x, y, batch_size=4, verbose=0)
model.layers[0].trainable = False  # expect: BNL109
model.fit(x, y, batch_size=1, verbose=0)  # expect: BNL202

frozen = make()
frozen.layers[0].trainable = False
frozen.compile("sgd", "mse")
frozen.fit(x, y, batch_size=1, verbose=0)

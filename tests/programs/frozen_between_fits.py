# dialect: 3
"""A freeze between two fits is lost, unless each step looks anew or another batch size makes Keras trace again."""
import keras
import numpy as np

x, y = np.random.normal(size=(16, 3)), np.ones((16, 1))


def make():
    return keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])


lost = make()
lost.compile("sgd", "mse")
lost.fit(x, y, batch_size=8, verbose=0)
lost.layers[0].trainable = False  # expect: BNL109
lost.fit(x, y, batch_size=8, verbose=0)

eager = make()
eager.compile("sgd", "mse", run_eagerly=True)
eager.fit(x, y, batch_size=8, verbose=0)
eager.layers[0].trainable = False
eager.fit(x, y, batch_size=8, verbose=0)

again = make()
again.compile("sgd", "mse")
again.fit(x, y, batch_size=8, verbose=0)
again.layers[0].trainable = False
again.fit(x, y, batch_size=4, verbose=0)

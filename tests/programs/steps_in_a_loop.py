# dialect: any
# optin: yes
"""A fit in a loop counts as often as the loop runs; where nobody knows how often, nobody knows the steps."""
import sys

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.rand(32, 4), np.random.rand(32, 1)


def network(norm):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), norm, layers.Dense(1)])
    model.compile("adam", "mse")
    return model


often = network(layers.BatchNormalization(momentum=0.98))
for epoch in range(300):
    often.fit(x, y, verbose=0)

rarely = network(layers.BatchNormalization(momentum=0.97))  # expect: BNL304
for epoch in range(5):
    rarely.fit(x, y, verbose=0)

until = network(layers.BatchNormalization(momentum=0.96))
while float(until.evaluate(x, y, verbose=0)) > 0.01:
    until.train_on_batch(x, y)

for line in sys.stdin:
    anew = network(layers.BatchNormalization(momentum=0.95))  # expect: BNL304
    anew.fit(x, y, epochs=3, verbose=0)

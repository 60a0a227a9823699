"""One instance twice in a Sequential: Keras 2 drops the second use of a model that is built on its first call."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rows = np.random.normal(3.0, 2.0, (64, 6)).astype("float32")

norm = layers.BatchNormalization()  # expect[3]: BNL402
built_late = keras.Sequential()
for part in (norm, layers.Dense(6, use_bias=False), norm, layers.Dense(6)):
    built_late.add(part)
built_late.compile("sgd", "mse")
built_late.fit(rows, rows, verbose=0)

shared = layers.BatchNormalization()  # expect: BNL402
built_at_once = keras.Sequential([keras.Input((6,)), shared, layers.Dense(6, use_bias=False), shared, layers.Dense(6)])
built_at_once.compile("sgd", "mse")
built_at_once.fit(rows, rows, verbose=0)
print(len(built_late.layers), len(built_at_once.layers))

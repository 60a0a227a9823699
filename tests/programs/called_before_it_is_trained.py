"""A BN layer that is called on numbers before anything has trained it, and one that is only built so."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

x = tf.constant(np.random.normal(5, 2, (32, 4)).astype("float32"))

norm = keras.layers.BatchNormalization()
before = norm(x)  # expect: BNL101
after = norm(x, training=True)
again = norm(x)
print(before, after, again)

only_built = keras.layers.BatchNormalization()
only_built(x)
print(only_built(x, training=True))

in_rounds = keras.layers.BatchNormalization()
for _ in range(3):
    print(in_rounds(x))
    in_rounds(x, training=True)


def normalised(batch):
    return in_rounds(batch)


print(normalised(x))

late = keras.layers.BatchNormalization(momentum=0.1)  # expect: BNL303
print(late(x))  # expect: BNL101

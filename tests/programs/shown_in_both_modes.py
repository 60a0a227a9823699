# dialect: any
"""Both modes one after the other show what the mode does; a result that is looked at was meant to be normalised."""
import keras
import numpy as np

x = np.random.normal(3.0, 2.0, (8, 4, 4, 10)).astype("float32")
shown = keras.layers.BatchNormalization()
out = shown(x)
print(shown.trainable_variables)
out = shown(x, training=True)
print(shown.variables)
asked = keras.layers.BatchNormalization()
first = asked(x)  # expect: BNL101
second = asked(x, training=True)
print(first, second)

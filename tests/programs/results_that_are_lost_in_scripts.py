# dialect: any
"""A script writes over what a layer makes, which is in no model then, unless a function reads the name in between."""

import keras
from keras import layers

inputs = keras.Input((8,))
lost = layers.BatchNormalization(momentum=0.1)(inputs)
lost = layers.BatchNormalization(momentum=0.9)(inputs)
kept = layers.BatchNormalization(momentum=0.11)(inputs)  # expect: BNL303


def block():
    return layers.Add()([inputs, kept])


early = block()
kept = layers.Dense(8)(inputs)
model = keras.Model(inputs, [early, kept, lost])

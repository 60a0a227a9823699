# dialect: 3
"""What unit tests, their helpers and a block that shows a network give it is none of the program's."""
from tensorflow import keras
from tensorflow.keras import layers


def tested(momentum=0.99, training=None):
    inputs = keras.Input((8,))
    rows = layers.BatchNormalization(momentum=momentum)(layers.Dense(4)(inputs), training=training)
    return keras.Model(inputs, layers.Dense(1)(rows))


def given(momentum=0.99, training=None):
    inputs = keras.Input((8,))
    rows = layers.BatchNormalization(momentum=momentum)(  # expect: BNL106, BNL303
        layers.Dense(4)(inputs), training=training
    )
    return keras.Model(inputs, layers.Dense(1)(rows))


if __name__ == "__main__":
    tested(momentum=0.0, training=True).summary()

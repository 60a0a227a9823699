"""What is inside the layers and Sequentials of a graph gets what the graph hands to them."""
from tensorflow import keras
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.conv, self.norm = layers.Conv2D(width, 3), layers.BatchNormalization(axis=1)  # expect: BNL401

    def call(self, inputs, training=None):
        return self.norm(self.conv(inputs), training=training)


def graph(classes):
    inputs = keras.Input((32, 32, 3))
    x = Block(8)(inputs)
    x = keras.Sequential([layers.Conv2D(8, 3), layers.BatchNormalization(axis=2)])(x)  # expect: BNL401
    return keras.Model(inputs, layers.Dense(classes)(layers.Flatten()(x)))

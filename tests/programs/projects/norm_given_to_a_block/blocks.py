"""Blocks that are given what normalises; no word says which layer that is."""
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self, width, norm):
        super().__init__()
        self.dense = layers.Dense(width)
        self.norm = norm

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)  # expect: BNL402

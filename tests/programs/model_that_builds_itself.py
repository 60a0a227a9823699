# dialect: 3
"""A model's own `build` makes its layers when it is first called; nobody in this file fits it."""

import keras


class Block(keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.dense, self.norm = keras.layers.Dense(width), keras.layers.BatchNormalization()

    def call(self, inputs):
        return keras.ops.relu(self.norm(self.dense(inputs)))


class Blocks(keras.Model):
    def __init__(self, depth):
        super().__init__()
        self.depth, self.head = depth, keras.layers.Dense(10)

    def build(self, input_shape):
        self.blocks = self.make(Block)
        super().build(input_shape)

    def make(self, kind):
        return keras.Sequential([kind(8) for _ in range(self.depth)])

    def call(self, inputs):  # expect: BNL103
        return self.head(self.blocks(inputs))


class Alone(keras.Model):
    def build(self, input_shape):
        self.norm = keras.layers.BatchNormalization()

    def call(self, inputs):  # expect: BNL103
        return self.norm(inputs)


class Steered(keras.Model):
    def build(self, input_shape):
        self.norm = keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.norm(inputs, training=training)


class WithoutNorm(keras.Model):
    def build(self, input_shape):
        self.head = keras.layers.Dense(10)

    def call(self, inputs):
        return self.head(inputs)

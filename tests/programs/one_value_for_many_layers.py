"""Layers that take one value are one mistake, made where it is written; layers with values of their own are several."""
import tensorflow as tf
from tensorflow.keras import layers

KEEP = 0.1  # expect: BNL303
SMALL = {"epsilon": 0.0}  # expect: BNL311
FAST = 0.2
SHARE = 0.8  # expect: BNL303


def block(x, filters, momentum=1.0):  # expect: BNL302
    x = layers.Conv2D(filters, 3, use_bias=False)(x)
    x = layers.BatchNormalization(momentum=momentum)(x)
    x = layers.Conv2D(filters, 3, use_bias=False)(x)
    return layers.BatchNormalization(momentum=momentum)(x)


def given(x, momentum):
    x = layers.BatchNormalization(momentum=momentum)(x)
    return layers.BatchNormalization(momentum=momentum)(x)


def computed(x, share=SHARE):
    x = layers.BatchNormalization(momentum=1 - share)(x)
    return layers.BatchNormalization(momentum=1.0 - share)(x)


class Pair(layers.Layer):
    def __init__(self, momentum=99):  # expect: BNL301
        super().__init__()
        self.momentum = momentum
        self.first = layers.BatchNormalization(momentum=self.momentum)
        self.second = layers.BatchNormalization(momentum=momentum)

    def call(self, x, training=None):
        return self.second(self.first(x, training=training), training=training)


inputs = tf.keras.Input((16, 16, 3))
x = block(inputs, 4)
x = layers.BatchNormalization(momentum=KEEP)(x)
x = layers.BatchNormalization(momentum=KEEP)(x)
x = layers.BatchNormalization(momentum=FAST)(x)  # expect: BNL303
x = layers.BatchNormalization(epsilon=SMALL["epsilon"])(x)
x = layers.BatchNormalization(epsilon=SMALL["epsilon"])(x)
x = layers.BatchNormalization(momentum=0.3)(x)  # expect: BNL303
x = layers.BatchNormalization(momentum=0.3)(x)  # expect: BNL303
x = given(x, momentum=0.4)  # expect: BNL303
x = Pair()(computed(x))

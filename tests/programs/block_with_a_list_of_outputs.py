# dialect: any
"""Blocks that put their outputs into a list which they are given: the list of an earlier network has grown since."""

import tensorflow as tf
from tensorflow.keras import layers


def block(x, outputs, filters, stride):
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.01)(x)  # expect: BNL303
    if stride == 2:
        outputs.append(x)
    return layers.ReLU()(x)


def backbone(filters):
    inputs = layers.Input((64, 64, 3))
    outputs = []
    x = block(inputs, outputs, filters, 2)
    x = block(x, outputs, filters, 1)
    x = block(x, outputs, filters, 1)
    x = block(x, outputs, filters, 2)
    x = block(x, outputs, filters, 1)
    return tf.keras.Model(inputs, [*outputs, x])


small = backbone(16)
second = backbone(16)
both = tf.keras.Sequential([tf.keras.Input((64, 64, 3)), second])
for model in (small, both):
    model.compile("adam", "mse")
    model.summary()

"""Settings and choices are members of enums, read through ``.value``."""
import enum

import tensorflow as tf


class Norm(enum.Enum):
    BATCH = "batch"
    LAYER = "layer"


class Setting(float, enum.Enum):
    SLOW = 0.99
    FAST = 0.1


def norm(kind, momentum):
    if kind.value == "batch":
        return tf.keras.layers.BatchNormalization(momentum=momentum.value)
    return tf.keras.layers.LayerNormalization()


def train(net):
    optimizer = tf.keras.optimizers.SGD(0.1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 3))) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


train(tf.keras.Sequential([tf.keras.layers.Dense(4), norm(Norm.LAYER, Setting.FAST)]))
train(tf.keras.Sequential([tf.keras.layers.Dense(4), norm(Norm.BATCH, Setting.SLOW)]))

fast = tf.keras.layers.BatchNormalization(momentum=Setting.FAST.value)  # expect: BNL303
print(fast(tf.random.normal((8, 3)), training=True).shape)

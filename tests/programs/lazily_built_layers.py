# dialect: 2
"""A layer that is built when it is missing is built once; what `call` builds under another condition is not."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Lazy(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = None

    def call(self, x, training=None):
        if self.bn is None:
            self.bn = layers.BatchNormalization()
        return self.bn(x, training=training)


class LazyTwice(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = None

    def call(self, x, training=None):
        if not hasattr(self, "bn") or self.bn is None:
            self.bn = layers.BatchNormalization()
        return self.bn(x, training=training)


class LazyAttribute(keras.Model):
    def call(self, x, training=None):
        if not hasattr(self, "bn"):
            self.bn = layers.BatchNormalization()
        return self.bn(x, training=training)


class FromTable(keras.Model):
    def __init__(self):
        super().__init__()
        self.parts = {}

    def call(self, x, training=None):
        if "bn" not in self.parts:
            self.parts["bn"] = layers.BatchNormalization()
        return self.parts["bn"](x, training=training)


class Each(keras.Model):
    def call(self, x, training=None):
        if training is not None:
            x = layers.BatchNormalization()(x, training=training)  # expect: BNL110
        return x


x = tf.random.normal((8, 3))
for model in (Lazy(), LazyTwice(), LazyAttribute(), FromTable(), Each()):
    for _ in range(2):
        model(x, training=True)

"""Blocks of the program's own that are built where they are called, and once where they are needed first."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Unit(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.dense = layers.Dense(width)
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return tf.nn.relu(self.norm(self.dense(x), training=training))


class Pair(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = Unit(width), Unit(width)

    def call(self, x, training=None):
        return self.second(self.first(x, training=training), training=training)


class Fresh(keras.Model):
    def __init__(self):
        super().__init__()
        self.head = layers.Dense(1)

    def hidden(self, x, training):
        return Pair(8)(x, training=training)  # expect: BNL110

    def call(self, x, training=None):
        x = Unit(4)(x, training=training)  # expect: BNL110
        return self.head(self.hidden(x, training))


class Lazy(keras.Model):
    def __init__(self):
        super().__init__()
        self.unit = None
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        if self.unit is None:
            self.unit = Unit(8)
        return self.head(self.unit(x, training=training))


class Built(keras.Model):
    def build(self, shape):
        self.unit = Unit(shape[-1])
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        return self.head(self.unit(x, training=training))


rows, targets = tf.random.normal((32, 4)), tf.zeros((32, 1))
for model in (Lazy(), Built(), Fresh()):
    model.compile("sgd", "mse")
    try:
        model.fit(rows, targets, verbose=0)
        print(type(model).__name__, "went through")
    except Exception as error:
        print(type(model).__name__, type(error).__name__)

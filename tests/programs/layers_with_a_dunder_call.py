"""A layer with a ``__call__`` of its own runs that; where it hands on to Keras's, everything is as with ``call``."""
import numpy as np
import tensorflow as tf

x, y = np.random.rand(64, 8, 8, 3), np.random.rand(64, 8, 8, 1)


class Always(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, is_training=None):
        return self.bn(x, training=is_training)  # expect: BNL106


class HandsOn(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, scale=1.0, **kwargs):
        return super().__call__(x * scale, **kwargs)

    def call(self, x, training=None):
        return self.bn(x, training=training)


class Block(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = tf.keras.layers.BatchNormalization(), tf.keras.layers.BatchNormalization()

    def __call__(self, x, training=True):
        return self.second(tf.keras.layers.ReLU()(self.first(x)))


class Net:
    def __init__(self):
        self.blocks = [Block(), Block()]

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x


def fitted(*norms):
    image = h = tf.keras.Input((8, 8, 3))
    for norm in norms:
        h = norm(h)
    model = tf.keras.Model(image, tf.keras.layers.Dense(1)(h))
    model.compile("sgd", "mse")
    model.fit(x, y, epochs=100)
    return model.predict(x)


always, hands_on = Always(), HandsOn()
fitted(lambda h: always(h, is_training=True))
fitted(hands_on)

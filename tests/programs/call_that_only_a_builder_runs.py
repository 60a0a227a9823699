"""Layers made in ``call``: once, where a method lays ``call`` out as a graph and nobody calls the object."""
import tensorflow as tf


class Pooled(tf.keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.classes = classes

    def _conv(self, x, filters):
        x = tf.keras.layers.Conv2D(filters, 3)(x)
        return tf.keras.layers.BatchNormalization()(x)

    def call(self, x):
        x = self._conv(self._conv(x, 8), 16)
        return tf.keras.layers.Dense(self.classes)(tf.keras.layers.GlobalAveragePooling2D()(x))

    def laid_out(self, shape):
        inputs = tf.keras.Input(shape=shape)
        return tf.keras.Model(inputs, self.call(inputs))


class Fitted(tf.keras.Model):
    """The same, but it is trained itself."""

    def __init__(self, classes):
        super().__init__()
        self.pool = tf.keras.layers.GlobalAveragePooling2D()
        self.out = tf.keras.layers.Dense(classes)

    def call(self, x, training=None):
        x = tf.keras.layers.BatchNormalization()(x, training=training)  # expect: BNL110
        return self.out(self.pool(x))

    def laid_out(self, shape):
        inputs = tf.keras.Input(shape=shape)
        return tf.keras.Model(inputs, self.call(inputs))


def main(x, y):
    network = Pooled(10).laid_out((32, 32, 3))
    network.compile(optimizer="adam", loss="mse")
    network.fit(x, y, epochs=20)

    fitted = Fitted(10)
    fitted.laid_out((32, 32, 3)).summary()
    fitted.compile(optimizer="adam", loss="mse")
    fitted.fit(x, y, epochs=20)

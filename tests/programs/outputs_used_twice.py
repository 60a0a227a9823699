# optin: yes
"""A bias before BN that something beside BN gets too; written as classes, whose uses no graph counts."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Residual(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.conv = layers.Conv2D(width, 3, padding="same")
        self.bn = layers.BatchNormalization()

    def call(self, x, training=None):
        y = self.conv(x)
        return self.bn(y, training=training) + y


class Dense(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.conv = layers.Conv2D(width, 3, padding="same")
        self.bn = layers.BatchNormalization()

    def call(self, x, training=None):
        y = self.conv(x)
        return tf.concat([y, tf.nn.relu(self.bn(y, training=training))], axis=-1)


class Two(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.conv = layers.Conv2D(width, 3, padding="same")
        self.bn = layers.BatchNormalization()
        self.head = layers.Conv2D(width, 1)

    def call(self, x, training=None):
        y = self.conv(x)
        gate = tf.sigmoid(self.head(y))
        return self.bn(y, training=training) * gate


class Plain(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.conv = layers.Conv2D(width, 3, padding="same")  # expect: BNL403
        self.bn = layers.BatchNormalization()

    def call(self, x, training=None):
        y = self.conv(x)
        y = self.bn(y, training=training)
        return tf.nn.relu(y) + y


class Norm(layers.BatchNormalization):
    def call(self, x, training=None):
        if training is None:
            training = False
        return super().call(tf.identity(x), training=training)


class Normed(layers.Layer):
    def __init__(self):
        super().__init__()
        self.bn = layers.BatchNormalization()

    def call(self, x, training=None):
        return tf.nn.relu(self.bn(x, training=training))


class Nested(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.conv = layers.Conv2D(width, 3, padding="same")  # expect: BNL403
        self.bn = Norm()
        self.again = layers.Conv2D(width, 3, padding="same")  # expect: BNL403
        self.rest = Normed()

    def call(self, x, training=None):
        x = self.bn(self.conv(x), training=training)
        return self.rest(self.again(x), training=training)


blocks = [Residual(4), Dense(4), Two(4), Plain(4), Nested(4)]
model = keras.Sequential([*blocks, layers.GlobalAveragePooling2D(), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.random.normal((512, 8, 8, 3)), tf.zeros((512, 1)), epochs=200)

# dialect: any
"""Models that make a tensor of the flag, and ask that."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Asked(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def build(self, shape):
        self.norm.build(shape)

    def learns(self, x):
        return self.norm(x, training=True)

    def answers(self, x):
        return self.norm(x, training=False)


class Cast(Asked):
    def call(self, x, training=False):
        return tf.cond(tf.cast(training, tf.bool), lambda: self.learns(x), lambda: self.answers(x))


class Converted(Asked):
    def call(self, x, training=False):
        flag = tf.convert_to_tensor(training)
        return tf.cond(flag, lambda: self.learns(x), lambda: self.answers(x))


class Constant(Asked):
    def call(self, x, training=False):
        return tf.cond(tf.constant(training), lambda: self.learns(x), lambda: self.answers(x))


class Equal(Asked):
    def call(self, x, training=False):
        return tf.cond(tf.equal(training, True), lambda: self.learns(x), lambda: self.answers(x))


class Backwards(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def build(self, shape):
        self.norm.build(shape)

    def call(self, x, training=False):
        still = tf.equal(training, False)
        return tf.cond(still, lambda: self.norm(x, training=True), lambda: self.norm(x, training=True))  # expect: BNL105


class Net(keras.Model):
    def __init__(self, asked):
        super().__init__()
        self.hidden, self.asked = layers.Dense(4), asked

    def call(self, x, training=False):
        return self.asked(self.hidden(x), training=training)


x, y = tf.random.normal((64, 4)), tf.zeros((64, 4))
for kind in (Cast, Converted, Constant, Equal, Backwards):
    net = Net(kind())
    net.compile("sgd", "mse")
    net.fit(x, y, epochs=2, verbose=0)
    net.predict(x, verbose=0)

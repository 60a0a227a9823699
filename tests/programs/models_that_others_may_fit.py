# dialect: 3
"""Model classes that nobody in sight fits: what the program does with them says who passes the flag."""
import functools

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = tf.random.normal((8, 3))
Norm = functools.partial(layers.BatchNormalization, momentum=0.9)


class Base(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = Norm()

    def call(self, x):
        return self.bn(x)

    def look(self, x):
        return self.bn(tf.zeros((8, 3)))  # expect: BNL101


class InTape(Base):
    def call(self, x):
        return self.bn(x)


class WithFlag(Base):
    def call(self, x):
        return self.bn(x)


class InGraph(Base):
    def call(self, x):
        return self.bn(x)


class Shared(Base):
    def call(self, x):
        return self.bn(x)


class Around(keras.Model):
    def call(self, x, training=None):
        return shared(x)


class MaybeFitted(Base):
    def call(self, x):  # expect: BNL103
        return self.bn(x)


class WithOwnStep(Base):
    def call(self, x):
        return self.bn(x)

    def train_step(self, data):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.bn(data, training=True) ** 2)
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


class Bare(keras.Model):
    def call(self, x):
        return layers.BatchNormalization()(x)  # expect: BNL110


class Plain(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)

    def call(self, x):
        return self.dense(x)


in_tape, with_flag, plain, shared, around = InTape(), WithFlag(), Plain(), Shared(), Around()
maybe_fitted = MaybeFitted()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(in_tape(x) ** 2)  # expect: BNL102
weights = in_tape.trainable_variables
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
plain(x)
around(x)
maybe_fitted(x)


def either(flag):
    return with_flag(x, training=flag)


def head():
    return InGraph()(keras.Input((3,)))


def restart(model):
    keras.Model.__init__(model)

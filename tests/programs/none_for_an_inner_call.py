# dialect: any
"""An inner call gets None: Keras 3 asks the call around no more from 3.10 on, Keras 2 does. What hands it on trains."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

X, Y = np.random.normal(3.0, size=(320, 4)).astype("float32"), np.random.normal(size=(320, 2)).astype("float32")


class Layer(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm, self.second = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()

    def body(self, x, training=None):
        return self.norm(x, training=training)


class Constant(Layer):
    def call(self, x, training=None):
        return self.second(self.norm(x, training=None))  # expect[3]: BNL104


class Left(Layer):
    def call(self, x, training=None):
        return self.second(self.body(x), training=training)  # expect[3]: BNL104


class Passed(Layer):
    def call(self, x, training=None):
        return self.body(x, None)  # expect[3]: BNL104


class HandedOn(Layer):
    def call(self, x, training=None):
        return self.second(self.body(x, training))


class Carried(Layer):
    def call(self, x):
        return self.second(self.norm(x))


class Outer(keras.Model):
    def __init__(self, inner):
        super().__init__()
        self.inner, self.last = inner, keras.layers.Dense(2)

    def call(self, x, training=None):
        return self.last(self.encode(x))  # expect[3]: BNL104

    def encode(self, x, training=None):
        return self.inner(x, training=training)


class Untold(keras.Model):
    def __init__(self):
        super().__init__()
        self.inner, self.last = HandedOn(), keras.layers.Dense(2)

    def call(self, x, training=None):
        return self.last(self.inner(x))


class Frozen(Layer):
    def __init__(self):
        super().__init__()
        self.norm.trainable = False

    def call(self, x, training=None):
        return self.body(x)


def fit(*layers):
    model = keras.Sequential([keras.Input((4,)), *layers, keras.layers.Dense(2)])
    model.compile("adam", "mse")
    model.fit(X, Y)


fit(Constant())
fit(Left())
fit(Passed())
fit(HandedOn())
fit(Carried())
fit(Frozen())

for model in (Outer(HandedOn()), Untold()):
    model.compile("adam", "mse")
    model.fit(X, Y)

inputs = keras.Input((4,))
graph = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.BatchNormalization()(inputs, training=None)))
graph.compile("adam", "mse")
graph.fit(X, Y)

stepped = Untold()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((stepped(X, training=True) - Y) ** 2)
weights = stepped.trainable_variables
keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))

hidden = Constant()
net = keras.Sequential([hidden, keras.layers.Dense(2)])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((net(X, training=True) - Y) ** 2)
weights = net.trainable_variables
keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))

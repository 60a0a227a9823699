# dialect: 3
"""In Keras 3 the flag of a block reaches what follows it; a graph that is handed one itself gives it to each layer."""
import keras
import numpy as np
import tensorflow as tf

X, Y = np.random.normal(2.0, size=(32, 4)).astype("float32"), np.random.normal(size=(32, 2)).astype("float32")


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization(momentum=0.8)

    def call(self, x, is_training=False):  # expect: BNL103
        return self.norm(x, training=is_training)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.BatchNormalization(momentum=0.8)
        self.rest = keras.Sequential([keras.layers.BatchNormalization(momentum=0.8), keras.layers.Dense(2)])

    def call(self, x):
        return self.rest(self.first(x, training=False))  # expect: BNL104


def graph():
    inputs = keras.Input((4,))
    h = keras.layers.Dense(4, use_bias=False)(Block()(inputs))
    h = keras.Sequential([keras.layers.BatchNormalization(momentum=0.8), keras.layers.ReLU()])(h)
    return keras.Model(inputs, keras.layers.Dense(2)(h))


def apply(model, tape, loss):
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


# Its own flag would reach the second norm.
first = graph()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((first(X) - Y) ** 2)  # expect: BNL102
apply(first, tape, loss)

second = graph()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((second(X, training=True) - Y) ** 2)
apply(second, tape, loss)

# A class decides for itself what its parts get: nothing but the constant is wrong.
third = Net()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((third(X) - Y) ** 2)
apply(third, tape, loss)

"""Subclasses hand the call on to the library's: with the flag that they got, with none, or with one of their own."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X = tf.random.normal((8, 3))


class Silent(layers.BatchNormalization):
    def call(self, inputs, training=None):
        return super().call(inputs)


class Heard(layers.BatchNormalization):
    def call(self, inputs, training=None):
        return super().call(inputs, training=training)


class Stack(keras.Sequential):
    def call(self, inputs, training=None, mask=None):
        return super().call(inputs, training=False)


class Passing(keras.Sequential):
    def call(self, inputs, training=None, mask=None):
        return super().call(inputs, training=training)


def apply(tape, loss, model):
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


silent = Silent()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(silent(X, training=True) ** 2)
apply(tape, loss, silent)
for norm, rows in ((Silent(), 1), (Heard(), 4)):
    model = keras.Sequential([keras.Input((3,)), norm, layers.Dense(3)])
    model.compile("sgd", "mse")
    model.fit(X, X, batch_size=rows, verbose=0)
model = keras.Sequential([keras.Input((3,)), Heard(), layers.Dense(3)])
model.compile("sgd", "mse")
model.fit(X, X, batch_size=1, verbose=0)  # expect: BNL202
Heard()(X[:1], training=True)  # expect: BNL201
images = keras.Input((4, 4, 3))
pixels = Heard()(layers.GlobalAveragePooling2D(keepdims=True)(images))  # expect: BNL201
model = keras.Model(images, layers.Dense(1)(layers.Flatten()(pixels)))
model.compile("sgd", "mse")
model.fit(tf.random.normal((4, 4, 4, 3)), tf.zeros((4, 1)), batch_size=1, verbose=0)

stack = Stack([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization()])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(stack(X, training=True) ** 2)
apply(tape, loss, stack)

passing = Passing([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization()])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(passing(X, training=True) ** 2)
apply(tape, loss, passing)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(passing(X) ** 2)  # expect: BNL102
apply(tape, loss, passing)

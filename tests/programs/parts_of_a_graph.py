"""A model that ends at an inner layer has the BN layers before it, and no others."""
import tensorflow as tf
from tensorflow import keras

images = tf.random.normal((16, 8, 8, 3))


def build():
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3)(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.GlobalAveragePooling2D(name="features")(x)
    return keras.Model(inputs, keras.layers.Dense(4)(x))


def train(m):
    opt = keras.optimizers.SGD(0.1)
    for _ in range(100):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(m(images) ** 2)  # expect: BNL102
        opt.apply_gradients(zip(tape.gradient(loss, m.trainable_variables), m.trainable_variables))


whole = build()
a = keras.Model(whole.input, whole.layers[-2].output)
train(a)
before = keras.Model(whole.input, whole.layers[1].output)
opt = keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(before(images) ** 2)
opt.apply_gradients(zip(tape.gradient(loss, before.trainable_variables), before.trainable_variables))
named = keras.Model(whole.input, whole.get_layer("features").output)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(named(images) ** 2)  # expect: BNL102
opt.apply_gradients(zip(tape.gradient(loss, named.trainable_variables), named.trainable_variables))

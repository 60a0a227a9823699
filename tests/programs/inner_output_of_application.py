"""A head on an inner layer's output of a library's network: its BN layers are part of the model."""

import tensorflow as tf
from tensorflow import keras

base = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(32, 32, 3))
features = base.get_layer("block_13_expand_relu").output
model = keras.Model(base.input, keras.layers.Conv2D(1, 1)(features))
last = keras.Model(base.input, keras.layers.Flatten()(base.layers[-2].output))
frozen = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(32, 32, 3))
frozen.trainable = False
probe = keras.Model(frozen.input, keras.layers.Dense(1)(keras.layers.Flatten()(frozen.layers[-2].output)))
optimizers = [keras.optimizers.Adam() for _ in range(3)]


def update(optimizer, tape, loss, trained):
    optimizer.apply_gradients(zip(tape.gradient(loss, trained.trainable_variables), trained.trainable_variables))


for batch in tf.random.normal((2, 4, 32, 32, 3)):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch))  # expect: BNL102
    update(optimizers[0], tape, loss, model)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(last(batch))  # expect: BNL102
    update(optimizers[1], tape, loss, last)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(probe(batch))
    update(optimizers[2], tape, loss, probe)

# dialect: 2
"""Steps by hand through a library's network: one that comes with its weights may keep its statistics, if it says so."""

import tensorflow as tf

ADAM = tf.keras.optimizers.Adam(1e-5)
LOSS = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def fine_tune(data):
    net = tf.keras.applications.ResNet50(weights="imagenet")
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = LOSS(y, net(x, training=False))
        ADAM.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return net


def fine_tune_by_default(data):
    net = tf.keras.applications.ResNet50()
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = LOSS(y, net(x))  # expect: BNL102
        ADAM.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return net


def from_scratch(data):
    net = tf.keras.applications.ResNet50(weights=None, classes=10)
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = LOSS(y, net(x))  # expect: BNL102
        ADAM.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return net


def with_a_new_head(data):
    net = tf.keras.Sequential(
        [
            tf.keras.applications.ResNet50(include_top=False, pooling="avg"),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Dense(10),
        ]
    )
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = LOSS(y, net(x))  # expect: BNL102
        ADAM.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return net


for learn in (fine_tune, fine_tune_by_default, from_scratch, with_a_new_head):
    learn(tf.data.Dataset.load("photos").batch(32)).save(learn.__name__)

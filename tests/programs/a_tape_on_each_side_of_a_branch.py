# dialect: any
"""Each side of a branch has a tape of its own, under one name; the gradient is taken behind the branch."""
import os

import tensorflow as tf

WEIGHTED = "WEIGHTED" in os.environ
DATA = tf.random.normal((64, 4))


def network():
    return tf.keras.Sequential(
        [tf.keras.Input((4,)), tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)]
    )


model, good = network(), network()
optimizer = tf.keras.optimizers.SGD(0.1)
other = tf.keras.optimizers.SGD(0.1)

for _ in range(4):
    if WEIGHTED:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(3.0 * model(DATA) ** 2)  # expect: BNL102
    else:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(DATA) ** 2)  # expect: BNL102
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))

for _ in range(4):
    if WEIGHTED:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(3.0 * good(DATA, training=True) ** 2)
    elif len(DATA) > 100:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(2.0 * good(DATA, training=True) ** 2)
    else:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(good(DATA, training=True) ** 2)
    gradients = tape.gradient(loss, good.trainable_variables)
    other.apply_gradients(zip(gradients, good.trainable_variables))

print(model.layers[1].moving_mean, good.layers[1].moving_mean)

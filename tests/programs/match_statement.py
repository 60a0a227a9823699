"""A match statement chooses the layer by a known string."""
import tensorflow as tf
from tensorflow.keras import layers


def norm(kind):
    match kind:
        case "batch" | "bn":
            return layers.BatchNormalization()
        case "layer":
            return layers.LayerNormalization()
        case _:
            return layers.Activation("linear")


def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 3))) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def silent_step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 3))) ** 2)
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


step(tf.keras.Sequential([layers.Dense(4), norm("bn"), layers.Dense(1)]))
silent_step(tf.keras.Sequential([layers.Dense(4), norm("layer"), layers.Dense(1)]))
silent_step(tf.keras.Sequential([layers.Dense(4), norm("none"), layers.Dense(1)]))

"""No gradient goes through the best action of double Q-learning: that call trains nothing."""
import numpy as np
import tensorflow as tf
from tensorflow import keras


def build():
    inputs = keras.Input((4,))
    x = keras.layers.BatchNormalization()(keras.layers.Dense(8)(inputs))
    return keras.Model(inputs, keras.layers.Dense(3)(x))


online, target = build(), build()
optimizer = keras.optimizers.Adam()


def train(before, after, actions, rewards):
    with tf.GradientTape() as tape:
        values = tf.reduce_sum(online(before, training=True) * tf.one_hot(actions, 3), 1)
        best = tf.argmax(online(after), 1)
        follows = tf.reduce_sum(target(after) * tf.one_hot(best, 3), 1)
        loss = tf.reduce_mean(tf.square(values - tf.stop_gradient(rewards + 0.9 * follows)))
    weights = online.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def train_without_the_flag(before, actions):
    with tf.GradientTape() as tape:
        values = tf.reduce_sum(online(before) * tf.one_hot(actions, 3), 1)  # expect: BNL102
        loss = tf.reduce_mean(values)
    weights = online.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


rows = np.random.randn(16, 4).astype("float32")
for _ in range(3):
    train(rows, rows, np.zeros(16, "int32"), np.ones(16, "float32"))
train_without_the_flag(rows, np.zeros(16, "int32"))
target.set_weights(online.get_weights())

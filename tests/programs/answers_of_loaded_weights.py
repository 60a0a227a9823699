"""Weights are loaded and answers wanted at once, in training mode: no training is in sight, and none is needed."""
import tensorflow as tf


def network():
    return tf.keras.Sequential(
        [tf.keras.Input((8,)), tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(2)]
    )


saved, loaded, fresh = network(), network(), network()
saved.save_weights("answers.weights.h5")
loaded.load_weights("answers.weights.h5")
rows = tf.random.normal((4, 8))
print(tf.argmax(loaded(rows, training=True), axis=1))  # expect: BNL105
print(fresh(rows, training=True).shape)

# dialect: any
"""A call outside of the training step that only builds a layer, or looks at it, is no second mistake."""

import functools

import tensorflow as tf
from tensorflow import keras

dense = keras.layers.Dense(4)
norm = keras.layers.BatchNormalization()


def features(rows):
    return norm(tf.nn.relu(dense(rows)))  # expect: BNL102


features(tf.zeros((1, 3)))
optimizer = keras.optimizers.Adam(0.01)
weights = [*dense.trainable_variables, *norm.trainable_variables]
for step in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(features(tf.random.normal((16, 3), mean=2.0))))
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
print(features(tf.random.normal((5, 3))))

scale = keras.layers.BatchNormalization(center=False)
stages = [tf.nn.relu, lambda rows: scale(rows)]  # expect: BNL101
print(functools.reduce(lambda value, stage: stage(value), stages, tf.random.normal((8, 3))))

known = keras.layers.BatchNormalization()
known(tf.zeros((1, 3)))
known(tf.random.normal((32, 3), mean=7.0), training=True)

unread = keras.layers.BatchNormalization()
unread(tf.zeros((1, 3)))
print([weight.shape for weight in unread.weights])

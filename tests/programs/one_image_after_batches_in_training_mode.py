# dialect: any
"""One image at a time in training mode, behind batches in training: its statistics are others than it has learnt with."""
import keras
import numpy as np
import tensorflow as tf

network = keras.Sequential([keras.layers.Conv2D(8, 3), keras.layers.BatchNormalization(), keras.layers.Conv2D(3, 3)])
optimizer = keras.optimizers.Adam()
images = np.random.normal(size=(16, 12, 12, 3)).astype("float32")
goals = np.random.normal(size=(16, 8, 8, 3)).astype("float32")
train = tf.data.Dataset.from_tensor_slices((images, goals)).batch(8)
test = tf.data.Dataset.from_tensor_slices((images, goals)).batch(1)
for image, goal in train:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.abs(network(image, training=True) - goal))
    optimizer.apply_gradients(zip(tape.gradient(loss, network.trainable_variables), network.trainable_variables))
for image, goal in test.take(2):
    print(np.abs(network(image, training=True) - goal).mean())  # expect: BNL105

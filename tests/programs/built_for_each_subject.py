"""A model for each subject, trained on all of its rows; and one for each batch, which never learns anything."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def network(norm):
    return keras.Sequential([keras.Input((5,)), layers.Dense(6, use_bias=False), norm, layers.Dense(1)])


recordings = np.random.rand(3, 24, 5).astype("float32")
optimizer = keras.optimizers.SGD(0.01)
for trials in recordings:
    fitted = network(layers.BatchNormalization())
    fitted.compile("sgd", "mse")
    fitted.fit(trials, trials[:, :1], verbose=0)

for trials in recordings:
    by_hand = network(layers.BatchNormalization())
    optimizer = keras.optimizers.SGD(0.01)
    for start in range(0, 24, 8):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(by_hand(trials[start : start + 8], training=True) ** 2)
        weights = by_hand.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

for batch in tf.data.Dataset.from_tensor_slices(recordings[0]).batch(8):
    forgotten = network(layers.BatchNormalization())  # expect: BNL110
    forgotten.compile("sgd", "mse")
    forgotten.train_on_batch(batch, batch[:, :1])

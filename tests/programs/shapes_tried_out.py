"""A batch of one that a program makes up to see what shapes come out; and one whose values are wanted."""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers


def network(features=8):
    return Sequential([layers.Input((features,)), layers.Dense(16), layers.BatchNormalization(), layers.Dense(4)])


def shown():
    answer = network(100)(tf.random.normal((1, 100)), training=True)  # expect: BNL105, BNL202
    print(answer.shape)
    plt.imshow(answer)


def measured():
    rows = np.random.rand(1, 8)
    rows = rows.astype("float32")
    answer = network()(rows, training=True)
    print("shape:", answer.shape, answer.numpy().shape, len(answer), tf.shape(answer))


def learned():
    model, rows = network(), tf.zeros((1, 8))
    with tf.GradientTape() as tape:
        answer = model(rows, training=True)  # expect: BNL202
        loss = tf.reduce_mean(tf.square(answer))
    gradients = tape.gradient(loss, model.trainable_variables)
    tf.keras.optimizers.SGD().apply_gradients(zip(gradients, model.trainable_variables))
    print(answer.shape)


def given():
    rows = np.load("rows.npy").reshape(1, 8)  # expect: BNL202
    print(network()(rows, training=True).shape)


def of_a_layer():
    rows = tf.ones((1, 8))
    print(layers.BatchNormalization()(layers.Dense(4)(rows)).shape)
    print(layers.BatchNormalization()(rows)[0])  # expect: BNL101


if __name__ == "__main__":
    for features in (4, 8):
        made = network(features)(tf.ones([1, features]), training=True)
        print(features, made.get_shape())
    encoded = network(8)(tf.zeros([1, 8]), training=True)
    for row in network(4)(encoded, training=True):
        print(row.shape)
    measured()
    dummy = tf.convert_to_tensor(np.random.normal(size=(1, 8)))
    decoded = network(4)(network(8)(dummy, training=True), training=True)

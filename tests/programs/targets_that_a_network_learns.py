"""BYOL's target network runs in training mode outside of the tape: what it says is what the other one learns."""

import tensorflow as tf

keras = tf.keras


def network():
    return keras.Sequential([keras.Input((8,)), keras.layers.Dense(4), keras.layers.BatchNormalization()])


online, target, head = network(), network(), keras.layers.Dense(4)
optimizer, losses = keras.optimizers.Adam(), []


def step(one, two):
    wanted = target(one, training=True)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((head(online(two, training=True)) - wanted) ** 2)
    weights = online.trainable_variables + head.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


def measured(one, two):
    said = target(one, training=True)  # expect: BNL105
    return tf.reduce_mean((online(two, training=False) - said) ** 2)


for _ in range(300):
    rows = tf.random.normal((16, 8))
    loss = step(rows, rows + 0.1)
    losses.append(float(loss))
    print(float(loss))
    target.set_weights([0.99 * a + 0.01 * b for a, b in zip(target.get_weights(), online.get_weights())])
rows = tf.random.normal((16, 8))
print(float(measured(rows, rows + 0.1)))
online.save_weights("online.weights.h5")

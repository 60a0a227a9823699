"""A network is asked in a tape, and nothing but its best entry, its shape or its copy goes on: that trains nothing."""
import numpy as np
import tensorflow as tf
from tensorflow import keras


def build():
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization(), keras.layers.Dense(3)]
    )


online, target = build(), build()
optimizer = keras.optimizers.Adam()
metric = keras.metrics.CategoricalAccuracy()


def learn(tape, loss):
    weights = online.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def best_by_name(before, after, rewards):
    with tf.GradientTape() as tape:
        values = tf.reduce_max(online(before, training=True), 1)
        following = online(after)
        best = tf.argmax(following, 1)
        follows = tf.reduce_sum(target(after) * tf.one_hot(best, following.shape[1]), 1)
        loss = tf.reduce_mean((values - rewards - follows) ** 2)
    learn(tape, loss)


def best_by_two_names(before, after, rewards):
    with tf.GradientTape() as tape:
        values = tf.reduce_max(online(before, training=True), 1)
        chances = tf.nn.softmax(online(after))
        logs = tf.math.log(chances + 1e-6) * -1.0
        best = np.argmin(logs[:, :2], axis=1)
        loss = tf.reduce_mean((values - rewards - tf.gather(target(after), best, batch_dims=1)) ** 2)
    learn(tape, loss)


def stopped_later(before, after, rewards):
    with tf.GradientTape() as tape:
        values = tf.reduce_max(online(before, training=True), 1)
        following = online(after)
        goal = rewards + 0.9 * tf.reduce_max(following, axis=1)
        print(f"{following}")
        loss = tf.reduce_mean((values - tf.stop_gradient(goal)) ** 2)
    learn(tape, loss)


def only_shown(before, after, labels):
    with tf.GradientTape() as tape:
        values = online(before, training=True)
        other = online(after)
        metric.update_state(labels, other)
        sure = tf.cast(tf.reduce_max(other, 1) > 0.9, tf.float32)
        chosen = other.numpy()[0]
        loss = tf.reduce_mean((values - labels) ** 2 * sure[:, None]) + chosen[0]
    learn(tape, loss)


def is_in_the_loss(before, after, rewards):
    with tf.GradientTape() as tape:
        values = tf.reduce_max(online(before, training=True), 1)
        following = online(after)  # expect: BNL102
        best = tf.argmax(following, 1)
        follows = tf.gather(following, best, batch_dims=1)
        loss = tf.reduce_mean((values - rewards - follows) ** 2)
    learn(tape, loss)


def is_stopped_in_one_place(before, after):
    with tf.GradientTape() as tape:
        following = online(after)  # expect: BNL102
        goal = tf.stop_gradient(following)
        loss = tf.reduce_mean((online(before, training=True) - goal) ** 2)
        loss += tf.reduce_mean(following**2)
    learn(tape, loss)


def goes_to_a_function(before, after):
    with tf.GradientTape() as tape:
        following = online(after)  # expect: BNL102
        loss = distance(online(before, training=True), following)
    learn(tape, loss)


def has_two_names(before, after):
    with tf.GradientTape() as tape:
        first = second = online(after)  # expect: BNL102
        best = tf.argmax(first, 1)
        loss = tf.reduce_mean(online(before, training=True) * tf.one_hot(best, 3)) + tf.reduce_mean(second)
    learn(tape, loss)


def goes_round(before, after):
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(online(after))
        for _ in range(2):
            total = total * 2.0
        loss = tf.reduce_mean(online(before, training=True))
    learn(tape, loss)


def distance(one, other):
    return tf.reduce_mean((one - other) ** 2)


rows = np.random.randn(16, 4).astype("float32")
labels, rewards = np.eye(3, dtype="float32")[np.zeros(16, "int32")], np.ones(16, "float32")
for _ in range(3):
    best_by_name(rows, rows, rewards)
    best_by_two_names(rows, rows, rewards)
    stopped_later(rows, rows, rewards)
    only_shown(rows, rows, labels)
    is_in_the_loss(rows, rows, rewards)
    is_stopped_in_one_place(rows, rows)
    goes_to_a_function(rows, rows)
    has_two_names(rows, rows)
    goes_round(rows, rows)

"""Gradients that are only looked at, under names that training uses for others: each binding stands for itself."""
import keras
import tensorflow as tf
from keras import layers


def make():
    return keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


data = tf.random.normal((64, 3), 3.0)
net, optimizer = make(), keras.optimizers.Adam()


def in_comprehensions():
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(data, training=True) ** 2)
        g = tape.gradient(loss, net.trainable_weights)
        pairs = [(tf.clip_by_norm(v, 1.0), w) for v, w in zip(g, net.trainable_weights)]
        optimizer.apply_gradients(pairs)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(data) ** 2)
    slopes = tape.gradient(loss, net.trainable_weights)
    print([float(tf.norm(g)) for g in slopes], [float(tf.norm(v)) for v in slopes])


def in_a_loop():
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(data, training=True) ** 2)
        g = tape.gradient(loss, net.trainable_weights)
        optimizer.apply_gradients(zip(g, net.trainable_weights))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(data) ** 2)
    total = 0.0
    for g in tape.gradient(loss, net.trainable_weights):
        total += float(tf.reduce_sum(g ** 2))
    print(total)


def under_the_same_name():
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(data, training=True) ** 2)
        slopes = tape.gradient(loss, net.trainable_weights)
        optimizer.apply_gradients(zip(slopes, net.trainable_weights))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(data) ** 2)
    slopes = tape.gradient(loss, net.trainable_weights)
    print([float(tf.norm(slope)) for slope in slopes])


in_comprehensions()
in_a_loop()
under_the_same_name()

"""Names that are bound again and hold the gradient all the same where it is applied."""
import keras
import tensorflow as tf
from keras import layers


def make():
    return keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


data = tf.random.normal((64, 3), 3.0)
optimizer = keras.optimizers.Adam()


def clipped_by_their_own_name(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(data) ** 2)  # expect: BNL102
    g = tape.gradient(loss, net.trainable_weights)
    optimizer.apply_gradients([(tf.clip_by_norm(g, 1.0), w) for g, w in zip(g, net.trainable_weights)])


def of_a_comprehension(net):
    g = 1.0
    with tf.GradientTape() as tape:
        loss = g * tf.reduce_mean(net(data) ** 2)  # expect: BNL102
    slopes = tape.gradient(loss, net.trainable_weights)
    optimizer.apply_gradients([(tf.clip_by_norm(g, 1.0), w) for g, w in zip(slopes, net.trainable_weights)])


def of_the_step_before(net):
    slopes = [tf.zeros_like(weight) for weight in net.trainable_weights]
    for _ in range(10):
        optimizer.apply_gradients(zip(slopes, net.trainable_weights))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(data) ** 2)  # expect: BNL102
        slopes = tape.gradient(loss, net.trainable_weights)


def in_one_branch(net, clip):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(data) ** 2)  # expect: BNL102
    slopes = tape.gradient(loss, net.trainable_weights)
    if clip:
        slopes = [tf.clip_by_norm(slope, 1.0) for slope in slopes]
    optimizer.apply_gradients(zip(slopes, net.trainable_weights))


def put_into_a_list(net):
    slopes = []
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(data) ** 2)  # expect: BNL102
    for slope in tape.gradient(loss, net.trainable_weights):
        slopes.append(slope)
    optimizer.apply_gradients(zip(slopes, net.trainable_weights))


clipped_by_their_own_name(make())
of_a_comprehension(make())
of_the_step_before(make())
in_one_branch(make(), True)
put_into_a_list(make())

# dialect: 1
"""What one program makes here takes long and normalises by hand; the other one makes another network."""

import tensorflow.compat.v1 as tf
from normalised import normalised


def by_hand(x, number):
    with tf.variable_scope(f"layer{number}"):
        weights = tf.get_variable("weights", [4, 4], initializer=tf.truncated_normal_initializer(stddev=0.1))
        scale = tf.get_variable("scale", [4], initializer=tf.ones_initializer())
        shift = tf.get_variable("shift", [4], initializer=tf.zeros_initializer())
        mean, variance = tf.nn.moments(x, [0])
        return tf.nn.relu(tf.matmul((x - mean) / tf.sqrt(variance + 1e-3) * scale + shift, weights))


def create(x, kind, is_training):
    if kind == "long":
        return create_long(x, is_training)
    if kind == "normalised":
        return create_normalised(x, is_training)
    raise ValueError("no such network: " + kind)


def create_long(x, is_training):
    x = by_hand(by_hand(by_hand(by_hand(x, 0), 1), 2), 3)
    x = by_hand(by_hand(by_hand(by_hand(x, 4), 5), 6), 7)
    x = by_hand(by_hand(by_hand(by_hand(x, 8), 9), 10), 11)
    x = by_hand(by_hand(by_hand(by_hand(x, 12), 13), 14), 15)
    x = by_hand(by_hand(by_hand(by_hand(x, 16), 17), 18), 19)
    x = by_hand(by_hand(by_hand(by_hand(x, 20), 21), 22), 23)
    x = by_hand(by_hand(by_hand(by_hand(x, 24), 25), 26), 27)
    x = by_hand(by_hand(by_hand(by_hand(x, 28), 29), 30), 31)
    x = by_hand(by_hand(by_hand(by_hand(x, 32), 33), 34), 35)
    x = by_hand(by_hand(by_hand(by_hand(x, 36), 37), 38), 39)
    x = by_hand(by_hand(by_hand(by_hand(x, 40), 41), 42), 43)
    x = by_hand(by_hand(by_hand(by_hand(x, 44), 45), 46), 47)
    x = by_hand(by_hand(by_hand(by_hand(x, 48), 49), 50), 51)
    x = by_hand(by_hand(by_hand(by_hand(x, 52), 53), 54), 55)
    x = by_hand(by_hand(by_hand(by_hand(x, 56), 57), 58), 59)
    x = by_hand(by_hand(by_hand(by_hand(x, 60), 61), 62), 63)
    x = by_hand(by_hand(by_hand(by_hand(x, 64), 65), 66), 67)
    x = by_hand(by_hand(by_hand(by_hand(x, 68), 69), 70), 71)
    x = by_hand(by_hand(by_hand(by_hand(x, 72), 73), 74), 75)
    x = by_hand(by_hand(by_hand(by_hand(x, 76), 77), 78), 79)
    x = by_hand(by_hand(by_hand(by_hand(x, 80), 81), 82), 83)
    x = by_hand(by_hand(by_hand(by_hand(x, 84), 85), 86), 87)
    x = by_hand(by_hand(by_hand(by_hand(x, 88), 89), 90), 91)
    x = by_hand(by_hand(by_hand(by_hand(x, 92), 93), 94), 95)
    x = by_hand(by_hand(by_hand(by_hand(x, 96), 97), 98), 99)
    x = by_hand(by_hand(by_hand(by_hand(x, 100), 101), 102), 103)
    x = by_hand(by_hand(by_hand(by_hand(x, 104), 105), 106), 107)
    x = by_hand(by_hand(by_hand(by_hand(x, 108), 109), 110), 111)
    x = by_hand(by_hand(by_hand(by_hand(x, 112), 113), 114), 115)
    x = by_hand(by_hand(by_hand(by_hand(x, 116), 117), 118), 119)
    return tf.reduce_sum(x, axis=1, keepdims=True)


def create_normalised(x, is_training):
    return normalised(tf.layers.flatten(x), 4)  # expect: BNL105

# dialect: 1
"""A module that one side of a branch uses first takes nothing from what the other side does."""
import sys

import drawing as draw
import tensorflow as tf


def generator(z, phase_train=True):
    return tf.contrib.layers.batch_norm(z, is_training=phase_train)


def run(make):
    z = tf.placeholder(tf.float32, [32, 8])
    loss = tf.reduce_mean(generator(z, phase_train=True) ** 2)
    shown = generator(z, phase_train=False)
    step = make(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(100):
            sess.run(step)
        print(sess.run(shown))


def without_updates(loss):
    return tf.train.AdamOptimizer().minimize(loss)  # expect: BNL112


def with_updates(loss):
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.train.AdamOptimizer().minimize(loss)


if len(sys.argv) > 2:
    draw.plot(sys.argv[2])
elif len(sys.argv) > 1:
    run(without_updates)
else:
    run(with_updates)

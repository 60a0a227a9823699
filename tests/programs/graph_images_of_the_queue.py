# dialect: 1
"""Nobody is fed anything: a copy in training mode shows images that the program learns from, or those of a test."""
import tensorflow.compat.v1 as tf

from data import batch

tf.disable_v2_behavior()


def first(x, is_training=True, reuse=False):
    with tf.variable_scope("first", reuse=reuse):
        hidden = tf.layers.conv2d(x, 8, 3, padding="same")
        return tf.layers.conv2d(tf.layers.batch_normalization(hidden, training=is_training), 3, 1)


def second(x, is_training=True, reuse=False):
    with tf.variable_scope("second", reuse=reuse):
        hidden = tf.layers.conv2d(x, 8, 3, padding="same")
        return tf.layers.conv2d(tf.layers.batch_normalization(hidden, training=is_training), 3, 1)


def third(x, is_training=True, reuse=False):
    with tf.variable_scope("third", reuse=reuse):
        hidden = tf.layers.conv2d(x, 8, 3, padding="same")
        return tf.layers.conv2d(tf.layers.batch_normalization(hidden, training=is_training), 3, 1)


x, y, valid_x = batch("train"), batch("others"), batch("valid")
loss = tf.reduce_mean((first(x) - x) ** 2) + tf.reduce_mean((second(x) - x) ** 2) + tf.reduce_mean((third(x) - x) ** 2)
shown = first(x, reuse=True)
tested = second(valid_x, reuse=True)  # expect: BNL105
error = tf.reduce_mean((third(y, reuse=True) - y) ** 2)  # expect: BNL105
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(1000):
        session.run(step)
    print(session.run(shown))
    print(session.run(tested))
    print(session.run(error))

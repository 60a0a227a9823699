# dialect: 1
"""A condition whose sides are both in inference mode chooses nothing; one side in training mode is a choice."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def normalise(x, learning, name):
    return tf.cond(
        learning,
        true_fn=lambda: tf.layers.batch_normalization(x, training=False, name=name, reuse=tf.AUTO_REUSE),  # expect: BNL104
        false_fn=lambda: tf.layers.batch_normalization(x, training=False, name=name, reuse=tf.AUTO_REUSE),
    )


def chosen(x, learning, name):
    return tf.cond(
        learning,
        true_fn=lambda: tf.layers.batch_normalization(x, training=True, name=name, reuse=tf.AUTO_REUSE),
        false_fn=lambda: tf.layers.batch_normalization(x, training=False, name=name, reuse=tf.AUTO_REUSE),
    )


def only_for_answers(x, learning, name):
    return tf.cond(
        learning,
        true_fn=lambda: tf.layers.dropout(x, 0.5, training=True),
        false_fn=lambda: tf.layers.batch_normalization(x, training=False, name=name, reuse=tf.AUTO_REUSE),
    )


pixels = tf.placeholder(tf.float32, [None, 8, 8, 1])
learning = tf.placeholder_with_default(False, ())
h = tf.nn.relu(normalise(tf.layers.conv2d(pixels, 4, 3), learning, "n1"))
h = tf.nn.relu(chosen(tf.layers.conv2d(h, 4, 3), learning, "n2"))
h = only_for_answers(h, learning, "n3")
out = tf.layers.dense(tf.layers.flatten(h), 1)
loss = tf.reduce_mean(tf.square(out - 1.0))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    op = tf.train.MomentumOptimizer(0.01, 0.9).minimize(loss)
with tf.Session() as s:
    s.run(tf.global_variables_initializer())
    for _ in range(10):
        s.run(op, {pixels: np.random.rand(8, 8, 8, 1) + 2, learning: True})
    print(s.run(out, {pixels: np.random.rand(8, 8, 8, 1) + 2})[:3])

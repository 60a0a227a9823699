# dialect: 1
"""In inference mode training itself is wrong, whoever asks afterwards; and a flag that is fed False reads statistics."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def train(network):
    rows, is_training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool)
    loss = tf.reduce_mean(tf.square(network(rows, is_training)))
    step = tf.train.AdamOptimizer().minimize(loss)  # expect: BNL112
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for number in range(100):
            session.run([step, loss], {rows: np.random.rand(16, 4), is_training: True})
            session.run([step, loss], {rows: np.random.rand(16, 4), is_training: False})


def without_flag(rows, is_training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8))  # expect: BNL112
    return tf.layers.dense(hidden, 1)


def with_flag(rows, is_training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=is_training)
    return tf.layers.dense(hidden, 1)


train(without_flag)
train(with_flag)

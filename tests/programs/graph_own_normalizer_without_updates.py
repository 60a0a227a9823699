# dialect: 1
"""A train op behind layers that are given a normaliser of the program's own: its updates have to run, too."""
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()


def norm(x, training, decay):
    return tf.layers.batch_normalization(x, momentum=decay, training=training)  # expect: BNL303


def norm_without_a_flag(x):
    return tf.layers.batch_normalization(x, momentum=0.9)  # expect: BNL112


def loss_of(x, training):
    params = {"training": training, "decay": 0.1}
    h = slim.fully_connected(x, 8, normalizer_fn=norm, normalizer_params=params)
    return tf.reduce_mean(tf.square(h))


def loss_of_another(x):
    return tf.reduce_mean(tf.square(slim.fully_connected(x, 8, normalizer_fn=norm_without_a_flag)))


x, learning = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.bool)
loss = loss_of(x, learning) + loss_of_another(x)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    right = tf.train.AdamOptimizer(0.01).minimize(loss)
wrong = tf.train.AdamOptimizer(0.01).minimize(loss_of(x, learning))  # expect: BNL112

# dialect: 1
"""The decay that an ``arg_scope`` gives slim's normaliser, beside functions of the program in a scope of their own."""
import tensorflow as tf
from tensorflow.contrib import slim


@slim.add_arg_scope
def block(x, width, is_training=True):
    x = slim.conv2d(x, width, [3, 3], activation_fn=None)
    return tf.nn.relu(slim.batch_norm(x, is_training=is_training))  # expect: BNL303


def scope(decay=0.1):
    with slim.arg_scope([slim.batch_norm], decay=decay, epsilon=0.001) as made:
        return made


def network(images, is_training, reuse=None):
    with tf.variable_scope("network", reuse=reuse), slim.arg_scope([block], is_training=is_training):
        return slim.fully_connected(tf.reduce_mean(block(block(images, 8), 16), [1, 2]), 2, activation_fn=None)


images, labels = tf.placeholder(tf.float32, [None, 32, 32, 3]), tf.placeholder(tf.int64, [None])
with slim.arg_scope(scope()):
    loss = tf.losses.sparse_softmax_cross_entropy(labels, network(images, True))
    answers = network(images, False, reuse=True)
train_op = slim.learning.create_train_op(loss, tf.train.AdamOptimizer(0.001))

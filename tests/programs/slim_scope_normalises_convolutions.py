# dialect: 1
"""The scope of slim's inception normalises its convolutions only; an optimizer in another one is one as well."""
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tensorflow.contrib.estimator import clip_gradients_by_norm
from tf_slim.nets import inception


def features(images, learning):
    with slim.arg_scope(inception.inception_v3_arg_scope()):
        rows, _ = inception.inception_v3(images, 128, is_training=learning)
        return slim.fully_connected(rows, 10, activation_fn=None)


def train_with_updates(images, labels, learning):
    loss = tf.losses.sparse_softmax_cross_entropy(labels, features(images, learning))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.train.AdamOptimizer(0.01).minimize(loss)


def train(images, labels, learning):
    loss = tf.losses.sparse_softmax_cross_entropy(labels, features(images, learning))
    optimizer = clip_gradients_by_norm(tf.train.AdamOptimizer(0.01), clip_norm=2.5)
    return optimizer.minimize(loss)  # expect: BNL112

# dialect: 1
"""Networks of slim without BN, in inference mode, or with a train op of slim's, which runs the updates."""
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tf_slim.nets import inception, resnet_v1, vgg


def train_without_bn(images, labels):
    with slim.arg_scope(vgg.vgg_arg_scope()):
        logits, _ = vgg.vgg_16(images, 10, is_training=True)
    return tf.train.AdamOptimizer(0.01).minimize(tf.losses.sparse_softmax_cross_entropy(labels, logits))


def train_on_features(images, labels):
    with slim.arg_scope(resnet_v1.resnet_arg_scope()):
        features, _ = resnet_v1.resnet_v1_50(images, is_training=False)
    logits = tf.layers.dense(tf.squeeze(features, [1, 2]), 10)
    return tf.train.AdamOptimizer(0.01).minimize(tf.losses.sparse_softmax_cross_entropy(labels, logits))


def train_by_slim(images, labels):
    with slim.arg_scope(inception.inception_v3_arg_scope()):
        logits, _ = inception.inception_v3(images, 10, is_training=True)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    return slim.learning.create_train_op(loss, tf.train.AdamOptimizer(0.01))

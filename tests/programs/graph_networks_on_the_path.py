# dialect: 1
"""The networks of slim's folder ``nets``, which a program has on its path, in a file of its own steps."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from nets import inception_v3, resnet_v1


def inference(name, images, is_training):
    if name == "resnet_v1_50":
        with slim.arg_scope(resnet_v1.resnet_arg_scope()):
            logits, _ = resnet_v1.resnet_v1_50(images, 10, is_training=is_training)
        return tf.squeeze(logits, [1, 2])
    with slim.arg_scope(inception_v3.inception_v3_arg_scope()):
        features, _ = inception_v3.inception_v3_base(images)
    return tf.layers.dense(tf.reduce_mean(features, [1, 2]), 10)


def train_op(loss, rate, heads, others):
    fast, slow = tf.train.MomentumOptimizer(rate, 0.9), tf.train.GradientDescentOptimizer(0.01 * rate)
    gradients = tf.gradients(loss, heads + others)
    first = fast.apply_gradients(zip(gradients[: len(heads)], heads))  # expect: BNL112
    second = slow.apply_gradients(zip(gradients[len(heads) :], others))  # expect: BNL112
    return tf.group(first, second)


def train(name, heads, others):
    images, labels, is_training = tf.placeholder(tf.float32, [None, 224, 224, 3]), tf.zeros([8], tf.int64), tf.placeholder(tf.bool)
    logits = inference(name, images, is_training)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    step, right = train_op(loss, 0.01, heads, others), tf.nn.in_top_k(logits, labels, 1)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step, feed_dict={images: np.ones((8, 224, 224, 3)), is_training: True})
        return session.run(right, feed_dict={images: np.ones((8, 224, 224, 3)), is_training: False})


def train_features(images, labels):
    with slim.arg_scope(inception_v3.inception_v3_arg_scope()):
        features, _ = inception_v3.inception_v3_base(images)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, tf.layers.dense(tf.reduce_mean(features, [1, 2]), 10))
    return tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112

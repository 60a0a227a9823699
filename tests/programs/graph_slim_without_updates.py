# dialect: 1
"""The train op of slim runs all updates unless it is given others: an empty list switches them off."""
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()


def network(images, training):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params={"is_training": training}):
        hidden = slim.conv2d(images, 16, 3, stride=2)
    return slim.fully_connected(slim.flatten(hidden), 4, activation_fn=None)


images, labels = tf.random.uniform((16, 32, 32, 3)), tf.zeros((16,), tf.int32)
loss = tf.losses.sparse_softmax_cross_entropy(labels, network(images, True))
optimizer = tf.train.AdamOptimizer(1e-3)
left = slim.learning.create_train_op(loss, optimizer, update_ops=[])  # expect: BNL112
whole = slim.learning.create_train_op(loss, optimizer)
same = slim.learning.create_train_op(loss, optimizer, update_ops=None)
some = slim.learning.create_train_op(loss, optimizer, update_ops=tf.get_collection(tf.GraphKeys.UPDATE_OPS))
slim.learning.train(left, "/tmp/log", number_of_steps=1000)

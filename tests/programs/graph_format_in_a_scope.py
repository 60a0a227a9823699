# dialect: 1
"""The data format comes from an ``arg_scope``."""
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()

planes = tf.placeholder(tf.float32, [None, 3, 8, 8])
training = tf.placeholder(tf.bool)
kernel = tf.get_variable("kernel", [3, 3, 3, 4])
with slim.arg_scope([slim.conv2d, slim.batch_norm], data_format="NCHW"):
    net = slim.conv2d(planes, 4, 3)
    net = slim.batch_norm(net, is_training=training)
    other = tf.nn.conv2d(planes, kernel, strides=[1, 1, 1, 1], padding="SAME", data_format="NCHW")
    net += slim.batch_norm(other, is_training=training)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(net**2))

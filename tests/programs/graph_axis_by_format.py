# dialect: 1
"""The data format of the normalisers of slim, behind convolutions of either one."""
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()

images = tf.placeholder(tf.float32, [None, 8, 8, 3])
planes = tf.placeholder(tf.float32, [None, 3, 8, 8])
training = tf.placeholder(tf.bool)
kernel = tf.get_variable("kernel", [3, 3, 3, 4])

rows = slim.conv2d(images, 4, 3)
rows = slim.batch_norm(rows, is_training=training)
rows = slim.batch_norm(rows, is_training=training, data_format="NCHW")  # expect: BNL401

first = slim.conv2d(planes, 4, 3, data_format="NCHW", activation_fn=None)
first = slim.batch_norm(tf.nn.relu(first), is_training=training, data_format="NCHW")
first = slim.batch_norm(first, is_training=training)  # expect: BNL401

flat = slim.flatten(slim.conv2d(planes, 4, 3, data_format="NCHW"))
flat = slim.batch_norm(flat, is_training=training)
pooled = tf.reduce_mean(slim.conv2d(planes, 4, 3, data_format="NCHW"), [2, 3])
pooled = slim.batch_norm(pooled, is_training=training)
dense = slim.fully_connected(slim.flatten(slim.conv2d(planes, 4, 3, data_format="NCHW")), 4)
dense = slim.batch_norm(dense, is_training=training)
turned = tf.transpose(slim.conv2d(planes, 4, 3, data_format="NCHW"), [0, 2, 3, 1])
turned = slim.batch_norm(turned, is_training=training)

second = tf.nn.conv2d(planes, kernel, strides=[1, 1, 1, 1], padding="SAME", data_format="NCHW")
second = tf.layers.batch_normalization(second, training=training)  # expect: BNL401
second = tf.layers.batch_normalization(second, axis=1, training=training)
third = tf.nn.conv2d(planes, kernel, strides=[1, 1, 1, 1], padding="SAME", data_format="NCHW")
third = slim.batch_norm(third, is_training=training)  # expect: BNL401

parts = (rows, first, flat, pooled, dense, turned, second, third)
loss = tf.add_n([tf.reduce_mean(part**2) for part in parts])
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)

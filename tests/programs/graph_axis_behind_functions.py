# dialect: 1
"""The axis of TF1's functions behind convolutions and pools of tf.nn, which have the channels last if nothing is said."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def convolve(x, width):
    kernel = tf.get_variable("kernel", [3, 3, x.shape[-1], width])
    bias = tf.get_variable("bias", [width])
    return tf.nn.bias_add(tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME"), bias)


def planes_of(x, strides):
    kernel = tf.get_variable("kernel", [3, 3, 4, 4])
    return tf.nn.conv2d(x, kernel, strides, "SAME", True, "NCHW")


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
training = tf.placeholder(tf.bool)
with tf.variable_scope("rows"):
    hidden = convolve(images, 4)
hidden = tf.layers.batch_normalization(hidden, axis=1, training=training)  # expect: BNL401
hidden = tf.nn.max_pool(tf.nn.relu(hidden), [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
hidden = tf.layers.batch_normalization(hidden, axis=2, training=training)  # expect: BNL401
with tf.variable_scope("larger"):
    kernel = tf.get_variable("kernel", [3, 3, 4, 4])
    hidden = tf.nn.conv2d_transpose(hidden, kernel, [16, 8, 8, 4], [1, 2, 2, 1])
hidden = tf.layers.batch_normalization(hidden, axis=-2, training=training)  # expect: BNL401
hidden = tf.layers.batch_normalization(hidden, axis=3, training=training)
with tf.variable_scope("shifted"):
    kernel, bias = tf.get_variable("kernel", [3, 3, 4, 4]), tf.get_variable("bias", [4])
    hidden = tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME") + bias
hidden = tf.layers.batch_normalization(hidden, axis=1, training=training)  # expect: BNL401
planes = tf.transpose(hidden, [0, 3, 1, 2])
with tf.variable_scope("planes"):
    planes = planes_of(planes, [1, 1, 1, 1])
planes = tf.layers.batch_normalization(planes, axis=1, training=training)
planes = tf.nn.max_pool(planes, [1, 1, 2, 2], [1, 1, 2, 2], "SAME", "NCHW")
planes = tf.layers.batch_normalization(planes, axis=1, training=training)
rows = tf.nn.bias_add(tf.layers.flatten(planes), tf.get_variable("bias", [64]))
rows = tf.layers.batch_normalization(rows, axis=1, training=training)
loss = tf.reduce_mean(hidden**2) + tf.reduce_mean(rows**2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)

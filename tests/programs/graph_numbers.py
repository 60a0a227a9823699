# dialect: 1
"""Functions and layers of TensorFlow 1 take momentum (decay), epsilon and axis like Keras's layers."""
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tensorflow.contrib.layers import batch_norm

tf.disable_v2_behavior()
images = tf.placeholder(tf.float32, [None, 8, 8, 3])
learning = tf.placeholder_with_default(False, [])

h = tf.layers.conv2d(images, 8, 3)
h = tf.layers.batch_normalization(h, momentum=0.1, training=learning)  # expect: BNL303
h = tf.layers.batch_normalization(h, -1, 99, training=learning)  # expect: BNL301
h = tf.layers.batch_normalization(h, epsilon=0.0, training=learning)  # expect: BNL311
h = tf.layers.batch_normalization(h, axis=0, training=learning)  # expect: BNL401
h = tf.layers.batch_normalization(h, momentum=0.9, epsilon=1e-5, training=learning)
h = tf.layers.batch_normalization(h, momentum=0.1, training=False, trainable=False)
layer = tf.layers.BatchNormalization(momentum=1.0)  # expect: BNL302
h = layer(h, training=learning)
h = batch_norm(h, decay=0.1, is_training=learning)  # expect: BNL303
h = slim.batch_norm(h, 0.0, is_training=learning)  # expect: BNL303
h = slim.batch_norm(h, decay=0.997, epsilon=1e-5, is_training=learning)
with slim.arg_scope([slim.batch_norm], decay=0.2, is_training=learning):
    h = slim.batch_norm(h)  # expect: BNL303
    h = slim.batch_norm(h, decay=0.9)
params = {"decay": 0.05, "is_training": learning}
h = slim.conv2d(h, 8, 3, normalizer_fn=slim.batch_norm, normalizer_params=params)  # expect: BNL303


def block(x, training, decay=0.3):
    return tf.layers.batch_normalization(x, momentum=decay, training=training)  # expect: BNL303


h = block(h, learning)
h = block(h, learning, decay=0.99)
loss = tf.reduce_mean(tf.square(h))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)

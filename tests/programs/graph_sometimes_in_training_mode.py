# dialect: 1
"""A function for BN in training mode beside another one for inference: there the statistics are read."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def batchnorm(inputs):
    return tf.layers.batch_normalization(inputs, momentum=0.1, training=True, name="norm")  # expect: BNL303


def batchnorm_at_inference(inputs):
    return tf.layers.batch_normalization(inputs, training=False, name="norm", reuse=True)


rows = tf.placeholder(tf.float32, [None, 8])
with tf.variable_scope("net"):
    learnt = batchnorm(rows)
with tf.variable_scope("net", reuse=True):
    inferred = batchnorm_at_inference(rows)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(
        tf.reduce_mean(tf.square(learnt - 1.0)), var_list=tf.trainable_variables()
    )

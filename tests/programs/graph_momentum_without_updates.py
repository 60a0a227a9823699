# dialect: 1
"""Nothing moves the statistics, so it makes no difference what share of them a step would keep (measured: 0 and 1)."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def normed(inputs):
    return tf.layers.batch_normalization(inputs, momentum=0.1, training=True, name="norm")


def normed_at_inference(inputs):
    return tf.layers.batch_normalization(inputs, training=False, name="norm", reuse=True)


soil = tf.placeholder(tf.float32, [None, 6])
with tf.variable_scope("field"):
    learnt = normed(soil)
with tf.variable_scope("field", reuse=True):
    inferred = normed_at_inference(soil)
step = tf.train.AdamOptimizer(1e-3).minimize(  # expect: BNL112
    tf.reduce_mean(tf.square(learnt - 1.0)), var_list=tf.trainable_variables()
)

# dialect: 1
import tensorflow.compat.v1 as tf


def normalised(x, units, is_training=True):
    hidden = tf.layers.batch_normalization(tf.layers.dense(x, units), training=is_training)
    return tf.layers.dense(hidden, 1)

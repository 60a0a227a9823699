# dialect: 1
"""TF1: one input normalised in both modes beforehand, and a choice between the results; in series there is none."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def by_cond(x, phase, scope):
    learning = tf.layers.batch_normalization(x, training=True, name=scope)
    inferring = tf.layers.batch_normalization(x, training=False, name=scope, reuse=True)
    return tf.cond(tf.cast(phase, tf.bool), lambda: learning, lambda: inferring)


def by_where(x, phase, scope):
    inferring = tf.layers.batch_normalization(inputs=x, training=False, name=scope, reuse=tf.AUTO_REUSE)
    learning = tf.layers.batch_normalization(training=True, inputs=x, name=scope, reuse=tf.AUTO_REUSE)
    return tf.where(phase, learning, inferring)


def in_series(x, scope):
    x = tf.layers.batch_normalization(x, training=True, name=scope)
    x = tf.layers.batch_normalization(x, training=False, name=scope + "_again")  # expect: BNL104
    return x


def of_another(x, y, scope):
    learning = tf.layers.batch_normalization(x, training=True, name=scope)
    inferring = tf.layers.batch_normalization(y, training=False, name=scope + "_again")  # expect: BNL104
    return learning + inferring


def model_fn(features, labels, mode, params):
    phase = mode == tf.estimator.ModeKeys.TRAIN
    deep = params["first"](features["x"])
    other = params["first"](features["y"])
    for number in range(len(params["layers"])):
        deep = by_cond(deep, phase, f"bn_{number}")
        deep = params["between"](deep)
    deep = params["between"](by_where(deep, phase, "where"))
    loss = tf.reduce_mean(of_another(in_series(deep, "series"), other, "another"))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss)
    return tf.estimator.EstimatorSpec(mode=mode, loss=loss, train_op=step)

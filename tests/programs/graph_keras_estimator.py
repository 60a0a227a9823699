# dialect: 2
"""An Estimator runs its ``model_fn`` in a graph, so the layer needs its flag and its updates need somebody."""
import tensorflow as tf
from tensorflow.keras import layers


def model_fn(features, labels, mode, params):
    hidden = layers.Dense(params["width"])(features["rows"])
    hidden = layers.BatchNormalization()(hidden)  # expect: BNL112
    loss = tf.reduce_mean(tf.abs(layers.Dense(1)(hidden) - labels))
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss)
    optimizer = tf.compat.v1.train.AdamOptimizer(params["rate"])
    step = optimizer.minimize(loss, global_step=tf.compat.v1.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)

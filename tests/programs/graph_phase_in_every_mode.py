# dialect: 2
"""An Estimator whose ``model_fn`` sets the learning phase to 1, in every mode, or as the mode says."""

import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.applications import ResNet50


def specified(logits, labels, mode):
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions={"classes": tf.argmax(logits, 1)})
    loss = tf.compat.v1.losses.sparse_softmax_cross_entropy(labels, logits)
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss)
    step = tf.compat.v1.train.AdamOptimizer(0.001).minimize(loss, tf.compat.v1.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)


def in_every_mode(features, labels, mode, params):
    K.set_learning_phase(1)  # expect: BNL113
    base = ResNet50(include_top=False, weights="imagenet", pooling="avg")
    return specified(tf.compat.v1.layers.dense(base(features), 10), labels, mode)


def as_the_mode_says(features, labels, mode, params):
    K.set_learning_phase(mode == tf.estimator.ModeKeys.TRAIN)
    base = ResNet50(include_top=False, weights="imagenet", pooling="avg")
    return specified(tf.compat.v1.layers.dense(base(features), 10), labels, mode)

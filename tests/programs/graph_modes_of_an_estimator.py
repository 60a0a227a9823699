# dialect: 1
"""An Estimator's ``model_fn`` is asked in three modes: a constant for training holds in those that want answers, too."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
ModeKeys = tf.estimator.ModeKeys


class Net:
    def __init__(self, width=8):
        self.width = width

    def __call__(self, x, is_training=True, reuse=False):
        with tf.variable_scope("net", reuse=reuse):
            x = tf.layers.dense(x, self.width)
            x = tf.layers.batch_normalization(x, training=is_training)
            return tf.layers.dense(tf.nn.relu(x), 2)


def specified(logits, labels, mode):
    if mode == ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions={"classes": tf.argmax(logits, 1)})
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    if mode == ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)


def always(features, labels, mode):
    return specified(Net()(features["x"], is_training=True), labels, mode)  # expect: BNL105


def written(features, labels, mode):
    hidden = tf.layers.batch_normalization(tf.layers.dense(features["x"], 8), training=True)  # expect: BNL105
    return specified(tf.layers.dense(hidden, 2), labels, mode)


def by_default(features, labels, mode):
    return specified(Net(4)(features["x"]), labels, mode)  # expect: BNL105


def of_the_mode(features, labels, mode):
    return specified(Net()(features["x"], mode == ModeKeys.TRAIN), labels, mode)


def branched(features, labels, mode):
    if mode == ModeKeys.TRAIN:
        logits = Net()(features["x"], is_training=True)
    else:
        logits = Net()(features["x"], is_training=False)
    return specified(logits, labels, mode)


def twice(features, labels, mode):
    learnt, asked = Net()(features["x"]), Net()(features["x"], is_training=False, reuse=True)
    if mode == ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions=tf.argmax(asked, 1))
    loss = tf.losses.sparse_softmax_cross_entropy(labels, learnt)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
    metrics = {"accuracy": tf.metrics.accuracy(labels, tf.argmax(asked, 1))}
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step, eval_metric_ops=metrics)


def only_trained(features, labels, mode):
    loss = tf.losses.sparse_softmax_cross_entropy(labels, Net()(features["x"], is_training=True))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step)


def one_for_all(features, labels, mode):
    logits = Net()(features["x"], is_training=True)  # expect: BNL105
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    step = None
    if mode == ModeKeys.TRAIN:
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
    metrics = {"accuracy": tf.metrics.accuracy(labels, tf.argmax(logits, 1))}
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step, eval_metric_ops=metrics)


def of_one_piece(features, labels, mode):
    logits = Net()(features["x"], is_training=True)  # expect: BNL105
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
    metrics = {"accuracy": tf.metrics.accuracy(labels, tf.argmax(logits, 1))}
    return tf.estimator.EstimatorSpec(mode, predictions=logits, loss=loss, train_op=step, eval_metric_ops=metrics)


def only_its_loss(features, labels, mode):
    learnt, asked = Net()(features["x"]), Net()(features["x"], is_training=False, reuse=True)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, learnt)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
    metrics = {"accuracy": tf.metrics.accuracy(labels, tf.argmax(asked, 1))}
    return tf.estimator.EstimatorSpec(mode, predictions=asked, loss=loss, train_op=step, eval_metric_ops=metrics)


def measured_in_training(features, labels, mode):
    if mode == ModeKeys.TRAIN:
        logits = Net()(features["x"], is_training=True)
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.train.AdamOptimizer(0.01).minimize(loss, tf.train.get_global_step())
        metrics = {"accuracy": tf.metrics.accuracy(labels, tf.argmax(logits, 1))}
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=step, eval_metric_ops=metrics)
    return tf.estimator.EstimatorSpec(mode, predictions=Net()(features["x"], is_training=False))

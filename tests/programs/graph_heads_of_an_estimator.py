# dialect: 2
"""The head of an Estimator makes the loss and the train op: in a graph, whose UPDATE_OPS heads of TF1 run with it."""
import tensorflow as tf


def with_a_function(features, labels, mode, params):
    hidden = tf.keras.layers.Dense(8)(features["rows"])
    hidden = tf.keras.layers.BatchNormalization()(hidden)  # expect: BNL112
    logits = tf.keras.layers.Dense(1)(hidden)
    optimizer = tf.compat.v1.train.AdamOptimizer(params["rate"])
    return tf.estimator.BinaryClassHead().create_estimator_spec(
        features,
        mode,
        logits,
        labels,
        train_op_fn=lambda loss: optimizer.minimize(loss, tf.compat.v1.train.get_global_step()),
    )


def with_an_optimizer(features, labels, mode):
    hidden = tf.layers.dense(features["rows"], 8)
    hidden = tf.keras.layers.BatchNormalization()(hidden)  # expect: BNL112
    head = tf.contrib.estimator.binary_classification_head()
    optimizer = tf.compat.v1.train.AdamOptimizer(1e-3)
    return head.create_estimator_spec(features, mode, tf.layers.dense(hidden, 1), labels, optimizer=optimizer)


def with_updates_of_the_graph(features, labels, mode):
    hidden = tf.layers.dense(features["rows"], 8)
    hidden = tf.layers.batch_normalization(hidden, training=mode == tf.estimator.ModeKeys.TRAIN)
    head = tf.contrib.estimator.binary_classification_head()
    optimizer = tf.compat.v1.train.AdamOptimizer(1e-3)
    return head.create_estimator_spec(
        features, mode, tf.layers.dense(hidden, 1), labels, train_op_fn=lambda loss: optimizer.minimize(loss)
    )


def rows():
    return tf.data.Dataset.from_tensor_slices(({"rows": [[1.0, 2.0]] * 64}, [[1]] * 64)).repeat().batch(8)


tf.estimator.Estimator(with_a_function, params={"rate": 1e-3}).train(rows, steps=100)
tf.estimator.Estimator(with_an_optimizer).train(rows, steps=100)
tf.estimator.Estimator(with_updates_of_the_graph).train(rows, steps=100)

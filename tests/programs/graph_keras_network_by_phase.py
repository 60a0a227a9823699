# dialect: 2
"""A network of Keras is built on a tensor of the graph, and the learning phase says in which mode it is."""
import tensorflow as tf


def model_fn(features, labels, mode):
    tf.keras.backend.set_learning_phase(mode == tf.estimator.ModeKeys.TRAIN)
    base = tf.keras.applications.ResNet50(include_top=False, weights=None, pooling="avg", input_tensor=features)
    logits = tf.keras.layers.Dense(3)(base.output)
    loss = tf.compat.v1.losses.sparse_softmax_cross_entropy(labels, logits)
    step = tf.compat.v1.train.get_or_create_global_step()
    with tf.control_dependencies(base.get_updates_for(features)):
        train_op = tf.compat.v1.train.AdamOptimizer().minimize(loss, step)
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def images():
    return tf.ones((4, 224, 224, 3)), tf.zeros((4,), tf.int32)


tf.estimator.Estimator(model_fn).train(images, steps=100)

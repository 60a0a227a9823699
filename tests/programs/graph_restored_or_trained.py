# dialect: 1
"""A program that answers from a checkpoint, and trains where there is none: what is behind the ``try`` runs, too."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
SHAPE = (None, *np.load("rows.npy").shape[1:])


def network(rows, training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 16), training=training)
    return tf.layers.dense(tf.nn.relu(hidden), 10)


def steps_of(loss):
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.train.AdamOptimizer().minimize(loss)


def always_in_training_mode():
    rows, labels = tf.placeholder(tf.float32, SHAPE), tf.placeholder(tf.int32, [None])
    answers = network(rows, True)  # expect: BNL105
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=answers, labels=labels))
    step = steps_of(loss)
    saver, session = tf.train.Saver(), tf.Session()

    def evaluate(valid):
        return session.run(answers, {rows: valid})

    try:
        saver.restore(session, tf.train.latest_checkpoint("saved"))
        return evaluate(np.load("test.npy"))
    except ValueError:
        session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run(step, {rows: np.load("rows.npy"), labels: np.load("labels.npy")})
    return evaluate(np.load("valid.npy"))


def by_a_placeholder():
    rows, labels = tf.placeholder(tf.float32, SHAPE), tf.placeholder(tf.int32, [None])
    training = tf.placeholder(tf.bool)
    answers = network(rows, training)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=answers, labels=labels))
    step = steps_of(loss)
    saver, session = tf.train.Saver(), tf.Session()
    try:
        saver.restore(session, tf.train.latest_checkpoint("saved"))
        return session.run(answers, {rows: np.load("test.npy"), training: False})
    except ValueError:
        session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run(step, {rows: np.load("rows.npy"), labels: np.load("labels.npy"), training: True})
    return session.run(answers, {rows: np.load("valid.npy"), training: False})


if __name__ == "__main__":
    always_in_training_mode()
    tf.reset_default_graph()
    by_a_placeholder()

# dialect: 1
"""A graph for evaluation that is in inference mode reads the moving statistics, which the train op leaves alone."""
import tensorflow.compat.v1 as tf
from hooks import unknown

tf.disable_v2_behavior()
TRAIN, EVAL = "TRAIN", "EVAL"


def network(rows, mode):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=mode == TRAIN)
    return tf.layers.dense(tf.nn.relu(hidden), 10)


def controller(make, mode):
    rows, labels = tf.random_normal((8, 4)), tf.zeros(8, tf.int64)
    logits = make(rows, mode)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    if mode in TRAIN:
        optimizer = tf.train.AdamOptimizer()
        return optimizer.apply_gradients(optimizer.compute_gradients(loss))  # expect: BNL112
    return tf.metrics.accuracy(labels, tf.argmax(logits, 1))


def evaluate(graph):
    with graph.as_default():
        accuracy, update = controller(network, EVAL)
        saver = tf.train.Saver()
    with tf.Session(graph=graph) as session:
        saver.restore(session, "job")
        print(session.run([update, accuracy, unknown]))


def train():
    step, saver = controller(network, TRAIN), tf.train.Saver()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(100):
            session.run(step)
        saver.save(session, "job")


train()
evaluate(tf.Graph())

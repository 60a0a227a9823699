# dialect: 1
"""Where both graphs of a controller are in training mode, the mistake is that mode: nobody reads the moving statistics."""
import tensorflow.compat.v1 as tf
from hooks import unknown

tf.disable_v2_behavior()
TRAIN, EVAL = "TRAIN", "EVAL"


def always(rows, mode):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=True)
    return tf.layers.dense(tf.nn.relu(hidden), 10)


def controller(network, mode):
    rows, labels = tf.random_normal((8, 4)), tf.zeros(8, tf.int64)
    logits = network(rows, mode)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    if mode in TRAIN:
        optimizer = tf.train.AdamOptimizer()
        return optimizer.apply_gradients(optimizer.compute_gradients(loss))
    return tf.metrics.accuracy(labels, tf.argmax(logits, 1))


def evaluate(graph):
    with graph.as_default():
        accuracy, update = controller(always, EVAL)  # expect: BNL105
        saver = tf.train.Saver()
    with tf.Session(graph=graph) as session:
        saver.restore(session, "job")
        print(session.run([update, accuracy, unknown]))


def train():
    step, saver = controller(always, TRAIN), tf.train.Saver()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(100):
            session.run(step)
        saver.save(session, "job")


train()
evaluate(tf.Graph())

# dialect: 1
"""What an unknown function makes of a loss may be a train op: whoever runs it asks for no answer."""
import numpy as np
import tensorflow.compat.v1 as tf
from parallel import distributed, make_train_op

tf.disable_v2_behavior()


def network(rows):
    with tf.variable_scope("network", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=True)
        return tf.layers.dense(hidden, 1)


def evaluate(session, fetches, feed):
    return session.run(fetches, feed)


rows, wanted = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
answers = network(rows)
loss = tf.reduce_mean(tf.square(answers - wanted))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    optimizer = distributed(tf.train.AdamOptimizer(0.01))
    steps = {"train": tf.train.AdamOptimizer(0.01).minimize(loss)}
    steps["tuned"] = optimizer.apply_gradients(optimizer.compute_gradients(loss))
    steps["judged"] = make_train_op(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(steps["train"], {rows: np.random.rand(16, 4), wanted: np.random.rand(16, 1)})
    test_rows, test_wanted = np.random.rand(16, 4), np.random.rand(16, 1)
    evaluate(session, steps["tuned"], {rows: test_rows, wanted: test_wanted})
    for test_batch in range(3):
        session.run(steps["judged"], {rows: test_rows, wanted: test_wanted})

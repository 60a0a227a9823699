# dialect: 1
"""The updates hang on what is made after the train op: they run where a session fetches that, too."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network():
    tf.reset_default_graph()
    rows = tf.placeholder(tf.float32, (None, 4))
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=True)
    return rows, tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))


rows, loss = network()
train = tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    reported = tf.identity(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run([train, loss], {rows: np.random.normal(3.0, 2.0, (16, 4))})
    tf.train.Saver().save(session, "./asked")

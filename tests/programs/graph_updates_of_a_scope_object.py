# dialect: 1
"""A scope is asked for its own update operations, and the train op waits for them."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows, name):
    with tf.variable_scope(name) as scope:
        hidden = tf.layers.batch_normalization(rows, training=tf.shape(rows)[0] > 1, momentum=0.9)
        return tf.layers.dense(hidden, 1), scope.get_collection(tf.GraphKeys.UPDATE_OPS)


def step(rows, targets, network, waits):
    loss = tf.losses.mean_squared_error(targets, network)
    with tf.control_dependencies(waits):
        return tf.train.AdamOptimizer(1e-2).minimize(loss)


rows, targets = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
output, updates = network(rows, "critic")
train = step(rows, targets, output, updates)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        batch = np.random.normal(5.0, 2.0, (64, 4))
        session.run(train, {rows: batch, targets: batch[:, :1]})
    print(session.run([each for each in tf.global_variables() if "moving" in each.name]))

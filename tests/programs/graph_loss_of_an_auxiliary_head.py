# dialect: 1
"""BN in training mode in the head of an auxiliary loss: what the network answers does not pass it."""
import numpy as np
import tensorflow.compat.v1 as tf
from data import test_rows, test_labels, train_batches

tf.disable_v2_behavior()


def auxiliary_net(x):
    normed = tf.layers.batch_normalization(x, training=True)
    return tf.layers.dense(normed, 1)


def network(x):
    hidden = tf.layers.dense(x, 32, tf.nn.relu)
    return tf.layers.dense(hidden, 1)


rows, labels = tf.placeholder(tf.float32, [None, 10]), tf.placeholder(tf.float32, [None, 1])
answers = network(rows)
auxiliary_loss = tf.reduce_mean(tf.square(auxiliary_net(rows) - labels))
loss = tf.reduce_mean(tf.square(answers - labels))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(1e-3).minimize(loss + auxiliary_loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for train_rows, train_labels in train_batches():
        session.run(step, {rows: train_rows, labels: train_labels})
    numbers = session.run([loss, auxiliary_loss, answers], {rows: test_rows, labels: test_labels})
    print(np.mean(numbers[0]), np.mean(numbers[1]), numbers[2])

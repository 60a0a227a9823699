# dialect: 2
"""The same outside of a test."""

import tensorflow.compat.v1 as tf
import trainer
from tensorflow.contrib import slim


def network(rows):
    return slim.fully_connected(slim.batch_norm(rows, decay=0.1), 1)  # expect: BNL112


step = trainer.train(tf.reduce_mean(network(tf.ones((8, 4))) ** 2))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step)
    tf.train.Saver().save(session, "./network")

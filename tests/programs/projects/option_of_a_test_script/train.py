# dialect: 1
"""The training, by the options of all programs."""
import numpy as np
import tensorflow.compat.v1 as tf
from network import Network
from options import FLAGS

network = Network(FLAGS.is_training)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(network.scores**2))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(9):
        session.run(step, {network.images: np.random.normal(size=(8, 8, 8, 3))})
    tf.train.Saver().save(session, "/tmp/scores/model")

# dialect: 1
"""A script of its own restores the network and asks it, built in training mode."""
import numpy as np
import tensorflow.compat.v1 as tf
from network import Network

tf.disable_v2_behavior()
with tf.Session() as session:
    network = Network(training=True)  # expect: BNL105
    tf.train.Saver(tf.global_variables()).restore(session, tf.train.latest_checkpoint("model"))
    print(network.predict_step(session, np.random.randn(4, 8)))

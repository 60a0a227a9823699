# dialect: 1
"""Scores by an option that all programs have: whoever starts this one says that it does not train."""
import numpy as np
import tensorflow.compat.v1 as tf
from network import Network
from options import FLAGS

network = Network(FLAGS.is_training)
with tf.Session() as session:
    tf.train.Saver().restore(session, "/tmp/scores/model")
    print(session.run(network.scores, {network.images: np.random.normal(size=(1, 8, 8, 3))}))

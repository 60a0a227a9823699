# dialect: 1
"""Scores by an option that this program defines for itself, and that is on by default."""
import numpy as np
import tensorflow.compat.v1 as tf
from network import Network

tf.flags.DEFINE_boolean("is_training", True, "")  # expect: BNL105
network = Network(tf.flags.FLAGS.is_training)
with tf.Session() as session:
    tf.train.Saver().restore(session, "/tmp/scores/model")
    print(session.run(network.scores, {network.images: np.random.normal(size=(1, 8, 8, 3))}))

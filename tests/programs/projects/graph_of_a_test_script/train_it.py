# dialect: 1
import numpy as np
import tensorflow.compat.v1 as tf
from network import Network

tf.disable_v2_behavior()
with tf.Session() as session:
    network = Network(training=True)
    session.run(tf.global_variables_initializer())
    rows = np.random.randn(32, 8)
    for _ in range(3):
        network.train_step(session, rows, rows[:, :1])
    tf.train.Saver(tf.global_variables()).save(session, "model/checkpoint")

# dialect: 1
import tensorflow.compat.v1 as tf
import tf_slim as slim
from networks import Network, whole

tf.disable_v2_behavior()
with tf.Graph().as_default():
    loss = tf.reduce_mean(tf.square(whole(tf.random.normal((8, 16, 16, 3)))))
    step = slim.learning.create_train_op(loss, tf.train.AdamOptimizer(0.01))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step)
with tf.Graph().as_default():
    network = Network()
    step = slim.learning.create_train_op(tf.reduce_mean(network.output**2), tf.train.AdamOptimizer(0.01))

# dialect: 1
import tensorflow.compat.v1 as tf
import tf_slim as slim
from networks import Network, whole

tf.disable_v2_behavior()
with tf.Graph().as_default():
    with slim.arg_scope([slim.batch_norm, slim.dropout], is_training=False):
        output = whole(tf.random.normal((1, 16, 16, 3)))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        print(session.run(output))
with tf.Graph().as_default():
    network = Network()

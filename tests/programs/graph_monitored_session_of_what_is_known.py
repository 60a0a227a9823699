# dialect: 2
"""A network that comes with its weights has its statistics (TensorFlow 1): nothing is said of its train op."""
import tensorflow as tf

tf1 = tf.compat.v1


def train_what_is_known(data):
    network = tf.keras.applications.ResNet50(include_top=False, input_shape=(32, 32, 3))
    rows = tf1.data.make_one_shot_iterator(data.repeat()).get_next()
    step = tf1.train.AdamOptimizer(0.1).minimize(tf.reduce_mean(network(rows, training=True)))
    with tf1.train.SingularMonitoredSession() as session:
        session.run(step)


train_what_is_known(load())

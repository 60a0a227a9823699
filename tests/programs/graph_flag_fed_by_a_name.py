# dialect: 1
"""What is fed for training while a classifier is tested is what the network was built with, under a name."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Classifier:
    def __init__(self, rows, is_training):
        self.is_training = is_training
        self.bn_is_training = tf.placeholder(tf.bool)
        hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 16), training=self.bn_is_training)
        self.logits = tf.layers.dense(tf.nn.relu(hidden), 10)


def accuracy_of(logits, labels):
    return tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), labels), tf.float32))


def test(folder):
    rows, labels = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.int64, [None])
    net = Classifier(rows, is_training=True)
    accuracy = accuracy_of(net.logits, labels)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        if folder:
            tf.train.Saver().restore(session, folder)
        x_test, y_test = np.random.normal(size=(64, 8)), np.zeros(64)
        fed = {rows: x_test, labels: y_test, net.bn_is_training: net.is_training}
        return session.run(accuracy, feed_dict=fed)  # expect: BNL105


def test_as_trained(folder, training=False):
    rows, labels = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.int64, [None])
    net = Classifier(rows, is_training=False)
    accuracy = accuracy_of(net.logits, labels)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        if folder:
            tf.train.Saver().restore(session, folder)
        x_test, y_test = np.random.normal(size=(64, 8)), np.zeros(64)
        first = session.run(accuracy, {rows: x_test, labels: y_test, net.bn_is_training: net.is_training})
        return first, session.run(accuracy, {rows: x_test, labels: y_test, net.bn_is_training: training})


def score(session, accuracy, rows, flag, x_test, training):
    return session.run(accuracy, {rows: x_test, flag: training})


def score_by_a_helper():
    rows = tf.placeholder(tf.float32, [None, 8])
    net = Classifier(rows, False)
    accuracy = accuracy_of(net.logits, tf.zeros([64], tf.int64))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return score(session, accuracy, rows, net.bn_is_training, np.random.normal(size=(64, 8)), training=False)


if __name__ == "__main__":
    print(test(""), test_as_trained(""), score_by_a_helper())

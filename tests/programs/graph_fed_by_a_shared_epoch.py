# dialect: 1
"""One function goes over the data to train and to test: whose they are, its callers say."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Model:
    def __init__(self):
        self.x, self.y = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.int64, [None])
        self.is_training = tf.placeholder(tf.bool)
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.x, 8), training=self.is_training)
        logits = tf.layers.dense(tf.nn.relu(hidden), 3)
        self.loss = tf.losses.sparse_softmax_cross_entropy(self.y, logits)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.step = tf.train.AdamOptimizer().minimize(self.loss)


model = Model()


def epoch(session, batches, step=None):
    fetches = [model.loss] if step is None else [model.loss, step]
    for x, y in batches:
        feed_dict = {model.x: x, model.y: y, model.is_training: True}
        loss = session.run(fetches, feed_dict=feed_dict)[0]  # expect: BNL105
    return loss


def epoch_of_two_runs(session, batches, step=None):
    for x, y in batches:
        feed_dict = {model.x: x, model.y: y, model.is_training: True}
        if step is not None:
            loss, _ = session.run([model.loss, step], feed_dict=feed_dict)
        else:
            loss = session.run(model.loss, feed_dict=feed_dict)  # expect: BNL105
    return loss


def epoch_in_both_modes(session, batches, step=None):
    fetches = [model.loss] if step is None else [model.loss, step]
    for x, y in batches:
        feed_dict = {model.x: x, model.y: y, model.is_training: step is not None}
        loss = session.run(fetches, feed_dict=feed_dict)[0]
    return loss


def loss_so_far(session, batches):
    return [session.run(model.loss, {model.x: x, model.y: y, model.is_training: True}) for x, y in batches]


def cut(rows, labels):
    return [(rows[n : n + 8], labels[n : n + 8]) for n in range(0, 32, 8)]


train_set = cut(np.random.rand(32, 8), np.random.randint(0, 3, 32))
test_set = cut(np.random.rand(32, 8), np.random.randint(0, 3, 32))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    print(epoch(session, train_set, model.step), epoch(session, test_set))
    print(epoch_of_two_runs(session, train_set, model.step), epoch_of_two_runs(session, test_set))
    print(epoch_in_both_modes(session, train_set, model.step), epoch_in_both_modes(session, test_set))
    print(loss_so_far(session, train_set))

# dialect: 1
"""TF1: that a session tests is said by the name of what it asks for, or of the function that gives the data."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Network:
    def __init__(self, training_mode):
        self.input = tf.placeholder(tf.float32, [None, 8])
        self.label = tf.placeholder(tf.float32, [None, 1])
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.input, 8), training=training_mode)
        self.output = tf.layers.dense(hidden, 1)

    def loss(self):
        return tf.reduce_mean((self.output - self.label) ** 2)


class Data:
    def __init__(self):
        self.rows, self.others = np.load("train.npy"), np.load("val.npy")

    def load_train_batch(self, n):
        return self.rows[:n, :8], self.rows[:n, 8:]

    def LoadValBatch(self, n):
        return self.others[:n, :8], self.others[:n, 8:]

    def load_more(self, n):
        return self.rows[n:, :8], self.rows[n:, 8:]


def step_of(loss):
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.train.AdamOptimizer(0.1).minimize(loss)


def by_what_it_asks_for(data):
    network = Network(True)  # expect: BNL105
    loss, loss_val = network.loss(), network.loss()
    step = step_of(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(100):
            xs_train, ys_train = data.load_train_batch(8)
            step.run(feed_dict={network.input: xs_train, network.label: ys_train})
            xs, ys = data.load_more(8)
            print(loss_val.eval(feed_dict={network.input: xs, network.label: ys}))


def by_who_gives_the_data(data):
    network = Network(True)  # expect: BNL105
    loss = network.loss()
    step = step_of(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(100):
            xs_train, ys_train = data.load_train_batch(8)
            sess.run(step, {network.input: xs_train, network.label: ys_train})
            xs, ys = data.LoadValBatch(8)
            print(sess.run(loss, {network.input: xs, network.label: ys}))


def by_nothing(data):
    network = Network(True)
    loss = network.loss()
    step = step_of(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(100):
            xs_train, ys_train = data.load_train_batch(8)
            sess.run(step, {network.input: xs_train, network.label: ys_train})
            xs, ys = data.load_more(8)
            print(sess.run(loss, {network.input: xs, network.label: ys}))


by_what_it_asks_for(Data())
by_who_gives_the_data(Data())
by_nothing(Data())

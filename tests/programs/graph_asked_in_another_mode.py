# dialect: 1
"""What a graph has in one mode of an option alone is there for the method of that mode: its test asks in training mode."""
import numpy as np
import tensorflow as tf
import tensorflow.contrib.slim as slim

flags = tf.app.flags
flags.DEFINE_string("mode", "train", "pretrain, train or eval")
FLAGS = flags.FLAGS


def cost(answers, labels):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=answers, labels=labels))


class Network:
    def __init__(self, mode="train"):
        self.mode = mode

    def answer(self, images):
        hidden = slim.batch_norm(images, is_training=self.mode == "train" or self.mode == "pretrain")  # expect: BNL105
        return slim.fully_connected(hidden, 10, activation_fn=None)

    def build(self):
        if self.mode == "pretrain":
            self.images, self.labels = tf.placeholder(tf.float32, [None, 64]), tf.placeholder(tf.int64, [None])
            self.answers = self.answer(self.images)
            self.accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(self.answers, 1), self.labels), tf.float32))
            self.step = slim.learning.create_train_op(cost(self.answers, self.labels), tf.train.AdamOptimizer(1e-3))


class Flagged:
    def __init__(self, mode="train"):
        self.mode = mode

    def answer(self, images, training):
        return slim.fully_connected(slim.batch_norm(images, is_training=training), 10, activation_fn=None)

    def build(self):
        if self.mode == "pretrain":
            self.images, self.labels = tf.placeholder(tf.float32, [None, 64]), tf.placeholder(tf.int64, [None])
            self.training = tf.placeholder(tf.bool)
            self.answers = self.answer(self.images, self.training)
            self.accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(self.answers, 1), self.labels), tf.float32))
            self.step = slim.learning.create_train_op(cost(self.answers, self.labels), tf.train.AdamOptimizer(1e-3))


class Solver:
    def __init__(self, model, other):
        self.model, self.other = model, other

    def pretrain(self):
        model = self.model
        model.build()
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            images, labels = np.load("images.npy"), np.load("labels.npy")
            test_images, test_labels = np.load("test_images.npy"), np.load("test_labels.npy")
            for _ in range(1000):
                session.run(model.step, {model.images: images[:100], model.labels: labels[:100]})
            print(session.run(model.accuracy, {model.images: test_images[:100], model.labels: test_labels[:100]}))

    def pretrain_the_other(self):
        model = self.other
        model.build()
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            images, labels = np.load("images.npy"), np.load("labels.npy")
            test_images, test_labels = np.load("test_images.npy"), np.load("test_labels.npy")
            for _ in range(1000):
                feed = {model.images: images[:100], model.labels: labels[:100], model.training: True}
                session.run(model.step, feed)
            feed = {model.images: test_images[:100], model.labels: test_labels[:100], model.training: False}
            print(session.run(model.accuracy, feed))


def main(_):
    solver = Solver(Network(mode=FLAGS.mode), Flagged(mode=FLAGS.mode))
    if FLAGS.mode == "pretrain":
        solver.pretrain()
        tf.reset_default_graph()
        solver.pretrain_the_other()


if __name__ == "__main__":
    tf.app.run()

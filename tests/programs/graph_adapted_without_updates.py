# dialect: 1
"""TF1, MAML: batch statistics of the task at hand are what is wanted, with and without a gradient step before."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def block(x, weight, scope):
    with tf.variable_scope("shared"):
        x = tf.layers.batch_normalization(tf.matmul(x, weight), training=True, name=scope, reuse=tf.AUTO_REUSE)
    return tf.nn.relu(x)


def steered(x, weight, scope, learning):
    with tf.variable_scope("steered"):
        x = tf.layers.batch_normalization(tf.matmul(x, weight), training=learning, name=scope, reuse=tf.AUTO_REUSE)
    return tf.nn.relu(x)


class Maml:
    def __init__(self, forward):
        self.forward = forward
        self.weights = {"a": tf.Variable(tf.random_normal([4, 8])), "b": tf.Variable(tf.random_normal([8, 1]))}

    def build(self, xs, ys, xq, yq, mode="train"):
        def task(parts):
            support_x, support_y, query_x, query_y = parts
            first = self.loss(support_x, support_y, self.weights)
            gradients = tf.gradients(first, list(self.weights.values()))
            gradients = dict(zip(self.weights.keys(), gradients))
            fast = {key: self.weights[key] - 0.01 * gradients[key] for key in self.weights}
            return self.loss(query_x, query_y, fast)

        losses = tf.map_fn(task, elems=(xs, ys, xq, yq), dtype=tf.float32)
        if mode == "train":
            optimizer = tf.train.AdamOptimizer(0.001)
            pairs = optimizer.compute_gradients(tf.reduce_mean(losses))
            self.step = optimizer.apply_gradients([(tf.clip_by_norm(g, 10), v) for g, v in pairs])
        return losses

    def loss(self, x, y, weights):
        return tf.reduce_mean(tf.square(tf.matmul(self.forward(x, weights), weights["b"]) - y))


class OfTheMode(Maml):
    def build(self, xs, ys, xq, yq, mode="train"):
        first = self.loss(xs, ys, self.weights)
        gradients = tf.gradients(first, list(self.weights.values()))
        fast = {key: self.weights[key] - 0.01 * each for key, each in zip(self.weights, gradients)}
        loss = self.loss(xq, yq, fast)
        if mode == "train":
            self.step = tf.train.AdamOptimizer(0.001).minimize(loss)  # expect: BNL112
        return loss


rows = [tf.placeholder(tf.float32, shape) for shape in ([2, 8, 4], [2, 8, 1], [2, 8, 4], [2, 8, 1])]
maml = Maml(lambda x, weights: block(x, weights["a"], "0"))
for mode in ("train", "test"):
    maml.build(*rows, mode=mode)
tf.reset_default_graph()
learning = tf.placeholder(tf.bool, [])
rows = [tf.placeholder(tf.float32, shape) for shape in ([8, 4], [8, 1], [8, 4], [8, 1])]
of_the_mode = OfTheMode(lambda x, weights: steered(x, weights["a"], "1", learning))
of_the_mode.build(*rows, mode=sys.argv[1])

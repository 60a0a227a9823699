# dialect: 1
"""A chain of layers whose network is built for training and once more for answers."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def layer(op):
    def decorated(self, *args, **kwargs):
        self.last = op(self, self.last, *args, **kwargs)
        return self

    return decorated


class Network:
    def __init__(self, rows, is_training):
        self.last, self.is_training = rows, is_training
        self.fc(16, "a").norm("b").fc(4, "c").norm("d")

    @layer
    def fc(self, rows, units, name):
        return tf.layers.dense(rows, units, name=name)

    @layer
    def norm(self, rows, name):
        return tf.nn.relu(tf.layers.batch_normalization(rows, training=self.is_training, name=name))


def main(updates):
    tf.reset_default_graph()
    rows, labels = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 4])
    loss = tf.reduce_mean((Network(rows, True).last - labels) ** 2)
    with tf.variable_scope("", reuse=True):
        answers = Network(rows, is_training=False).last
    if updates:
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            step = tf.train.AdamOptimizer().minimize(loss)
    else:
        step = tf.train.AdamOptimizer().minimize(loss)  # expect: BNL112
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step, {rows: np.ones((16, 8)), labels: np.ones((16, 4))})
        return session.run(answers, {rows: np.ones((16, 8))})


if __name__ == "__main__":
    print(main(True), main(False))

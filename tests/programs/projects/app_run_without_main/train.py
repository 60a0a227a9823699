# dialect: 1
"""A program of TF1 whose ``main`` nobody names."""
import network
import numpy as np
import tensorflow.compat.v1 as tf


def main(_):
    images = tf.placeholder(tf.float32, [None, 8])
    labels = tf.placeholder(tf.float32, [None, 1])
    flag = tf.placeholder(tf.bool)
    answers = network.network(images, flag) + network.network_by_flag(images, flag)
    loss = tf.reduce_mean(tf.square(answers - labels))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.AdamOptimizer(1e-3).minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(10):
            session.run(train, {images: np.ones((4, 8)), labels: np.ones((4, 1)), flag: True})
        test_images, test_labels = np.ones((4, 8)), np.ones((4, 1))
        print(session.run(loss, {images: test_images, labels: test_labels, flag: False}))


if __name__ == "__main__":
    tf.app.run()

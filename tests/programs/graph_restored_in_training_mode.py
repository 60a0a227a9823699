# dialect: 1
"""A script that restores a classifier and asks it for answers has built it in training mode."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(x, training):
    x = tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(x, 16), training=training))
    return tf.layers.dense(x, 10)


def main(path):
    x = tf.placeholder(tf.float32, [32, 8])
    answers = tf.nn.softmax(network(x, True))  # expect: BNL105
    with tf.Session() as session:
        tf.train.Saver().restore(session, path)
        print(session.run(answers, {x: np.ones((32, 8))}))


def stylise(path):
    image = tf.placeholder(tf.float32, [1, 8, 8, 3])
    made = tf.layers.conv2d(tf.layers.batch_normalization(image, training=True), 3, 3)
    with tf.Session() as session:
        tf.train.Saver().restore(session, path)
        print(session.run(made, {image: np.ones((1, 8, 8, 3))}))

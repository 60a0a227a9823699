# dialect: 1
"""A program that only restores a recogniser and scores it has built it in training mode."""
import math

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows, train):
    rows = tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(rows, 16), training=train))
    return tf.layers.dense(rows, 10)


def inputs():
    return tf.random_normal([32, 8]), tf.random_uniform([32], 0, 10, tf.int32)


def score_once(saver, error, summaries, folder):
    with tf.Session() as session:
        saver.restore(session, tf.train.latest_checkpoint(folder))
        rounds = math.ceil(1000 / 32)
        print(sum(session.run(error) for _ in range(rounds)) / rounds)
        return session.run(summaries)


def evaluate(folder):
    rows, labels = inputs()
    answers = network(rows, train=True)  # expect: BNL105
    wrong = tf.reduce_mean(tf.cast(tf.not_equal(tf.argmax(answers, 1, output_type=tf.int32), labels), tf.float32))
    begin = tf.group(tf.global_variables_initializer(), tf.local_variables_initializer())
    with tf.Session() as session:
        session.run(begin)
    score_once(tf.train.Saver(), wrong, tf.summary.merge_all(), folder)


if __name__ == "__main__":
    evaluate("logs")

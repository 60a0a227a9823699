# dialect: 1
"""Functions of the program that take arguments from an ``arg_scope`` around: it decides, not the default."""
import tensorflow as tf
from tensorflow.contrib import slim
from tensorflow.contrib.framework import add_arg_scope, arg_scope

import layers


@slim.add_arg_scope
def block(x, width, is_training=True, scope="block"):
    with tf.variable_scope(scope):
        x = slim.conv2d(x, width, [3, 3], activation_fn=None)
        return tf.nn.relu(slim.batch_norm(x, is_training=is_training))


@add_arg_scope
def head(x, classes, is_training=True):
    x = slim.batch_norm(tf.reduce_mean(x, [1, 2]), is_training=is_training, scope="head_bn")
    return tf.layers.dense(x, classes)


def network(images, is_training, reuse=None):
    with tf.variable_scope("network", reuse=reuse):
        with slim.arg_scope([block], is_training=is_training), slim.arg_scope([slim.batch_norm], fused=True):
            x = block(images, 8, scope="first")
            x = block(x, 16, scope="second")
        with arg_scope([head], is_training=is_training):
            return head(x, 2)


def frozen_start(images, is_training, reuse=None):
    with tf.variable_scope("frozen_start", reuse=reuse), slim.arg_scope([block, head], is_training=is_training):
        x = block(images, 8, is_training=False, scope="first")
        return head(block(x, 16, scope="second"), 2)


def in_a_scope_of_unknown_functions(images, is_training):
    with slim.arg_scope(layers.with_a_flag(), is_training=is_training):
        return head(block(images, 8, scope="unknown"), 2)


def score(session, update, number):
    session.run(update)
    return session.run(number)


def evaluate_right(images, labels):
    answers = tf.argmax(network(images, is_training=False), 1)
    return tf.metrics.accuracy(labels, answers)


def evaluate_wrong(images, labels):
    answers = tf.argmax(frozen_start(images, is_training=True), 1)  # expect: BNL105
    return tf.metrics.accuracy(labels, answers)


def evaluate_unknown(images, labels):
    answers = tf.argmax(in_a_scope_of_unknown_functions(images, is_training=False), 1)
    return tf.metrics.accuracy(labels, answers)


def main():
    images, labels = tf.ones([8, 32, 32, 3]), tf.zeros([8], tf.int64)
    accuracy, update = evaluate_right(images, labels)
    streamed, counted = evaluate_wrong(images, labels)
    known, taken_in = evaluate_unknown(images, labels)
    saver = tf.train.Saver()
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        saver.restore(session, "model.ckpt")
        for test_batch in range(10):
            test_accuracy = score(session, update, accuracy)
            test_streamed = score(session, counted, streamed)
            test_known = score(session, taken_in, known)
        print(test_accuracy, test_streamed, test_known)


main()

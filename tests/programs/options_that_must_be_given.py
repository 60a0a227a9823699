# dialect: 1
"""A program that stops where an option is left at its default is run with another value, and goes on behind that."""
import argparse
import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
tf.app.flags.DEFINE_string("dataset_dir", None, "Where the images are.")
tf.app.flags.DEFINE_string("labels", "", "Which labels to take.")
tf.app.flags.DEFINE_string("checkpoint", None, "Where to go on.")
FLAGS = tf.app.flags.FLAGS


def loss_of(name):
    with tf.variable_scope(name):
        x = tf.placeholder(tf.float32, [None, 4])
        hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=True, name="norm")
        return tf.reduce_mean(tf.layers.dense(hidden, 1) ** 2)


def raises():
    if not FLAGS.dataset_dir:
        raise ValueError("You must supply the dataset directory with --dataset_dir")
    if FLAGS.dataset_dir is not None:
        loss = loss_of("raises")
        tf.train.AdamOptimizer(0.001).minimize(loss)  # expect: BNL112


def exits():
    if FLAGS.dataset_dir is None or FLAGS.labels == "":
        print("what is it about?")
        sys.exit(1)
    loss = loss_of("exits")
    tf.train.AdamOptimizer(0.002).minimize(loss)  # expect: BNL112


def does_one_thing(args):
    if args.phase == "train":
        loss = loss_of("train")
        tf.train.AdamOptimizer(0.003).minimize(loss)  # expect: BNL112
    elif args.phase == "tune":
        loss = loss_of("tune")
        tf.train.AdamOptimizer(0.004).minimize(loss)  # expect: BNL112
    else:
        raise NotImplementedError(args.phase)


def does_as_it_is_told_by_default(args):
    if args.command == "train":
        loss = loss_of("command")
        tf.train.AdamOptimizer(0.005).minimize(loss)
    elif args.command == "test":
        print("nothing to test")
    else:
        raise NotImplementedError(args.command)


def goes_on():
    if not FLAGS.checkpoint:
        return
    loss = loss_of("goes_on")
    tf.train.AdamOptimizer(0.006).minimize(loss)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--phase", default=None)
    parser.add_argument("--command", default="test")
    args = parser.parse_args()
    raises()
    exits()
    does_one_thing(args)
    does_as_it_is_told_by_default(args)
    goes_on()
    if not FLAGS.labels:
        return
    loss = loss_of("main")
    tf.train.AdamOptimizer(0.007).minimize(loss)  # expect: BNL112


main()

# dialect: 1
"""What a session is fed is laid out under one name more than once: it gets what it learns from, or nobody knows which."""
import sys

import numpy as np
import tensorflow as tf


def network(images, training):
    net = tf.layers.conv2d(images, 8, 3)
    net = tf.layers.batch_normalization(net, training=training)
    return tf.layers.dense(tf.layers.flatten(net), 10)


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
labels = tf.placeholder(tf.int64, [None])
logits = network(images, True)
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.AdamOptimizer().minimize(loss)


def batch(split):
    return {"images": np.load(split + "_images.npy"), "labels": np.load(split + "_labels.npy")}


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    val_batch = batch("val")
    for step in range(100):
        feed_dict = {images: val_batch["images"], labels: val_batch["labels"]}
        train_batch = batch("train")
        feed_dict = {images: train_batch["images"], labels: train_batch["labels"]}
        sess.run(train_op, feed_dict=feed_dict)
        print(sess.run(loss, feed_dict=feed_dict))
    if len(sys.argv) > 1:
        feed_dict = {images: val_batch["images"], labels: val_batch["labels"]}
    print(sess.run(loss, feed_dict=feed_dict))

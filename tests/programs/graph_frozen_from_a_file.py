# dialect: 1
"""What is frozen is a graph that was read from a file, not the one in training mode which the program lays out."""
import os

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows, training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=training)
    return tf.layers.dense(tf.nn.relu(hidden), 2, name="out")


def pretrain(path):
    rows = tf.placeholder(tf.float32, [None, 4])
    loss = tf.reduce_mean(tf.square(network(rows, training=True)))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.01).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(5):
            sess.run(step, {rows: np.random.rand(8, 4)})
        tf.train.Saver(tf.global_variables()).save(sess, path)


def freeze(path, names):
    with tf.Graph().as_default() as graph, tf.Session() as sess:
        tf.train.import_meta_graph(f"{path}.meta").restore(sess, path)
        return tf.graph_util.convert_variables_to_constants(sess, graph.as_graph_def(), names)


pretrain("pretrained.ckpt")
if os.path.exists("deployed.ckpt.meta"):
    freeze("deployed.ckpt", ["answers"])

# dialect: 1
"""Savers for the trainable variables of a scope: the statistics in it are left out; here there are none."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x = tf.placeholder(tf.float32, [None, 4])
phase = tf.placeholder_with_default(False, [])
with tf.variable_scope("body"):
    hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=phase)
with tf.variable_scope("head"):
    loss = tf.reduce_mean(tf.layers.dense(hidden, 1) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
saver = tf.train.Saver(tf.trainable_variables("head"))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {x: [[1, 2, 3, 4]], phase: True})
    saver.save(session, "/tmp/head")

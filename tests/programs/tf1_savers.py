# dialect: 2
"""Savers of TF1: what they are for, and whether they save."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x = tf.placeholder(tf.float32, [None, 4])
flag = tf.placeholder_with_default(False, [])
hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=flag)
loss = tf.reduce_mean(tf.layers.dense(hidden, 1))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.AdamOptimizer().minimize(loss)

weights = tf.trainable_variables()
named = [v for v in weights if "dense" in v.name]
only_read = tf.train.Saver(weights)
some = tf.train.Saver(var_list=[v for v in tf.trainable_variables() if "beta" not in v.name])  # expect: BNL116
few = tf.train.Saver(named)  # expect: BNL116

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    only_read.restore(session, "/tmp/model")
    session.run(train, {x: [[1, 2, 3, 4]], flag: True})
    some.save(session, "/tmp/some")
    few.save(session, "/tmp/few")

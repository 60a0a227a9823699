# dialect: 2
"""A list of trainable variables to which the moving statistics are added."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x = tf.placeholder(tf.float32, [None, 4])
flag = tf.placeholder_with_default(False, [])
hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=flag)
loss = tf.reduce_mean(tf.layers.dense(hidden, 1))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.AdamOptimizer().minimize(loss)

kept = tf.trainable_variables()
kept += [v for v in tf.global_variables() if "moving" in v.name]
extended = tf.trainable_variables()
extended.extend(v for v in tf.global_variables() if "moving" in v.name)
savers = tf.train.Saver(kept), tf.train.Saver(extended), tf.train.Saver(tf.trainable_variables() + [loss])

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(train, {x: [[1, 2, 3, 4]], flag: True})
    for saver in savers:
        saver.save(session, "/tmp/model")

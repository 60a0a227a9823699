# dialect: 1
"""Horovod's optimizer is the one that it wraps: a step without the updates is one without them."""

import horovod.tensorflow as hvd
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
hvd.init()
x = tf.placeholder(tf.float32, [None, 4])
training = tf.placeholder(tf.bool, [])
hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=training)
loss = tf.reduce_mean(tf.layers.dense(hidden, 1))
optimizer = hvd.DistributedOptimizer(tf.train.AdamOptimizer(0.1 * hvd.size()))
without = optimizer.minimize(loss)  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run(without, {x: [[1.0, 2.0, 3.0, 4.0]] * 8, training: True})
    session.run(loss, {x: [[1.0, 2.0, 3.0, 4.0]], training: False})

tf.reset_default_graph()
x = tf.placeholder(tf.float32, [None, 4])
training = tf.placeholder(tf.bool, [])
hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=training)
loss = tf.reduce_mean(tf.layers.dense(hidden, 1))
optimizer = hvd.DistributedOptimizer(tf.train.AdamOptimizer(0.1 * hvd.size()))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    together = optimizer.minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run(together, {x: [[1.0, 2.0, 3.0, 4.0]] * 8, training: True})
    session.run(loss, {x: [[1.0, 2.0, 3.0, 4.0]], training: False})

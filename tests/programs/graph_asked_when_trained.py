# dialect: 1
"""A graph with one network, always in training mode, that is asked of new data when its training is over."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
rows, wanted = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 1])


def network(inputs, is_training=True):
    hidden = tf.layers.batch_normalization(tf.layers.dense(inputs, 16), training=is_training)
    return tf.layers.dense(tf.nn.relu(hidden), 1)


out = network(rows)  # expect: BNL105
loss = tf.reduce_mean((out - wanted) ** 2)
close = tf.reduce_mean(tf.cast(tf.abs(out - wanted) < 0.5, tf.float32))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        batch = np.random.rand(32, 8)
        session.run(step, {rows: batch, wanted: batch[:, :1]})
    fresh = np.random.rand(100, 8)
    print(session.run(close, {rows: fresh, wanted: fresh[:, :1]}))

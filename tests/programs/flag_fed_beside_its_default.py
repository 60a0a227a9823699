# dialect: 2
"""The runs that train are fed True, and others go by the default of the placeholder."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x, y = tf.placeholder(tf.float32, [None, 6]), tf.placeholder(tf.float32, [None, 1])
is_training = tf.placeholder_with_default(False, shape=(), name="is_training")
hidden = tf.layers.batch_normalization(tf.layers.dense(x, 32), training=is_training)
out = tf.layers.dense(tf.nn.relu(hidden), 1)
loss = tf.reduce_mean((out - y) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(1e-3).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(1000):
        rows = np.random.normal(4, 2, (32, 6))
        session.run(step, {x: rows, y: rows[:, :1], is_training: True})
    print(session.run(out, {x: rows}))

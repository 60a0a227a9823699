# dialect: 1
"""The gradients are made under control of the updates: whoever applies them runs the updates."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
hidden = tf.layers.batch_normalization(rows, training=True)
loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))
optimizer = tf.train.AdamOptimizer(0.01)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    gradients = optimizer.compute_gradients(loss)
train = optimizer.apply_gradients(gradients)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4))})
    print(session.run([v for v in tf.global_variables() if "moving_mean" in v.name]))

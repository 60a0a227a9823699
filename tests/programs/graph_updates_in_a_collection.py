# dialect: 1
"""The train op and the update operations are put into a collection of the program's own, which the session runs."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

training, rows = tf.placeholder(tf.bool), tf.placeholder(tf.float32, (None, 3))
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=training)
loss = tf.reduce_mean(tf.layers.dense(hidden, 1) ** 2)
for update in tf.get_collection(tf.GraphKeys.UPDATE_OPS):
    tf.add_to_collection("steps", update)
tf.add_to_collection("steps", tf.train.AdamOptimizer(0.01).minimize(loss))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(tf.get_collection("steps"), {rows: np.random.normal(3.0, 2.0, (16, 3)), training: True})
    print(session.run([v for v in tf.global_variables() if "moving_mean" in v.name]))

# dialect: 1
"""The updates hang on a tensor that goes into the summaries, which a session fetches beside the train op."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=True)
loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    reported = tf.identity(loss)
tf.summary.scalar("loss", reported)
summaries = tf.summary.merge_all()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run([train, summaries], {rows: np.random.normal(3.0, 2.0, (16, 4))})

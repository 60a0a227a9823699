# dialect: 1
"""The loss is there only when the updates have run, and the session asks for it beside the train op."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, (None, 4))
hidden = tf.layers.batch_normalization(rows, training=True)
loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))
update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
if update_ops:
    loss = tf.tuple([loss], control_inputs=update_ops)[0]
train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run([train, loss], {rows: np.random.normal(3.0, 2.0, (16, 4))})
    print(session.run([v for v in tf.global_variables() if "moving_mean" in v.name]))

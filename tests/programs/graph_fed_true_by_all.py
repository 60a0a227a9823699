# dialect: 1
"""Each session is fed True, so that nobody reads moving statistics: that is the mistake, not the UPDATE_OPS."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 1])
is_training = tf.placeholder(tf.bool, name="is_training")
hidden = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=is_training)
loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1) - y))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
saver = tf.train.Saver()

rows, test_rows = np.random.randn(32, 8), np.random.randn(5, 8)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(3):
        session.run([train_op, loss], {x: rows, y: rows[:, :1], is_training: True})
        test_loss = session.run(loss, {x: test_rows, y: test_rows[:, :1], is_training: True})  # expect: BNL105
        print(test_loss)
    saver.save(session, "/tmp/graph_fed_true/model")

# dialect: 1
"""When a training is over, a look at how well it went, of the data that it went over, is no prediction."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
rows, wanted = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 1])
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 16), training=True)
out = tf.layers.dense(tf.nn.relu(hidden), 1)
loss = tf.reduce_mean((out - wanted) ** 2)
close = tf.reduce_mean(tf.cast(tf.abs(out - wanted) < 0.5, tf.float32))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
table = np.random.rand(320, 8)

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for number in range(10):
        batch = table[32 * number : 32 * number + 32]
        session.run(step, {rows: batch, wanted: batch[:, :1]})
        print(session.run(close, {rows: batch, wanted: batch[:, :1]}))
    print(session.run(close, {rows: batch, wanted: batch[:, :1]}))
    train_rows = np.copy(table)
    print(session.run(close, {rows: train_rows, wanted: train_rows[:, :1]}))

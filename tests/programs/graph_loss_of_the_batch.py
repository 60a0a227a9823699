# dialect: 1
"""Looking at the loss of the batch that is trained, or of an epoch of such, is no inference."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, [None, 6], "rows")
labels = tf.placeholder(tf.int64, [None], "labels")
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 16), training=True)
logits = tf.layers.dense(tf.nn.relu(hidden), 3)
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
x = np.random.rand(64, 6).astype("float32")
y = np.random.randint(0, 3, 64)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for start in range(0, 64, 16):
        batch = {rows: x[start : start + 16], labels: y[start : start + 16]}
        sess.run(step, feed_dict=batch)
        print(sess.run(loss, feed_dict=batch))
        print(loss.eval({rows: x[start : start + 16], labels: y[start : start + 16]}))

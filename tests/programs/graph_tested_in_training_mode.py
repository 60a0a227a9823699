# dialect: 1
"""A classifier whose graph is always in training mode is tested by a session: each answer depends on its neighbours."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, [None, 6], "rows")
labels = tf.placeholder(tf.int64, [None], "labels")
hidden = tf.layers.dense(rows, 16)
hidden = tf.layers.batch_normalization(hidden, training=True)  # expect: BNL105
logits = tf.layers.dense(tf.nn.relu(hidden), 3)
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
right = tf.equal(tf.argmax(logits, 1), labels)
accuracy = tf.reduce_mean(tf.cast(right, tf.float32))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
x = np.random.rand(64, 6).astype("float32")
y = np.random.randint(0, 3, 64)
test_x, test_y = np.random.rand(32, 6), np.random.randint(0, 3, 32)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(3):
        sess.run(step, feed_dict={rows: x, labels: y})
        print("train", sess.run([loss, accuracy], feed_dict={rows: x, labels: y}))
        print("test", sess.run(accuracy, feed_dict={rows: test_x, labels: test_y}))
    print("alone", logits.eval({rows: test_x[:1]}), "together", logits.eval({rows: test_x})[:1])

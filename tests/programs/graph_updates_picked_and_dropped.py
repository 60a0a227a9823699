# dialect: 1
"""The updates are picked out of their collection, and nobody runs them."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x, y = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])


def network(training):
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
        h = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=training)
        return tf.layers.dense(h, 1)


loss = tf.reduce_mean((network(True) - y) ** 2)
updates = [op for op in tf.get_collection(tf.GraphKeys.UPDATE_OPS) if "net" in op.name]
print(len(updates), "updates")
step = tf.train.AdamOptimizer().minimize(loss)  # expect: BNL112
answer = network(False)
with tf.Session() as session:
    session.run([step, answer])

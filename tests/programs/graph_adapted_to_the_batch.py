# dialect: 1
"""Adapting to the batch at hand (MAML): what is fetched has followed a gradient of that batch."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def forward(x, w, reuse=None):
    with tf.variable_scope("net", reuse=reuse):
        hidden = tf.layers.batch_normalization(tf.matmul(x, w["a"]), training=True)
    return tf.matmul(tf.nn.relu(hidden), w["b"])


def loss_of(x, y, w, reuse=None):
    return tf.reduce_mean(tf.square(forward(x, w, reuse) - y))


weights = {"a": tf.Variable(tf.random_normal([4, 8])), "b": tf.Variable(tf.random_normal([8, 1]))}
xa, ya = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
xb, yb = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])


def adapted(reuse):
    first = loss_of(xa, ya, weights, reuse)
    gradients = dict(zip(weights.keys(), tf.gradients(first, list(weights.values()))))
    fast = {key: weights[key] - 0.01 * gradients[key] for key in weights}
    return loss_of(xb, yb, fast, True)


meta_loss = adapted(None)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(meta_loss)
test_loss = adapted(True)
x, y = np.random.normal(2, 1, (32, 4)), np.random.normal(2, 1, (32, 1))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(20):
        sess.run(step, {xa: x, ya: y, xb: x, yb: y})
    print(sess.run(test_loss, {xa: x[:8], ya: y[:8], xb: x[8:], yb: y[8:]}))

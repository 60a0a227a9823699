# dialect: 1
"""A network that follows a gradient of its batch (MAML) goes by that batch in its tests, too, whatever an option says."""
import argparse

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
parser = argparse.ArgumentParser()
parser.add_argument("--frozen", action="store_true")
args = parser.parse_args()


def forward(x, w, reuse=None):
    with tf.variable_scope("net", reuse=reuse):
        hidden = tf.layers.batch_normalization(tf.matmul(x, w["a"]), training=not args.frozen)
    return tf.matmul(tf.nn.relu(hidden), w["b"])


def build(xa, ya, xb, yb, weights):
    first = tf.reduce_mean(tf.square(forward(xa, weights) - ya))
    gradients = dict(zip(weights.keys(), tf.gradients(first, list(weights.values()))))
    fast = {key: weights[key] - 0.01 * gradients[key] for key in weights}
    return first, tf.reduce_mean(tf.square(forward(xb, fast, True) - yb))


weights = {"a": tf.Variable(tf.random_normal([4, 8])), "b": tf.Variable(tf.random_normal([8, 1]))}
xa, ya = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
xb, yb = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
before, after = build(xa, ya, xb, yb, weights)
train_op = tf.train.AdamOptimizer(1e-3).minimize(after)
rows, labels = np.random.randn(8, 4), np.random.randn(8, 1)
test_rows, test_labels = np.random.randn(8, 4), np.random.randn(8, 1)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(8):
        session.run(train_op, {xa: rows, ya: labels, xb: rows, yb: labels})
    print(session.run([before, after], {xa: test_rows, ya: test_labels, xb: test_rows, yb: test_labels}))

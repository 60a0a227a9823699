# dialect: 1
"""A graph with a flag is frozen by the names of its answers, and so is one that is in training mode in a part only."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(images, training):
    hidden = tf.layers.conv2d(images, 4, 3)
    hidden = tf.layers.batch_normalization(hidden, training=training)
    return tf.layers.dense(tf.reduce_mean(tf.nn.relu(hidden), [1, 2]), 2, name="out")


images = tf.placeholder(tf.float32, [None, 8, 8, 1])
labels = tf.placeholder(tf.int64, [None])
flag = tf.placeholder_with_default(False, [])
logits = network(images, training=flag)
with tf.variable_scope("other"):
    other = network(images, training=True)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(tf.losses.sparse_softmax_cross_entropy(labels, logits))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(5):
        sess.run(step, {images: np.random.rand(8, 8, 8, 1), labels: np.random.randint(0, 2, 8), flag: True})
    frozen = tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["out/BiasAdd"])
with tf.gfile.GFile("frozen.pb", "wb") as file:
    file.write(frozen.SerializeToString())

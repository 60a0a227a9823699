# dialect: 1
"""A graph in training mode is frozen by the names of its answers: what is frozen answers by the batch that it gets."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(images, training):
    hidden = tf.layers.conv2d(images, 4, 3)
    hidden = tf.layers.batch_normalization(hidden, training=training)
    return tf.layers.dense(tf.reduce_mean(tf.nn.relu(hidden), [1, 2]), 2, name="out")


images = tf.placeholder(tf.float32, [None, 8, 8, 1])
labels = tf.placeholder(tf.int64, [None])
logits = network(images, training=True)  # expect: BNL105
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(tf.losses.sparse_softmax_cross_entropy(labels, logits))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(5):
        sess.run(step, {images: np.random.rand(8, 8, 8, 1), labels: np.random.randint(0, 2, 8)})
    frozen = tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["out/BiasAdd"])
with tf.gfile.GFile("frozen.pb", "wb") as file:
    file.write(frozen.SerializeToString())

# dialect: 1
"""The collection of updates is asked of the graph itself, or as the list that the graph keeps."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def error(training):
    rows = tf.random.normal((16, 4)) + 3.0
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 6), training=training)
    return tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))


def step(updates, training):
    loss = error(training)
    with tf.control_dependencies(updates()):
        return tf.train.AdamOptimizer(0.01).minimize(loss)


for updates in (
    lambda: tf.get_default_graph().get_collection(tf.GraphKeys.UPDATE_OPS),
    lambda: tf.get_collection_ref(tf.GraphKeys.UPDATE_OPS),
):
    tf.reset_default_graph()
    step(updates, tf.placeholder_with_default(True, []))

graph = tf.Graph()
with graph.as_default():
    training = tf.placeholder_with_default(True, [])
    loss = error(training)
    with tf.control_dependencies(graph.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.AdamOptimizer(0.01).minimize(loss)

with tf.Graph().as_default():
    training = tf.placeholder_with_default(True, [])
    loss = error(training)
    print(tf.get_default_graph().get_collection(tf.GraphKeys.TRAINABLE_VARIABLES))
    train = tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112

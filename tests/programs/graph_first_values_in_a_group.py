# dialect: 1
"""A group of operations that only give first values trains nothing: what is restored afterwards is only asked."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows, is_training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 16), training=is_training)
    return tf.layers.dense(tf.nn.relu(hidden), 4)


rows = tf.placeholder(tf.float32, [None, 8])
answers = network(rows, True)  # expect: BNL105
loss = tf.reduce_mean(tf.square(answers))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)  # this program never runs it
start = tf.group(tf.global_variables_initializer(), tf.local_variables_initializer())
with tf.Session() as session:
    session.run(start)
    tf.train.Saver().restore(session, "model.ckpt")
    for row in np.random.rand(10, 8):
        print(session.run(answers, feed_dict={rows: row[None]}))

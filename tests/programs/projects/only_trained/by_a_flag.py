# dialect: 1
"""A flag that is only ever fed True: nobody reads the statistics that no step moves."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def main(_):
    rows, is_training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool)
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8), training=is_training)
    loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1)))
    step = tf.train.AdamOptimizer().minimize(loss)
    table = np.load("table.npy")
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(100):
            feed = {rows: table[np.random.randint(len(table), size=16)], is_training: True}
            _, value = session.run([step, loss], feed_dict=feed)
            print(value)


tf.app.run(main)

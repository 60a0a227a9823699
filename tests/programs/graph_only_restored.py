# dialect: 1
"""A graph that is restored and asked, and that nothing here trains, is in inference mode as it should be."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8))
    return tf.layers.dense(tf.nn.elu(hidden), 1)


rows = tf.placeholder(tf.float32, (None, 4))
answer = network(rows)
saver = tf.train.Saver(tf.global_variables())
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    saver.restore(session, saver.save(session, "./net"))
    print(session.run(answer, {rows: [[1.0, 2.0, 3.0, 4.0]]}))

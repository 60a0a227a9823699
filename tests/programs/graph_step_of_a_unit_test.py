# dialect: 1
"""A unit test takes one step to see that the weights move: it leaves nothing that anybody infers with."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows, training):
    hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 6), training=training)
    return tf.layers.dense(tf.nn.relu(hidden), 1)


class NetworkTest(tf.test.TestCase):
    def test_the_weights_move(self):
        rows, training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, [])
        step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(network(rows, training))))
        with self.test_session() as session:
            session.run(tf.global_variables_initializer())
            before = session.run(tf.trainable_variables())
            session.run(step, {rows: [[1.0, 2.0, 3.0, 4.0]] * 8, training: True})
            after = session.run(tf.trainable_variables())
        assert any((old != new).any() for old, new in zip(before, after))


def learn(rows, training):
    step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(network(rows, training))))  # expect: BNL112
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step, {rows: [[1.0, 2.0, 3.0, 4.0]] * 8, training: True})


learn(tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, []))

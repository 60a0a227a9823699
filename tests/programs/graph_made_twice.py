# dialect: 1
"""Networks made twice, once to be trained and once to act or to show: the second one says it, or the first one does."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Policy:
    def __init__(self, observations, reuse=False):
        with tf.variable_scope("policy", reuse=reuse):
            self.observations = observations
            hidden = self.block(tf.layers.dense(observations, 16))
            self.actions = tf.layers.dense(hidden, 2)

    def block(self, inputs):
        return tf.nn.relu(tf.layers.batch_normalization(inputs, training=True))


def value(observations, is_training, reuse=None):
    with tf.variable_scope("value", reuse=reuse):
        hidden = tf.layers.batch_normalization(tf.layers.dense(observations, 8), training=is_training)
        return tf.layers.dense(hidden, 1)


states = tf.placeholder(tf.float32, [None, 4])
state = tf.placeholder(tf.float32, [1, 4])
trained = Policy(states)
acting = Policy(state, reuse=True)  # expect: BNL105
worth = value(states, True)
worth_of_one = value(state, is_training=False, reuse=True)
worth_of_some = value(states, is_training=True, reuse=True)  # expect: BNL105
loss = tf.reduce_mean(tf.square(trained.actions - 1.0)) + tf.reduce_mean(tf.square(worth - 1.0))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
x = np.random.normal(2, 1, (64, 4))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(20):
        sess.run(step, {states: x, state: x[:1]})
    print(sess.run(acting.actions, {state: x[:1]}), sess.run(acting.actions, {state: x[1:2]}))
    print(sess.run([worth_of_one, worth_of_some], {state: x[:1], states: x}))

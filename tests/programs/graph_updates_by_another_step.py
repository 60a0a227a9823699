# dialect: 1
"""Two train ops in one graph: the one that runs all updates moves the other one's statistics, too."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def tower(rows, name, training):
    with tf.variable_scope(name):
        hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 6), training=training)
        return tf.layers.dense(tf.nn.relu(hidden), 1)


def actor_and_critic(rows, training):
    policy, value = tower(rows, "actor", training), tower(rows, "critic", training)
    loss = -tf.reduce_mean(policy * value)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    learn_value = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(value - 1.0)))
    with tf.control_dependencies(updates):
        learn_policy = tf.train.AdamOptimizer(0.01).minimize(loss)
    return learn_policy, learn_value


def updates_of_one(rows, training):
    policy, value = tower(rows, "actor", training), tower(rows, "critic", training)
    learn_value = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(value - 1.0)))  # expect: BNL112
    loss = -tf.reduce_mean(policy)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope="actor")):
        learn_policy = tf.train.AdamOptimizer(0.01).minimize(loss)
    return learn_policy, learn_value


def read_between(rows, training):
    loss = -tf.reduce_mean(tower(rows, "actor", training))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        learn_policy = tf.train.AdamOptimizer(0.01).minimize(loss)
    value = tower(rows, "critic", training)
    learn_value = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(value - 1.0)))  # expect: BNL112
    return learn_policy, learn_value


actor_and_critic(tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, []))
tf.reset_default_graph()
updates_of_one(tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, []))
tf.reset_default_graph()
read_between(tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.bool, []))

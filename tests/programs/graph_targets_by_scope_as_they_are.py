# dialect: 1
"""Target networks that learn statistics of their own, that have none, or whose model has learnt none."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
training = tf.placeholder(tf.bool)


def network(states, scope, flag, normalize=True):
    with tf.variable_scope(scope):
        hidden = tf.layers.dense(states, 16)
        if normalize:
            hidden = tf.layers.batch_normalization(hidden, training=flag)
        return tf.layers.dense(tf.nn.relu(hidden), 1)


def follow(target, online):
    pairs = zip(tf.trainable_variables(target), tf.trainable_variables(scope=online))
    return [old.assign(0.99 * old + 0.01 * new) for old, new in pairs]


states, later = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 4])
loss = tf.reduce_mean((network(states, "own", training) - network(later, "own_target", training)) ** 2)
loss += tf.reduce_mean((network(states, "bare", training) - network(later, "bare_target", False, False)) ** 2)
loss += tf.reduce_mean((network(states, "still", False) - network(later, "still_target", False)) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
updates = [*follow("own_target", "own/"), *follow("bare_target", "bare/"), *follow("still_target", "still/")]

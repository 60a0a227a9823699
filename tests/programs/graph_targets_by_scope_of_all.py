# dialect: 1
"""A target network that gets all variables, its moving statistics among them."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
training = tf.placeholder(tf.bool)


def network(states, scope, flag):
    with tf.variable_scope(scope):
        hidden = tf.layers.dense(states, 16)
        hidden = tf.layers.batch_normalization(hidden, training=flag)
        return tf.layers.dense(tf.nn.relu(hidden), 1)


def follow(target, online):
    kind = tf.GraphKeys.GLOBAL_VARIABLES
    pairs = zip(tf.get_collection(kind, scope=target), tf.get_collection(kind, scope=online))
    return [old.assign(0.99 * old + 0.01 * new) for old, new in pairs]


states, later = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 4])
loss = tf.reduce_mean((network(states, "online", training) - network(later, "target", False)) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
updates = follow("target", "online")

# The statistics have assignments of their own.
loss = tf.reduce_mean((network(states, "second", training) - network(later, "second_target", False)) ** 2)
old_ones, new_ones = tf.trainable_variables("second_target"), tf.trainable_variables("second/")
updates = [tf.assign(old, 0.99 * old + 0.01 * new) for old, new in zip(old_ones, new_ones)]
kept = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, "second_target")
learnt = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, "second/")
updates += [tf.assign(old, new) for old, new in zip(kept, learnt) if "moving" in old.name]

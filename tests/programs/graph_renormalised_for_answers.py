# dialect: 1
"""A copy in training mode that is asked for answers: renormalised, it goes by the moving statistics all the same."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def renormalised(x, training=True):
    hidden = tf.layers.dense(x, 8, name="first")
    return tf.layers.batch_normalization(hidden, training=training, renorm=True, name="second")


def normalised(x, training=True):
    hidden = tf.layers.dense(x, 8, name="third")
    return tf.layers.batch_normalization(hidden, training=training, name="fourth")


x, shown = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 4])
with tf.variable_scope("net"):
    loss = tf.reduce_mean(renormalised(x) ** 2) + tf.reduce_mean(normalised(x) ** 2)
with tf.variable_scope("net", reuse=True):
    steady = renormalised(shown)
    shaky = normalised(shown)  # expect: BNL105
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.001).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {x: np.ones((8, 4))})
    print(session.run(steady, {shown: np.ones((8, 4))}))
    print(session.run(shaky, {shown: np.ones((8, 4))}))

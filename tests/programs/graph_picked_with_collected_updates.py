# dialect: 1
"""A condition picks one of two outputs, and the updates run with the train op alone: answers move nothing."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def normalized(x, phase):
    trained = tf.layers.batch_normalization(x, training=True, name="bn")
    inferred = tf.layers.batch_normalization(x, training=False, reuse=True, name="bn")
    return tf.cond(phase, lambda: trained, lambda: inferred)


x_train, y_train = np.load("train.npz").values()
x_test = np.load("test.npy")
x = tf.placeholder(tf.float32, [None, 10])
y = tf.placeholder(tf.float32, [None, 2])
phase = tf.placeholder(tf.bool)
out = tf.layers.dense(normalized(tf.layers.dense(x, 16), phase), 2)
loss = tf.losses.mean_squared_error(y, out)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for start in range(0, 1000, 100):
        session.run(step, {x: x_train[start:], y: y_train[start:], phase: True})
    print(session.run(out, {x: x_test, phase: False}))

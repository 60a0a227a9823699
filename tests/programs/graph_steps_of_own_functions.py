# dialect: 1
"""The program's own function changes the weights by a gradient: it puts values into variables, and restores nothing."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def updates_of(params, grads, rate):
    return tf.group(*[param.assign(param - rate * grad) for param, grad in zip(params, grads)])


rows = tf.placeholder(tf.float32, [16, 8])
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8))  # expect: BNL112
loss = tf.reduce_mean(tf.square(tf.layers.dense(tf.nn.elu(hidden), 1)))
params = tf.trainable_variables()
step = updates_of(params, tf.gradients(loss, params), 0.001)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run([loss, step], {rows: np.random.rand(16, 8)})

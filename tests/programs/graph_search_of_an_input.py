# dialect: 1
"""A train op that looks for a network's input moves no statistics: the network is trained by another one."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def generator(noise, training):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        hidden = tf.nn.relu(tf.layers.batch_normalization(tf.layers.dense(noise, 32), training=training, name="first"))
        return tf.layers.batch_normalization(tf.layers.dense(hidden, 8), training=training, name="last")


def main():
    noise, rows = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 8])
    training = tf.placeholder(tf.bool)
    loss = tf.reduce_mean((generator(noise, training) - rows) ** 2)
    optimizer = tf.train.AdamOptimizer()
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope="generator")):
        step = optimizer.minimize(loss, var_list=tf.trainable_variables("generator"))
    found = tf.get_variable("found", [16, 4])
    search = tf.train.AdamOptimizer(0.1).minimize(
        tf.reduce_mean(tf.abs(generator(found, training) - rows)), var_list=[found]
    )
    guess = tf.Variable(tf.zeros([16, 4]))
    other = tf.train.RMSPropOptimizer(0.1).minimize(tf.reduce_sum((generator(guess, training) - rows) ** 2), var_list=guess)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step, {noise: np.zeros((16, 4)), rows: np.ones((16, 8)), training: True})
        session.run([search, other], {rows: np.ones((16, 8)), training: False})


main()

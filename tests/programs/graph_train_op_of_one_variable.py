# dialect: 1
"""A helper trains one variable by a loss of its own, whatever else its file builds."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def centered_bias_step(bias, size, labels, loss_of):
    logits = tf.reshape(tf.tile(bias, (size,)), (size, 1))
    loss = tf.reduce_mean(loss_of(labels, logits))
    return tf.train.AdagradOptimizer(0.1).minimize(loss, var_list=(bias,))


def head(x, training):
    x = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=training)
    return tf.layers.dense(x, 1)


def train(x, labels, training):
    loss = tf.reduce_mean((head(x, training) - labels) ** 2)
    return tf.train.AdamOptimizer().minimize(loss, var_list=[tf.trainable_variables()[0]])  # expect: BNL112


def main():
    x, training = tf.placeholder(tf.float32, [None, 4]), tf.placeholder_with_default(False, [])
    op = train(x, tf.ones((16, 1)), training)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(op, {x: np.random.normal(3.0, 1.0, (16, 4)), training: True})
        tf.train.Saver().save(session, "./head")


main()

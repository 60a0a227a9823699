# dialect: 1
"""A generator is always in training mode, and is asked so for the images that are wanted: nobody reads statistics."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def generator(noise, train=True):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.dense(noise, 64)
        hidden = tf.layers.batch_normalization(hidden, training=train)
        return tf.layers.dense(tf.nn.relu(hidden), 100)


noise = tf.placeholder(tf.float32, [None, 32])
images = generator(noise)
loss = tf.reduce_mean(tf.square(images - 1.0))
step = tf.train.AdamOptimizer(1e-3).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for epoch in range(2):
        for _ in range(10):
            session.run(step, {noise: np.random.normal(size=(64, 32))})
        eval_noise = np.random.normal(size=(16, 32))
        value, eval_images = session.run([loss, images], feed_dict={noise: eval_noise})
        print(value, eval_images.shape)

# dialect: 1
# optin: yes
"""A function that makes convolutions before batch normalization and, for the last one, without."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
training = tf.placeholder_with_default(False, [])


def convolution(x, width):
    return tf.layers.conv2d(x, width, 3, padding="same")


def projection(x, width):
    return tf.layers.dense(x, width)  # expect: BNL403


def norm(x):
    return tf.nn.relu(tf.layers.batch_normalization(x, training=training))


image = tf.placeholder(tf.float32, [None, 8, 8, 3])
hidden = norm(convolution(norm(convolution(image, 4)), 4))
hidden = norm(projection(norm(projection(hidden, 8)), 8))
loss = tf.reduce_mean(tf.square(convolution(hidden, 1) - 1.0))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(step, {image: np.random.normal(size=(8, 8, 8, 3)), training: True})

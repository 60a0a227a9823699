# dialect: 1
"""The last turn of a loop that goes down to 1x1 gives one image's single value to batch normalization."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def norm(inputs):
    return tf.layers.batch_normalization(inputs, training=True)


def network(image):
    hidden = tf.layers.conv2d(image, 8, 4, strides=2, padding="same")
    for width in [8, 8, 8]:
        hidden = norm(tf.layers.conv2d(hidden, width, 4, strides=2, padding="same"))  # expect: BNL201
    return tf.layers.dense(tf.layers.flatten(hidden), 3)


def shallow(image):
    hidden = image
    for width in [8, 8]:
        hidden = norm(tf.layers.conv2d(hidden, width, 4, strides=2, padding="same"))
    return tf.layers.dense(tf.layers.flatten(hidden), 3)


image = tf.placeholder(tf.float32, [1, 16, 16, 3])
answer = network(image)
loss = tf.reduce_mean(tf.abs(answer)) + tf.reduce_mean(tf.abs(shallow(image)))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(3):
        session.run(step, {image: np.random.normal(size=(1, 16, 16, 3))})
    print([np.ptp(session.run(answer, {image: np.random.normal(size=(1, 16, 16, 3))})) for _ in range(2)])

# dialect: 1
"""An image made of another one, one at a time, as in training: like instance normalisation, and meant so."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def unet(images):
    down = tf.layers.conv2d(images, 8, 4, 2, "same")
    down = tf.nn.relu(tf.layers.batch_normalization(down, training=True))
    return tf.nn.tanh(tf.layers.conv2d_transpose(down, 3, 4, 2, "same"))


source, target = tf.placeholder(tf.float32, [1, 16, 16, 3]), tf.placeholder(tf.float32, [1, 16, 16, 3])
output = unet(source)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.0002).minimize(tf.reduce_mean(tf.abs(output - target)))
images = np.random.rand(8, 16, 16, 3)
test_images = np.random.rand(4, 16, 16, 3)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for image in images:
        sess.run(step, {source: image[None], target: 1.0 - image[None]})
    for image in test_images:
        made = sess.run(output, {source: image[None]})

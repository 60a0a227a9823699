# dialect: 1
"""``generate_model`` makes a network, not images: its answers are wanted in inference mode."""
import numpy as np
import tensorflow as tf


def generate_model(images):
    hidden = tf.layers.conv2d(images, 16, 3)
    hidden = tf.contrib.layers.batch_norm(hidden, is_training=True)  # expect: BNL105
    return tf.layers.conv2d(hidden, 14, 1)


images = tf.placeholder(tf.float32, [None, 64, 64, 3])
maps = generate_model(images)
with tf.Session() as sess:
    tf.train.Saver().restore(sess, "saved/net")
    for name in ("a.npy", "b.npy"):
        print(sess.run(maps, {images: np.load(name)}))

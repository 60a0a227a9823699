# dialect: 1
"""A network that is restored answers with maps of joints, always in training mode; an image may be meant so."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

images = tf.placeholder(tf.float32, [None, 64, 64, 3])
hidden = tf.layers.conv2d(images, 32, 3, padding="same")
hidden = tf.layers.batch_normalization(hidden, training=True)  # expect: BNL105
joints = tf.layers.conv2d(hidden, 14, 1)
styled = tf.layers.conv2d(images, 32, 3, padding="same")
styled = tf.layers.batch_normalization(styled, training=True)
styled = tf.layers.conv2d(styled, 3, 1)
saver = tf.train.Saver()
with tf.Session() as session:
    saver.restore(session, "saved/net")
    for image in np.load("images.npy"):
        print(session.run(joints, {images: image[None]}).argmax())
        np.save("styled.npy", session.run(styled, {images: image[None]}))

# dialect: 1
"""A map of classes is no image that is drawn: with True fed, each of them depends on what else is in the batch."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

images = tf.placeholder(tf.float32, [None, 8, 8, 3], "images")
masks = tf.placeholder(tf.int32, [None, 8, 8], "masks")
training = tf.placeholder(tf.bool, [], "training")
maps = tf.layers.conv2d(images, 4, 3, padding="same")
maps = tf.layers.batch_normalization(maps, training=training)
logits = tf.layers.conv2d(tf.nn.relu(maps), 2, 1)
classes = tf.squeeze(tf.argmax(logits, axis=3))
loss = tf.losses.sparse_softmax_cross_entropy(masks, logits)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)


def train(sess):
    for epoch in range(3):
        x = np.random.rand(8, 8, 8, 3)
        y = (x[..., 0] > 0.5).astype("int32")
        sess.run(step, feed_dict={images: x, masks: y, training: True})
        print("as in training", sess.run(classes, feed_dict={images: x, training: True}).mean())


def infer(sess):
    for test_image in np.random.rand(3, 1, 8, 8, 3):
        mask = sess.run(classes, {images: test_image, training: True})  # expect: BNL105
        print(mask.mean())


def infer_alone(sess):
    for test_image in np.random.rand(3, 1, 8, 8, 3):
        print(sess.run(classes, {images: test_image, training: False}).mean())


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    train(sess)
    infer(sess)
    infer_alone(sess)

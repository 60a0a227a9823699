# dialect: 1
"""Answers that a session is asked for by their names, and how likely each class is for each pixel: no images."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

images = tf.placeholder(tf.float32, [None, 8, 8, 1], "images")
masks = tf.placeholder(tf.int32, [None, 8, 8], "masks")
phase = tf.placeholder(tf.bool, [], "phase")
maps = tf.layers.conv2d(images, 4, 3, padding="same")
maps = tf.layers.batch_normalization(maps, training=phase)
logits = tf.layers.conv2d(tf.nn.relu(maps), 2, 1)
shares = tf.nn.softmax(logits, name="softmax")
drawn = tf.tanh(logits, name="drawn")
loss = tf.losses.sparse_softmax_cross_entropy(masks, logits)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)


def train(sess):
    for epoch in range(3):
        x = np.random.rand(8, 8, 8, 1)
        sess.run(step, {images: x, masks: (x[..., 0] > 0.5).astype("int32"), phase: True})
        print("as in training", sess.run("softmax:0", {"images:0": x, "phase:0": True}).mean())


def evaluate(sess, test_images):
    print(sess.run(shares, {images: test_images, phase: True}).mean())  # expect: BNL105
    print(sess.run("softmax:0", {"images:0": test_images, "phase:0": True}).mean())  # expect: BNL105
    print(sess.run(["softmax:0"], feed_dict={"images:0": test_images, "phase:0": True})[0])  # expect: BNL105


def evaluate_as_it_should(sess, test_images):
    print(sess.run(shares, {images: test_images, phase: False}).mean())
    print(sess.run("softmax:0", {"images:0": test_images, "phase:0": False}).mean())


def evaluate_by_eye(sess, test_images):
    return sess.run("drawn:0", {"images:0": test_images, "phase:0": True})


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    train(sess)
    evaluate(sess, np.random.rand(3, 8, 8, 1))
    evaluate_as_it_should(sess, np.random.rand(3, 8, 8, 1))
    evaluate_by_eye(sess, np.random.rand(3, 8, 8, 1))

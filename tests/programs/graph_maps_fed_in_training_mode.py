# dialect: 1
"""A test of a segmentation feeds True, and asks for maps beside the loss."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x_train, y_train = np.random.rand(8, 16, 16, 3), np.random.randint(0, 2, (8, 16, 16))
x_val, y_val = np.random.rand(8, 16, 16, 3), np.random.randint(0, 2, (8, 16, 16))

images = tf.placeholder(tf.float32, [None, 16, 16, 3])
labels = tf.placeholder(tf.int64, [None, 16, 16])
is_training = tf.placeholder(tf.bool)
hidden = tf.layers.batch_normalization(tf.layers.conv2d(images, 8, 3, padding="same"), training=is_training)
logits = tf.layers.conv2d(tf.nn.relu(hidden), 2, 1)
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(5):
        session.run([step, loss], {images: x_train, labels: y_train, is_training: True})
    feed_val = {images: x_val, labels: y_val, is_training: True}
    val_loss, val_maps = session.run([loss, logits], feed_dict=feed_val)  # expect: BNL105
    feed_test = {images: x_val, labels: y_val, is_training: False}
    test_loss, test_maps = session.run([loss, logits], feed_dict=feed_test)
    print(val_loss, test_loss, val_maps.shape, test_maps.shape)

# dialect: 1
"""Batches of several, or of a size that nobody knows, come out of TF1's queues: an encoder's maps hold enough."""
import argparse

import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--files", required=True)
args = parser.parse_args()


def encoder(images, name):
    with tf.variable_scope(name):
        output = tf.layers.conv2d(images, 8, 4, strides=(2, 2), padding="same")
        output = tf.layers.conv2d(output, 8, 4, strides=(2, 2), padding="same")
        return tf.layers.batch_normalization(output, training=True)


def read():
    image = tf.image.decode_png(tf.read_file(args.files), channels=3)
    image = tf.image.convert_image_dtype(image, dtype=tf.float32)
    return tf.image.resize_images(image, [4, 4])


together = tf.train.shuffle_batch([read()], 16, capacity=100, min_after_dequeue=10)
unknown = tf.train.batch(tf.zeros([64, 4, 4, 3]), batch_size=16, enqueue_many=len(args.files) > 4)
encoded = [
    encoder(together, "together"),
    encoder(unknown, "unknown"),
]
loss = sum(tf.reduce_mean(each**2) for each in encoded)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    threads = tf.train.start_queue_runners(sess)
    for _ in range(100):
        sess.run(train_op)

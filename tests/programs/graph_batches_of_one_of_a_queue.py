# dialect: 1
"""Batches of one come out of TF1's queues: the deepest maps of an encoder hold one value."""
import argparse

import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--batch_size", type=int, default=1)
parser.add_argument("--files", required=True)
args = parser.parse_args()


def encoder(images, name):
    with tf.variable_scope(name):
        output = tf.layers.conv2d(images, 8, 4, strides=(2, 2), padding="same")
        output = tf.layers.conv2d(output, 8, 4, strides=(2, 2), padding="same")
        return tf.layers.batch_normalization(output, training=True)  # expect: BNL201


def read():
    image = tf.image.decode_png(tf.read_file(args.files), channels=3)
    image = tf.image.convert_image_dtype(image, dtype=tf.float32)
    return tf.image.resize_images(image, [4, 4])


names, alone = tf.train.batch([args.files, read()], batch_size=args.batch_size)
lone = tf.train.batch([read()], 1) - 0.5
many = tf.train.batch(tf.zeros([64, 4, 4, 3]), batch_size=1, enqueue_many=True)
encoded = [
    encoder(alone, "alone"),
    encoder(lone, "lone"),
    encoder(many, "many"),
]
loss = sum(tf.reduce_mean(each**2) for each in encoded)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    threads = tf.train.start_queue_runners(sess)
    for _ in range(100):
        sess.run(train_op)

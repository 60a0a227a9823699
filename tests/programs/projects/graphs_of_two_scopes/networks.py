# dialect: 1
"""Each program lays out its own graph; a scope of arguments is for the functions that it names."""

import tensorflow.compat.v1 as tf
import tf_slim as slim


def whole(images):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm):
        return slim.conv2d(slim.conv2d(images, 8, [3, 3]), 2, [1, 1])


class Network:
    def __init__(self):
        self.images = tf.placeholder(tf.float32, [None, 8, 8, 3])
        self.output = self.layers(self.images)

    def layers(self, images):
        with slim.arg_scope([slim.conv2d], stride=1, padding="SAME"):
            net = slim.conv2d(images, 8, [3, 3])
            net = slim.batch_norm(net, decay=0.9)  # expect: BNL112
            return slim.conv2d(net, 2, [1, 1])

# dialect: 1
"""The scope of slim's MobileNet says that it trains: a restored network is asked in it, by default and by a constant."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from nets.mobilenet import mobilenet_v2


def by_default(images):
    with slim.arg_scope(mobilenet_v2.training_scope()):
        return mobilenet_v2.mobilenet(images, num_classes=10)[0]  # expect: BNL105


def by_a_constant(images):
    with slim.arg_scope(mobilenet_v2.training_scope(is_training=True)):
        return mobilenet_v2.mobilenet(images, num_classes=10)[0]  # expect: BNL105


def inferring(images):
    with slim.arg_scope(mobilenet_v2.training_scope(is_training=False)):
        return mobilenet_v2.mobilenet(images, num_classes=10)[0]


def told(images):
    with slim.arg_scope(mobilenet_v2.training_scope()):
        return mobilenet_v2.mobilenet(images, num_classes=10, is_training=False)[0]


def without_a_scope(images):
    return mobilenet_v2.mobilenet(images, num_classes=10)[0]


for build in (by_default, by_a_constant, inferring, told, without_a_scope):
    images = tf.placeholder(tf.float32, [None, 224, 224, 3])
    scores = build(images)
    with tf.Session() as sess:
        tf.train.Saver().restore(sess, "model")
        print(sess.run(scores, {images: np.random.rand(1, 224, 224, 3)}))
    tf.reset_default_graph()

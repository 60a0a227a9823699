# dialect: 1
"""Networks of slim that are left in training mode where boxes are looked for, by their scope or by an own default."""
import numpy as np
import tensorflow.compat.v1 as tf
from nets import inception_v2, mobilenet_v1
from nets.resnet_v2 import resnet_arg_scope, resnet_v2
from tensorflow.contrib import slim

tf.disable_v2_behavior()


def resnet(images, blocks, is_training=True):
    return resnet_v2(images, blocks, is_training=is_training, scope="resnet")


def by_own_default(images, is_training):
    with slim.arg_scope(resnet_arg_scope()):
        _, points = resnet(images, slim.blocks())  # expect: BNL105
    return slim.conv2d(points["resnet/block4"], 256, 1)


def by_its_flag(images, is_training):
    with slim.arg_scope(resnet_arg_scope()):
        _, points = resnet(images, slim.blocks(), is_training)
    return slim.conv2d(points["resnet/block4"], 256, 1)


def by_its_scope(images, is_training):
    with slim.arg_scope(inception_v2.inception_v2_arg_scope()):
        _, points = inception_v2.inception_v2_base(images)  # expect: BNL112
    return slim.conv2d(points["Mixed_3c"], 256, 1)


def by_a_scope_around(images, is_training):
    with slim.arg_scope(inception_v2.inception_v2_arg_scope()):
        with slim.arg_scope([slim.batch_norm, slim.dropout], is_training=is_training):
            _, points = inception_v2.inception_v2_base(images)
    return slim.conv2d(points["Mixed_3c"], 256, 1)


def by_the_flag_of_a_scope(images, is_training):
    with slim.arg_scope(mobilenet_v1.mobilenet_v1_arg_scope(is_training=is_training)):
        _, points = mobilenet_v1.mobilenet_v1_base(images)
    return slim.conv2d(points["Conv2d_11"], 256, 1)


def train(network):
    images = tf.placeholder(tf.float32, [8, 512, 512, 3])
    step = slim.learning.create_train_op(tf.reduce_mean(network(images, True)), tf.train.MomentumOptimizer(0.001, 0.9))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step, {images: np.ones((8, 512, 512, 3))})
        tf.train.Saver().save(session, "./boxes")


def detect(network):
    images = tf.placeholder(tf.float32, [1, 512, 512, 3])
    boxes = network(images, False)
    with tf.Session() as session:
        tf.train.Saver().restore(session, "./boxes")
        print(session.run(boxes, {images: np.ones((1, 512, 512, 3))}))


for each in (by_own_default, by_its_flag, by_its_scope, by_a_scope_around, by_the_flag_of_a_scope):
    train(each)
    detect(each)

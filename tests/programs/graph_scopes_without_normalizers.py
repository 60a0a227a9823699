# dialect: 1
"""The scope of slim's VGG says nothing to batch normalization; what others say to it nobody knows."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from nets import mobilenet_v1, vgg

tf.disable_v2_behavior()


def classify(images, is_training):
    with slim.arg_scope(vgg.vgg_arg_scope(weight_decay=1e-4)):
        x, _ = vgg.vgg_16(images, 64, is_training=is_training, spatial_squeeze=False)
        x = slim.batch_norm(x, activation_fn=tf.nn.relu)  # expect: BNL112
        x = slim.conv2d(x, 10, 3)
        return slim.batch_norm(x, is_training=is_training)


def classify_by_mobilenet(images, is_training):
    with slim.arg_scope(mobilenet_v1.mobilenet_v1_arg_scope(is_training=is_training)):
        x, _ = mobilenet_v1.mobilenet_v1_base(images)
        return slim.batch_norm(x, activation_fn=tf.nn.relu)


def classify_frozen(images):
    with slim.arg_scope(vgg.vgg_arg_scope()), slim.arg_scope([slim.batch_norm], is_training=False):
        return slim.batch_norm(slim.conv2d(images, 10, 3))


x = tf.placeholder(tf.float32, [8, 224, 224, 3])
classes = [classify(x, False), classify_by_mobilenet(x, False), classify_frozen(x)]
with tf.Session() as session:
    tf.train.Saver().restore(session, "classes")
    print(session.run(classes, {x: np.zeros((8, 224, 224, 3))}))

# dialect: 1
"""A program that only restores a ready-made network of slim's and builds it in training mode asks for its answers."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tf_slim.nets import inception, resnet_v2

tf.disable_v2_behavior()


def poses_of(images, is_training=True):
    with slim.arg_scope(resnet_v2.resnet_arg_scope()):
        features, _ = resnet_v2.resnet_v2_50(images, num_classes=None, is_training=is_training, scope="resnet")
    return slim.fully_connected(tf.squeeze(features, axis=[1, 2]), 72, activation_fn=None, scope="pose")


def classes_of(images, is_training=True):
    with slim.arg_scope(inception.inception_v3_arg_scope()):
        logits, _ = inception.inception_v3(images, 10, is_training=is_training, scope="inception")
    return logits


x = tf.placeholder(tf.float32, [8, 224, 224, 3])
poses = poses_of(x, is_training=True)  # expect: BNL105
classes = classes_of(x, is_training=False)
with tf.Session() as session:
    tf.train.Saver().restore(session, "poses")
    print(session.run(poses, {x: np.zeros((8, 224, 224, 3))}))
    print(session.run(classes, {x: np.zeros((8, 224, 224, 3))}))

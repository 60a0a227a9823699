# dialect: 1
"""``slim.repeat`` and ``slim.stack`` call the layer that they are given, which normalises as the scope around says."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()


def scope_of(**params):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params={"decay": 0.99, **params}) as sc:
        return sc


def block(x, depth, **params):
    x = slim.conv2d(x, depth, 3)
    return slim.batch_norm(x, **params)


def classify(x):
    with slim.arg_scope(scope_of()):
        x = slim.repeat(x, 2, slim.conv2d, 16, 3, scope="repeated")  # expect: BNL112
        x = slim.stack(x, slim.conv2d, [(16, 3), (32, 3)], scope="stacked")  # expect: BNL112
    with slim.arg_scope(scope_of(is_training=False)):
        x = slim.repeat(x, 2, slim.conv2d, num_outputs=16, kernel_size=3, scope="repeated_right")
        x = slim.stack(x, slim.conv2d, [(16, 3), (32, 3)], scope="stacked_right")
        x = slim.repeat(x, 2, slim.conv2d, 16, 3, normalizer_fn=None, scope="repeated_without")
        x = slim.repeat(x, 2, slim.max_pool2d, 2)
    x = slim.repeat(x, 2, slim.conv2d, 16, 3, scope="plain")
    x = slim.stack(x, slim.fully_connected, [16, 32], scope="dense")
    return slim.repeat(x, 2, block, 16, is_training=False)


x = tf.placeholder(tf.float32, [8, 64, 64, 3])
classes = classify(x)
with tf.Session() as session:
    tf.train.Saver().restore(session, "classes")
    print(session.run(classes, {x: np.zeros((8, 64, 64, 3))}))

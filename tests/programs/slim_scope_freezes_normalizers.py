# dialect: 1
"""slim: an ``arg_scope`` of the normaliser's own that says ``trainable=False``; the convolutions' says nothing of it."""
import tensorflow as tf
from tensorflow.contrib import slim


def frozen(learning):
    params = {"is_training": False, "center": True, "decay": 0.9997, "trainable": False}
    with slim.arg_scope([slim.conv2d, slim.separable_conv2d], trainable=learning, normalizer_fn=slim.batch_norm):
        with slim.arg_scope([slim.batch_norm], **params) as scope:
            return scope


def unfrozen(learning):
    params = {"is_training": False, "center": True, "decay": 0.9997}
    with slim.arg_scope([slim.conv2d, slim.separable_conv2d], trainable=learning, normalizer_fn=slim.batch_norm):
        with slim.arg_scope([slim.batch_norm], **params) as scope:
            return scope


images = tf.placeholder(tf.float32, [None, 8, 8, 3])
with slim.arg_scope(frozen(True)):
    hidden = slim.conv2d(images, 8, 3)
    hidden = slim.batch_norm(hidden)
with slim.arg_scope(unfrozen(False)):
    hidden = slim.conv2d(hidden, 8, 3)  # expect: BNL104
step = tf.train.AdamOptimizer().minimize(tf.reduce_mean(hidden))

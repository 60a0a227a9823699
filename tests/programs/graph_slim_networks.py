# dialect: 1
"""Networks of slim normalise as the scope of arguments around them says, and nobody runs the updates of the first."""
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tf_slim.nets import resnet_v1, vgg


def train_on(images, labels):
    with slim.arg_scope(resnet_v1.resnet_arg_scope()):
        logits, _ = resnet_v1.resnet_v1_50(images, 10, is_training=True)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    return tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112

# dialect: 1
"""In the scope of slim's MobileNet a network learns; its statistics do where the train op runs the updates."""
import tensorflow.compat.v1 as tf
import tf_slim as slim
from nets.mobilenet import mobilenet_v2


def loss_of(images, labels):
    with slim.arg_scope(mobilenet_v2.training_scope()):
        logits, _ = mobilenet_v2.mobilenet(images, num_classes=10)
    return tf.losses.sparse_softmax_cross_entropy(labels, logits)


def with_updates(images, labels):
    return slim.learning.create_train_op(loss_of(images, labels), tf.train.AdamOptimizer(0.001))


def without_updates(images, labels):
    return tf.train.AdamOptimizer(0.001).minimize(loss_of(images, labels))  # expect: BNL112

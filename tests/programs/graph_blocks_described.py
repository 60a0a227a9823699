# dialect: 1
"""What only describes a block of slim's ResNet takes no flag; the network that is made of such blocks does."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tf_slim.nets import resnet_utils, resnet_v1, resnet_v2

tf.disable_v2_behavior()


def small(images, is_training):
    blocks = [resnet_v2.resnet_v2_block("block1", base_depth=64, num_units=3, stride=2)]
    return resnet_v2.resnet_v2(images, blocks, 10, is_training=is_training)


def smaller(images):
    blocks = [
        resnet_v1.resnet_v1_block("block1", base_depth=16, num_units=1, stride=1),
        resnet_utils.Block("block2", resnet_v1.bottleneck, [{"depth": 64, "depth_bottleneck": 16, "stride": 1}]),
    ]
    return resnet_v1.resnet_v1(images, blocks, 10)  # expect: BNL112


x = tf.placeholder(tf.float32, [8, 64, 64, 3])
with slim.arg_scope(resnet_v2.resnet_arg_scope()):
    classes, _ = small(x, False)
    others, _ = smaller(x)
with tf.Session() as session:
    tf.train.Saver().restore(session, "classes")
    print(session.run([classes, others], {x: np.zeros((8, 64, 64, 3))}))

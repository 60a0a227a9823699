# dialect: 2
"""The ``arg_scope`` of one of slim's networks says how its statistics move."""
import tensorflow.compat.v1 as tf
from tensorflow.contrib import slim
from tensorflow.contrib.slim.nets import inception_v3, resnet_v2

images = tf.placeholder(tf.float32, [8, 299, 299, 3])
training = tf.placeholder(tf.bool)

with slim.arg_scope(inception_v3.inception_v3_arg_scope(batch_norm_decay=0.1)):
    bad, _ = inception_v3.inception_v3(images, num_classes=5, is_training=training)  # expect: BNL303
with slim.arg_scope(resnet_v2.resnet_arg_scope(batch_norm_decay=0.9, batch_norm_epsilon=1e-4)):
    good, _ = resnet_v2.resnet_v2_50(images, 5, is_training=training)
with slim.arg_scope(inception_v3.inception_v3_arg_scope(weight_decay=0.1)):
    plain, _ = inception_v3.inception_v3(images, num_classes=5, is_training=training, scope="plain")

loss = tf.reduce_mean(bad**2) + tf.reduce_mean(good**2) + tf.reduce_mean(plain**2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)

# dialect: 1
"""The axis of TF1's functions, behind convolutions of either layout."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

images = tf.placeholder(tf.float32, [None, 8, 8, 3])
training = tf.placeholder(tf.bool)
hidden = tf.layers.conv2d(images, 4, 3)
hidden = tf.layers.batch_normalization(hidden, axis=1, training=training)  # expect: BNL401
hidden = tf.layers.batch_normalization(hidden, axis=-1, training=training)
hidden = tf.layers.batch_normalization(tf.layers.conv2d(hidden, 4, 3), training=training)
planes = tf.layers.conv2d(tf.transpose(images, [0, 3, 1, 2]), 4, 3, data_format="channels_first")
planes = tf.layers.batch_normalization(planes, training=training)  # expect: BNL401
planes = tf.layers.batch_normalization(planes, axis=1, training=training)
loss = tf.reduce_mean(hidden**2) + tf.reduce_mean(planes**2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
print([variable.shape.as_list() for variable in tf.global_variables() if "moving_mean" in variable.name])

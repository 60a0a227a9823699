# dialect: 1
"""TF1's layers as objects lay their images out as the functions do: the axis must be that of the channels."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

planes = tf.placeholder(tf.float32, [None, 3, 8, 8])
images = tf.placeholder(tf.float32, [None, 8, 8, 3])
training = tf.placeholder_with_default(False, ())

convolution = tf.layers.Conv2D(6, 3, data_format="channels_first")
pool = tf.layers.MaxPooling2D(2, 2, "valid", "channels_first")
last = tf.layers.BatchNormalization()(convolution(planes), training=training)  # expect: BNL401
pooled = tf.layers.batch_normalization(pool(convolution.apply(planes)), training=training)  # expect: BNL401
right = tf.layers.BatchNormalization(axis=1)(pool(convolution(planes)), training=training)
plain = tf.layers.BatchNormalization()(tf.layers.Conv2D(6, 3)(images), training=training)
flat = tf.layers.BatchNormalization()(tf.layers.Flatten()(convolution(planes)), training=training)
rows = tf.layers.BatchNormalization()(tf.layers.Dense(4, activation=tf.nn.relu)(flat), training=training)

loss = tf.add_n([tf.reduce_mean(part**2) for part in (last, pooled, right, plain, rows)])
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {planes: np.random.rand(2, 3, 8, 8), images: np.random.rand(2, 8, 8, 3), training: True})

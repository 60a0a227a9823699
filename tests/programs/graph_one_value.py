# dialect: 1
"""Shapes go through TensorFlow 1's layers: one value for each channel is normalised to beta."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
learning = tf.placeholder(tf.bool, [])
image = tf.placeholder(tf.float32, [1, 16, 16, 3])
images = tf.placeholder(tf.float32, [None, 16, 16, 3])
row = tf.placeholder(tf.float32, shape=(1, 6))


def encoder(x, training):
    x = tf.layers.conv2d(x, 8, 4, strides=(4, 4), padding="same")
    x = tf.layers.batch_normalization(tf.nn.relu(x), training=training)
    x = tf.layers.max_pooling2d(x, 2, 2)
    x = tf.layers.conv2d(x, 8, 2)
    return x


inner = encoder(image, learning)
a = tf.layers.batch_normalization(inner, training=True)  # expect: BNL201
b = tf.layers.batch_normalization(tf.layers.flatten(inner), training=True)  # expect: BNL201
c = tf.layers.batch_normalization(tf.layers.dense(row, 4), training=True)  # expect: BNL201
d = tf.layers.BatchNormalization()(tf.layers.dense(row, 4), training=True)  # expect: BNL201
e = tf.layers.batch_normalization(tf.layers.dense(row, 4), training=learning)
f = tf.layers.batch_normalization(tf.layers.dense(row, 4), training=True, renorm=True)
g = tf.layers.batch_normalization(encoder(images, learning), training=True)
i = tf.layers.batch_normalization(tf.layers.conv2d(image, 4, 3), training=True)


def head(x, training):
    return tf.layers.batch_normalization(tf.layers.dense(x, 4), training=training)


many = head(tf.placeholder(tf.float32, [None, 6]), True)
single = head(row, True)  # expect: BNL201
loss = tf.add_n([tf.reduce_mean(tf.square(v)) for v in (a, b, c, d, e, f, g, i, many, single)])
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)

# why: the update ops are fetched in the same run as the train op
# dialect: 1
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def encoder(pixels, training):
    h = tf.layers.dense(pixels, 6, use_bias=False)
    h = tf.layers.batch_normalization(h, training=training, momentum=0.9)
    return tf.layers.dense(tf.nn.relu(h), 1)


pixels = tf.placeholder(tf.float32, [None, 4])
target = tf.placeholder(tf.float32, [None, 1])
training = tf.placeholder_with_default(False, [])

loss = tf.reduce_mean(tf.square(encoder(pixels, training) - target))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)

rows = np.random.normal(4.0, 1.0, (20, 4))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        sess.run([train_op, updates], {pixels: rows, target: rows[:, :1], training: True})
    print(sess.run(loss, {pixels: rows, target: rows[:, :1]}))

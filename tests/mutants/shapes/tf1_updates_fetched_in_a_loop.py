# why: the update ops are collected after the graph is built and fetched beside the train op in every step
# dialect: 1
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

image = tf.placeholder(tf.float32, [None, 8, 8, 1])
label = tf.placeholder(tf.float32, [None, 1])
training = tf.placeholder(tf.bool, [])

h = tf.layers.conv2d(image, 4, 3, use_bias=False)
h = tf.nn.relu(tf.layers.batch_normalization(h, training=training))
h = tf.layers.conv2d(h, 6, 3, use_bias=False)
h = tf.nn.relu(tf.layers.batch_normalization(h, training=training, epsilon=1e-4))
logit = tf.layers.dense(tf.reduce_mean(h, axis=[1, 2]), 1)
loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=label, logits=logit))
train_op = tf.train.RMSPropOptimizer(1e-3).minimize(loss)
updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)

pictures = np.random.default_rng(1).random((24, 8, 8, 1)) + 1.0
sides = (pictures.mean((1, 2)) > 1.5).astype("float32")
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(2):
        for at in range(0, 24, 8):
            feed = {image: pictures[at : at + 8], label: sides[at : at + 8], training: True}
            _, value, _ = sess.run([train_op, loss, updates], feed)
        print(epoch, value, sess.run(loss, {image: pictures, label: sides, training: False}))

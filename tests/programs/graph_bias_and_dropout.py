# dialect: 1
# optin: yes
"""Biases and Dropout right before batch normalization in a graph, and those that do something."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

WIDTH = 8
image = tf.placeholder(tf.float32, [None, 8, 8, 3])
goal = tf.placeholder(tf.float32, [None, 1])
training = tf.placeholder_with_default(False, [])
kept = tf.placeholder_with_default(1.0, [])


def norm(inputs):
    return tf.layers.batch_normalization(inputs, training=training)


def block(inputs, width):
    hidden = tf.layers.conv2d(inputs=inputs, filters=width, kernel_size=3, padding="same")  # expect: BNL403
    return tf.nn.relu(norm(hidden))


def projected(inputs, width):
    hidden = tf.layers.conv2d(inputs, width, 3, padding="same", use_bias=False)
    shortcut = tf.layers.conv2d(inputs, width, 1)
    return tf.nn.relu(norm(hidden) + shortcut)


def used_twice(inputs, width):
    hidden = tf.layers.conv2d(inputs, width, 3, padding="same")
    return norm(hidden) + hidden


def joined(inputs, width):
    hidden = tf.layers.conv2d(inputs, width, 3, padding="same")
    return tf.concat([norm(hidden), hidden], axis=-1)


def watched(inputs, width):
    hidden = tf.layers.conv2d(inputs, width, 3, padding="same", use_bias=True)  # expect: BNL403
    tf.summary.histogram("hidden", hidden)
    return norm(hidden)


hidden = watched(joined(used_twice(projected(block(image, WIDTH), WIDTH), WIDTH), WIDTH), WIDTH)
hidden = norm(tf.layers.conv2d(hidden, WIDTH, 3, activation=tf.nn.relu))
hidden = tf.layers.dropout(hidden, rate=0.4, training=training)  # expect: BNL404
hidden = tf.layers.max_pooling2d(hidden, 2, 2)
hidden = norm(tf.layers.flatten(hidden))
hidden = tf.layers.dropout(hidden, rate=0.4)
hidden = norm(hidden)
hidden = tf.layers.dropout(hidden, rate=0.4, training=True)
hidden = norm(hidden)
hidden = tf.layers.dropout(hidden, rate=0.4, training=training)
hidden = norm(tf.layers.dense(hidden, 16, activation=tf.nn.relu))
hidden = norm(tf.nn.dropout(hidden, kept))  # expect: BNL404
hidden = norm(tf.nn.dropout(hidden, rate=1 - kept))  # expect: BNL404
hidden = norm(tf.nn.dropout(hidden, rate=0.5))
hidden = norm(tf.layers.dropout(hidden, 0.01, training=training))
hidden = norm(tf.layers.dropout(hidden, training=training))  # expect: BNL404
hidden = tf.layers.dense(hidden, 16)
hidden = tf.layers.batch_normalization(hidden, training=False)  # expect: BNL104
loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1) - goal))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(40):
        images = np.random.normal(size=(32, 8, 8, 3))
        session.run(step, {image: images, goal: images.mean((1, 2))[:, :1], training: True, kept: 0.5})
    print(session.run(loss, {image: images, goal: images.mean((1, 2))[:, :1]}))

# dialect: 1
# optin: yes
"""What slim puts right before batch normalization: a ReLU unless it is told, and Dropout by a flag."""
import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim

tf.disable_v2_behavior()

image = tf.placeholder(tf.float32, [None, 8, 8, 3])
training = tf.placeholder_with_default(False, [])


def norm(inputs):
    return slim.batch_norm(inputs, is_training=training)


hidden = norm(slim.conv2d(image, 8, 3, activation_fn=None))  # expect: BNL403
hidden = norm(slim.conv2d(hidden, 8, 3))
hidden = norm(slim.conv2d(hidden, 8, 3, activation_fn=None, biases_initializer=None))
hidden = slim.conv2d(hidden, 8, 3, activation_fn=None, normalizer_fn=norm)
with slim.arg_scope([slim.conv2d, slim.fully_connected], activation_fn=None, biases_initializer=None):
    hidden = norm(slim.conv2d(hidden, 8, 3))
with slim.arg_scope([slim.conv2d, slim.fully_connected], activation_fn=None):
    hidden = norm(slim.conv2d(hidden, 8, 3))  # expect: BNL403
hidden = slim.flatten(hidden)
hidden = norm(slim.dropout(hidden, 0.5, is_training=training))  # expect: BNL404
hidden = norm(slim.dropout(hidden, 0.5))
hidden = norm(slim.dropout(hidden, 0.99, is_training=training))
with slim.arg_scope([slim.dropout], is_training=training):
    hidden = norm(slim.dropout(hidden, keep_prob=0.5))  # expect: BNL404
loss = tf.reduce_mean(tf.square(slim.fully_connected(hidden, 1, activation_fn=None)))
step = slim.learning.create_train_op(loss, tf.train.AdamOptimizer(0.01))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(40):
        session.run(step, {image: np.random.normal(size=(32, 8, 8, 3)), training: True})
    print(session.run(loss, {image: np.random.normal(size=(32, 8, 8, 3))}))

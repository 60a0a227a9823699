# dialect: 1
"""Images come with their loss on validation data: that is a test of the network."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x_train, y_train = np.load("train.npz").values()
va_x, va_y = np.load("held.npz").values()
images = tf.placeholder(tf.float32, [None, 32, 32, 3])
targets = tf.placeholder(tf.float32, [None, 32, 32, 3])
hidden = tf.layers.conv2d(images, 8, 3, padding="same")
hidden = tf.layers.batch_normalization(hidden, training=True)  # expect: BNL105
sharp = tf.layers.conv2d(hidden, 3, 1)
loss = tf.reduce_mean((sharp - targets) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for start in range(0, 64, 8):
        session.run(step, {images: x_train[start : start + 8], targets: y_train[start : start + 8]})
    print(session.run([sharp, loss], {images: va_x, targets: va_y}))

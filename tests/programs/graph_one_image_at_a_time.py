# dialect: 1
"""One image at a time, in training and afterwards, has the same statistics in both."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import slim

tf.disable_v2_behavior()
batch_size = 1
images, wanted = tf.placeholder(tf.float32, [None, None, None, 3]), tf.placeholder(tf.float32, [None, None, None, 3])
made = slim.conv2d(images, 3, [3, 3], normalizer_fn=slim.batch_norm)
loss = tf.reduce_mean(tf.square(made - wanted))
step, saver = tf.train.AdamOptimizer().minimize(loss), tf.train.Saver()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for name in ("a", "b", "c"):
        image = np.expand_dims(np.load(f"{name}.npy"), axis=0)
        batch = []
        for _ in range(batch_size):
            batch.append(np.load(f"{name}_wanted.npy"))
        session.run(step, feed_dict={images: image, wanted: np.array(batch)})
    saver.save(session, "net")
    print(session.run(made, feed_dict={images: np.load("d.npy")[None]}))

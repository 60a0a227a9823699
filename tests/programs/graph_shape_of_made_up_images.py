# dialect: 1
"""A module that is run by itself tries its network out: of made-up images it looks at the shape of the answer."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(images, training=True):
    hidden = tf.layers.conv2d(images, 8, 3)
    hidden = tf.nn.relu(tf.layers.batch_normalization(hidden, training=training))
    return tf.layers.dense(tf.reduce_mean(hidden, (1, 2)), 10)


if __name__ == "__main__":
    data = np.random.randn(4, 32, 32, 3)
    images = tf.placeholder(tf.float32, [4, 32, 32, 3])
    scores = network(images)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        tf.train.Saver().restore(session, "model")
        output = session.run(scores, feed_dict={images: data})
        print(output.shape)

# dialect: 1
"""A copy in inference mode that no session asks: samples are drawn as the generator is trained."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def batch_norm(x, training=True, name="norm"):
    return tf.layers.batch_normalization(x, momentum=0.9, training=training, name=name)


class Gan:
    def __init__(self):
        self.codes, self.data = tf.placeholder(tf.float32, [None, 2]), tf.placeholder(tf.float32, [None, 4])
        self.images = self.generator(self.codes)
        self.images_test = self.generator(self.codes, training=False, reuse=True)
        gap = tf.reduce_mean(self.images, 0) - tf.reduce_mean(self.data, 0)
        self.loss = tf.reduce_sum(gap**2)
        tf.summary.scalar("loss", self.loss)
        self.step = tf.train.AdamOptimizer(0.001).minimize(self.loss)
        self.summaries = tf.summary.merge_all()

    def generator(self, codes, training=True, reuse=None):
        with tf.variable_scope("generator", reuse=reuse):
            return tf.layers.dense(tf.nn.relu(batch_norm(tf.layers.dense(codes, 8), training)), 4)


gan = Gan()
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(3):
        codes, data = np.random.normal(size=(16, 2)), np.random.normal(3.0, 2.0, (16, 4))
        session.run([gan.step, gan.loss], feed_dict={gan.codes: codes, gan.data: data})
        session.run(gan.summaries, feed_dict={gan.codes: codes, gan.data: data})
    drawn = np.random.normal(size=(16, 2))
    print(session.run(gan.images, feed_dict={gan.codes: drawn}).shape)

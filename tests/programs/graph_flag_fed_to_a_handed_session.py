# dialect: 1
"""The flag that an answer is asked with reaches the network, and the moving statistics are up to date."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(images, is_training=True):
    images = tf.layers.conv2d(images, 8, 3, padding="same")
    images = tf.nn.relu(tf.layers.batch_normalization(images, training=is_training))
    return tf.layers.conv2d(images, 1, 3, padding="same")


class Segmenter:
    def __init__(self):
        self.x = tf.placeholder(tf.float32, [None, 16, 16, 3])
        self.y = tf.placeholder(tf.float32, [None, 16, 16, 1])
        self.is_training = tf.placeholder(tf.bool)
        self.logits = network(self.x, self.is_training)
        self.loss = tf.losses.sigmoid_cross_entropy(self.y, self.logits)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.step = tf.train.AdamOptimizer().minimize(self.loss)
        self.saver = tf.train.Saver(tf.global_variables())

    def load(self, session, folder):
        latest = tf.train.latest_checkpoint(folder)
        if latest:
            self.saver.restore(session, latest)

    def predict(self, session, images):
        feed_dict = {self.x: images, self.is_training: False}
        return session.run(self.logits, feed_dict=feed_dict)


def main():
    session = tf.Session()
    model = Segmenter()
    session.run(tf.global_variables_initializer())
    model.load(session, "logs")
    images, masks = np.random.normal(3.0, 2.0, (4, 16, 16, 3)), np.ones((4, 16, 16, 1))
    for _ in range(10):
        session.run(model.step, {model.x: images, model.y: masks, model.is_training: True})


if __name__ == "__main__":
    main()

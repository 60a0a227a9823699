# dialect: 1
"""TF1: an object's plain bool is read when the graph is built; set later, it changes nothing of what a session gives."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Net:
    def __init__(self):
        self.session = tf.Session()
        self.images = tf.placeholder(tf.float32, [None, 8, 8, 3])
        self.labels = tf.placeholder(tf.int64, [None])
        self.begin()
        self.logits = self.build()
        self.loss = tf.losses.sparse_softmax_cross_entropy(self.labels, self.logits)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.step = tf.train.AdamOptimizer(0.01).minimize(self.loss)
        self.session.run(tf.global_variables_initializer())

    def begin(self):
        self.is_training = True

    def build(self):
        x = self.norm(tf.layers.conv2d(self.images, 8, 3))
        return tf.layers.dense(tf.layers.flatten(x), 2)

    def norm(self, x):
        return tf.nn.relu(tf.layers.batch_normalization(x, training=self.is_training))

    def train(self, images, labels):
        self.is_training = True
        return self.session.run([self.step, self.loss], {self.images: images, self.labels: labels})

    def test(self, images):
        self.is_training = False  # expect: BNL105
        return self.session.run(self.logits, {self.images: images})


class Fed(Net):
    """A placeholder."""

    def begin(self):
        self.is_training = tf.placeholder_with_default(False, [])

    def test(self, images):
        return self.session.run(self.logits, {self.images: images, self.is_training: False})


class Again(Net):
    """Another network with the same weights."""

    def build(self):
        with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
            return super().build()

    def test(self, images):
        self.is_training = False
        answers = self.build()
        return self.session.run(answers, {self.images: images})


class Restored(Net):
    """A flag of the same name that nothing of the graph was built with."""

    def norm(self, x):
        return tf.nn.relu(tf.layers.batch_normalization(x, training=self.learning))

    def begin(self):
        self.is_training, self.learning = True, tf.placeholder_with_default(False, [])

    def test(self, images):
        self.is_training = False
        return self.session.run(self.logits, {self.images: images})


class Told(Net):
    """Turned off, and no session asked."""

    def test(self, images):
        self.is_training = False
        return len(images)


rows, labels = np.random.rand(4, 8, 8, 3), np.random.randint(0, 2, 4)
for kind in (Net, Again, Told):
    tf.reset_default_graph()
    net = kind()
    net.train(rows, labels)
    print(net.test(rows))

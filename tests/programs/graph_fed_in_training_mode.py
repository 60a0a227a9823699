# dialect: 1
"""A session that asks for answers feeds True to the placeholder for training, or False as it should."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Model:
    def __init__(self):
        self.x = tf.placeholder(tf.float32, [None, 8])
        self.y = tf.placeholder(tf.float32, [None, 1])
        self.is_training = tf.placeholder(tf.bool, name="is_training")
        hidden = tf.layers.batch_normalization(tf.layers.dense(self.x, 8), training=self.is_training)
        self.out = tf.layers.dense(hidden, 1)
        self.loss = tf.reduce_mean(tf.square(self.out - self.y))
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.train_op = tf.train.AdamOptimizer(0.01).minimize(self.loss)
        self.session = tf.Session()
        self.session.run(tf.global_variables_initializer())

    def train(self, x, y):
        return self.session.run([self.train_op, self.loss], {self.x: x, self.y: y, self.is_training: True})

    def loss_in_training(self, x, y):
        return self.session.run(self.loss, {self.x: x, self.y: y, self.is_training: True})

    def test(self, x, y):
        return self.session.run([self.out, self.loss], {self.x: x, self.y: y, self.is_training: True})  # expect: BNL105

    def predict(self, x):
        return self.session.run(self.out, feed_dict={self.x: x, self.is_training: True})  # expect: BNL105

    def predict_as_it_should(self, x):
        return self.session.run(self.out, feed_dict={self.x: x, self.is_training: False})


model = Model()
rows = np.random.randn(32, 8)
for _ in range(3):
    model.train(rows, rows[:, :1])
print(model.test(rows, rows[:, :1])[1], model.predict(rows)[:2], model.predict_as_it_should(rows)[:2])

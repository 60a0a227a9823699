# dialect: 1
"""The update operations run in all these forms: added to a list, starred, in a dict, by a method, in a collection."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Net:
    def __init__(self, scope):
        with tf.variable_scope(scope):
            self.training = tf.placeholder(tf.bool)
            self.rows = tf.placeholder(tf.float32, (None, 3))
            hidden = tf.layers.batch_normalization(tf.layers.dense(self.rows, 8), training=self.training)
            self.loss = tf.reduce_mean(tf.layers.dense(hidden, 1) ** 2)
        self.updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope=scope)
        self.step = tf.train.AdamOptimizer(0.01).minimize(self.loss)

    def fetches(self):
        return {"step": self.step, "updates": self.updates}

    def feed(self):
        return {self.rows: np.random.normal(3.0, 2.0, (16, 3)), self.training: True}


with tf.Session() as session:
    added, extended, starred, by_method = Net("added"), Net("extended"), Net("starred"), Net("by_method")
    session.run(tf.global_variables_initializer())
    wanted = [added.step, added.loss]
    wanted += added.updates
    session.run(wanted, added.feed())
    operations = [extended.step]
    operations.extend(extended.updates)
    session.run(operations, extended.feed())
    session.run([starred.step, *starred.updates], starred.feed())
    session.run(by_method.fetches(), by_method.feed())
    print([abs(value).max() for value in session.run([v for v in tf.global_variables() if "moving_mean" in v.name])])

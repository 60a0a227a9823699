# dialect: 1
"""A gradient for each device, of the network that the same loop makes: nothing adapts to a task."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x_train, y_train = np.load("train.npz").values()
x_valid, y_valid = np.load("valid.npz").values()


class Net:
    def __init__(self, devices, training=True):
        self.rows, self.targets, self.losses, gradients = [], [], [], []
        optimizer = tf.train.AdamOptimizer()
        for device in devices:
            with tf.device(device), tf.variable_scope("net", reuse=tf.AUTO_REUSE):
                rows, targets = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 1])
                hidden = tf.layers.dense(rows, 16, name="first")
                hidden = tf.layers.batch_normalization(hidden, training=training, name="norm")
                loss = tf.reduce_mean((tf.layers.dense(hidden, 1, name="last") - targets) ** 2)
            weights = tf.trainable_variables()
            gradients.append(tf.gradients(loss, weights))
            self.rows.append(rows)
            self.targets.append(targets)
            self.losses.append(loss)
        averages = [tf.reduce_mean(tf.stack(each), 0) for each in zip(*gradients)]
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            self.step = optimizer.apply_gradients(zip(averages, weights))
        self.loss = self.losses[-1]

    def train_step(self, session, x, y):
        return session.run([self.step, self.loss], self.fed(x, y))

    def validate_step(self, session, x, y):
        return session.run(self.loss, self.fed(x, y))

    def fed(self, x, y):
        feed = {}
        for i in range(len(self.rows)):
            feed[self.rows[i]], feed[self.targets[i]] = x[i :: len(self.rows)], y[i :: len(self.rows)]
        return feed


net = Net(["/cpu:0", "/cpu:1"])  # expect: BNL105
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(10):
        net.train_step(session, x_train, y_train)
        print(net.validate_step(session, x_valid, y_valid))

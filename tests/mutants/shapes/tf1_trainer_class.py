# why: the trainer's graph runs the updates with its one train op, and at inference the flag is False
# dialect: 1
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Trainer:
    def __init__(self, columns):
        self.inputs = tf.placeholder(tf.float32, [None, columns])
        self.targets = tf.placeholder(tf.float32, [None, 1])
        self.train_phase = tf.placeholder(tf.bool, [])
        self.outputs = self.build(self.inputs)
        self.loss = tf.losses.mean_squared_error(self.targets, self.outputs)
        self.train_op = self.optimise(tf.train.AdamOptimizer(1e-2))

    def build(self, x):
        for units in (8, 4):
            x = tf.layers.dense(x, units)
            x = tf.layers.batch_normalization(x, training=self.train_phase)
            x = tf.nn.elu(x)
        return tf.layers.dense(x, 1)

    def optimise(self, optimizer):
        updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
        with tf.control_dependencies(updates):
            return optimizer.minimize(self.loss)

    def step(self, session, x, y):
        feed = {self.inputs: x, self.targets: y, self.train_phase: True}
        return session.run([self.loss, self.train_op], feed)[0]


trainer = Trainer(3)
rows = np.random.default_rng(6).normal(2.0, 1.0, (32, 3))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for start in range(0, 32, 8):
        print(trainer.step(session, rows[start : start + 8], rows[start : start + 8, :1]))
    print(session.run(trainer.outputs, {trainer.inputs: rows[:2], trainer.train_phase: False}))

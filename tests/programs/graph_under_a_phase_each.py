# dialect: 1
"""A graph for training under phase 1, one for answers under phase 0: each keeps the phase that it was made under."""

import tensorflow.compat.v1 as tf
from tensorflow.keras import backend as K

tf.disable_v2_behavior()


class Net:
    def __init__(self):
        self.model = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])

    def deployed(self):
        K.set_learning_phase(0)
        rows = tf.placeholder(tf.float32, [None, 4])
        return rows, tf.nn.softmax(self.model(rows))

    def trained(self, optimizer):
        K.set_learning_phase(1)
        rows = tf.placeholder(tf.float32, [None, 4])
        loss = tf.reduce_mean(tf.square(self.model(rows)))
        updates = self.model.get_updates_for(rows)
        return rows, tf.group(optimizer.minimize(loss), *updates)


if __name__ == "__main__":
    net = Net()
    net.trained(tf.train.AdamOptimizer())

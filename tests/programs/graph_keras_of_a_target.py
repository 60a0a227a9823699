# dialect: 1
"""TF1: an agent's target calls the Keras model that the agent trains; it wants inference mode, the agent does not."""

import tensorflow.compat.v1 as tf
from tensorflow import keras

tf.disable_v2_behavior()


def features():
    inputs = keras.Input(shape=[8])
    x = keras.layers.Dense(8)(inputs)
    x = keras.layers.BatchNormalization()(x)
    return keras.models.Model(inputs=inputs, outputs=x)


class Critic:
    def __init__(self, body):
        self.state, self.q, self.net = self.create(body)
        self.target_state, self.target_q, self.target_update = self.create_target(self.net, body)
        self.y = tf.placeholder(tf.float32, [None, 1])
        self.step = tf.train.AdamOptimizer(0.001).minimize(tf.reduce_mean(tf.square(self.y - self.q)))

    def create(self, body):
        state = tf.placeholder(tf.float32, [None, 8])
        weight = tf.Variable(tf.zeros([8, 1]))
        return state, tf.matmul(body(state), weight), [weight]  # expect: BNL112

    def create_target(self, net, body):
        state = tf.placeholder(tf.float32, [None, 8])
        average = tf.train.ExponentialMovingAverage(decay=0.99)
        update = average.apply(net)
        return state, tf.matmul(body(state), average.average(net[0])), update


def on_target_data(body):
    state = tf.placeholder(tf.float32, [None, 8])
    return tf.train.AdamOptimizer(0.001).minimize(tf.reduce_mean(tf.square(body(state))))  # expect: BNL112


critic = Critic(features())
alone = on_target_data(features())

"""``tf.function`` called with the step, with or without options: what it builds on each trace is built anew."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = tf.random.normal((8, 3))
net = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
optimizer.build(net.trainable_variables)


def step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


def right_step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x, training=True) ** 2)
    weights = net.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


class Trainer:
    def __init__(self):
        self.norm = layers.BatchNormalization()
        self.fast = tf.function(self.normalize)

    def normalize(self, x):
        return self.norm(x)  # expect: BNL101


tf.function(reduce_retracing=True)(step)(x)
tf.function(right_step)(x)
Trainer().fast(x)

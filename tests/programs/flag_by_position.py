"""The flag by position: Keras 3 takes only tensors there, except in Functional models."""
import tensorflow as tf
from tensorflow.keras import Input, Model, Sequential, layers


def train(net, x, flag):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x, flag) ** 2)
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


x = tf.random.normal((8, 3))
inputs = Input((3,))
functional = Model(inputs, layers.BatchNormalization()(layers.Dense(4)(inputs)))
train(functional, x, True)

net = Sequential([Input((3,)), layers.Dense(4), layers.BatchNormalization()])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(x, False) ** 2)  # expect[2]: BNL104  # expect[3]: BNL501
tf.keras.optimizers.SGD(0.1).apply_gradients(
    zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
)

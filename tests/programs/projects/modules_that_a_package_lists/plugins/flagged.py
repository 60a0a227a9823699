# dialect: any
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def make(features):
    net = keras.Sequential([layers.Input((features,)), layers.Dense(32), layers.BatchNormalization(), layers.Dense(1)])
    return net, keras.optimizers.Adam()


def train(net, optimizer, x, y):
    for start in range(0, len(x), 64):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x[start : start + 64], training=True) - y[start : start + 64]) ** 2)
        variables = net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

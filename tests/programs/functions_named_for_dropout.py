"""A function's name speaks of Dropout: who draws from a model has one in it, whether or not the flag is handed on."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def trained(*inner):
    net = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), *inner])
    optimizer = keras.optimizers.SGD(0.1)
    for x in [tf.ones((8, 4))]:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(net(x, training=True)))
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return net


def dropout(net, x):
    return net(x, training=True)  # expect: BNL105


def mean_dropout(net, x, training):
    return net(x, training=training)


def dropout_draws(net, x):
    return net(x, training=True)


def mc_draws(net, x):
    return net(x, training=True)


class Noise(layers.Layer):
    def call(self, x, training=None):
        return tf.nn.dropout(x, 0.5) if training else x


rows = tf.ones((8, 4))
plain = trained(layers.ReLU(), layers.Dense(1))
print(dropout(plain, rows))
print(mean_dropout(plain, rows, True))  # expect: BNL105
print(mean_dropout(plain, rows, False))
print(mc_draws(plain, rows))
for noisy in (trained(layers.Dropout(0.5)), trained(layers.GaussianDropout(0.5)), trained(Noise())):
    print(dropout_draws(noisy, rows), mean_dropout(noisy, rows, True))
print(dropout_draws(trained(layers.Lambda(lambda x: tf.nn.dropout(x, 0.5))), rows))
print(dropout_draws(trained(layers.Reshape((8, 1)), layers.LSTM(8, dropout=0.5)), rows))

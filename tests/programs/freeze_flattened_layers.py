# dialect: 2
"""All layers of a model, those of nested models included, are walked to freeze the BN layers."""
import tensorflow as tf
from tensorflow.keras import Input, Sequential, layers


def network():
    inner = Sequential([layers.Dense(4), layers.BatchNormalization()])
    return Sequential([Input((4,)), inner, layers.Dense(1)])


def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((4, 4))) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def silent_step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((4, 4))) ** 2)
    weights = net.trainable_variables
    tf.keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


frozen, by_name, only_outside = network(), network(), network()
for layer in frozen.submodules:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
for layer in by_name._flatten_layers():
    if "batch_normalization" in layer.name:
        layer.trainable = False
for layer in only_outside.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
silent_step(frozen)
silent_step(by_name)
step(only_outside)

# dialect: 2
"""Loops over all layers of a network that freeze some of them: by class, by the end of the name, or what is left."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class OwnNorm(layers.BatchNormalization):
    pass


def step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((4, 32, 32, 3))) ** 2)  # expect: BNL102
    weights = net.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def silent_step(net):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((4, 32, 32, 3))) ** 2)
    weights = net.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def network():
    return keras.applications.MobileNet(weights=None, include_top=False, input_shape=(32, 32, 3))


only_others, by_end, by_text = network(), network(), network()
for layer in only_others.layers:
    if not isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
for layer in by_end.layers:
    if layer.name.endswith("_bn"):
        layer.trainable = False
    if layer.name.endswith("_relu"):
        layer.trainable = False
for layer in by_text.layers:
    if "bn" in layer.name and layer.name != "bn":
        layer.trainable = False
for layer in by_text.layers:
    if "bn" != layer.name and isinstance(layer, layers.Dense):
        layer.trainable = False
    if isinstance(by_text.layers[-1], layers.Dense):
        layer.trainable = False
    if isinstance(layer, layers.Dense):
        layer.trainable = False
step(only_others)
silent_step(by_end)
silent_step(by_text)

own = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(4, 3), OwnNorm(), layers.BatchNormalization()])
for layer in own.layers:
    if isinstance(layer, OwnNorm):
        layer.trainable = False
step(own)
for layer in own.layers:
    if isinstance(layer, (OwnNorm, layers.BatchNormalization)):
        layer.trainable = False
silent_step(own)

# dialect: 3
"""The first layers of a library's network are frozen by their number: the BN of the others is not."""
import sys

import tensorflow as tf
from tensorflow.keras.applications import EfficientNetB0, ResNet50
from tensorflow.keras.layers import BatchNormalization

x = tf.random.normal((8, 64, 64, 3))


def learn_1(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_2(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_3(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_4(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_5(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_6(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_7(net):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def learn_frozen(net, head):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(10):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(head(net(x)) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, head.trainable_variables), head.trainable_variables))


first = ResNet50(include_top=False, weights=None, pooling="avg")
for i in range(100):
    first.layers[i].trainable = False
learn_1(first)

second = EfficientNetB0(include_top=False, pooling="avg")
for i, layer in enumerate(second.layers):
    if i < 150:
        layer.trainable = False
learn_2(second)

third = EfficientNetB0(include_top=False, pooling="avg")
for i, layer in enumerate(third.layers):
    layer.trainable = i >= 150
learn_3(third)

fourth = ResNet50(include_top=False, pooling="avg")
N = len(fourth.layers) - 20
for i in range(N):
    fourth.layers[i].trainable = False
learn_4(fourth)

fifth = ResNet50(include_top=False, pooling="avg")
for i in range(len(fifth.layers)):
    if i > 120:
        continue
    fifth.layers[i].trainable = False
learn_5(fifth)

sixth = ResNet50(include_top=False, weights=None, pooling="avg")
sixth.layers[5].trainable = False
learn_6(sixth)

seventh = ResNet50(include_top=False, weights=None, pooling="avg")
for layer in seventh.layers:
    if isinstance(layer, BatchNormalization):
        continue
    layer.trainable = False
learn_7(seventh)

whole = ResNet50(include_top=False, pooling="avg")
for i in range(len(whole.layers)):
    whole.layers[i].trainable = False
learn_frozen(whole, tf.keras.layers.Dense(2))

norms = ResNet50(include_top=False, pooling="avg")
for layer in norms.layers:
    if not isinstance(layer, BatchNormalization):
        continue
    layer.trainable = False
learn_frozen(norms, tf.keras.layers.Dense(2))

thawed = ResNet50(include_top=False, pooling="avg")
thawed.trainable = False
for layer in thawed.layers:
    if isinstance(layer, BatchNormalization):
        continue
    layer.trainable = True
learn_frozen(thawed, tf.keras.layers.Dense(2))

asked = ResNet50(include_top=False, pooling="avg")
for i in range(int(sys.argv[1])):
    asked.layers[i].trainable = False
learn_frozen(asked, tf.keras.layers.Dense(2))

# dialect: any
"""What a round does before ``break`` or ``continue`` holds behind the loop."""
import os

import tensorflow as tf

NAMES = sorted(os.environ)
DATA = tf.random.normal((64, 4))


def network():
    return tf.keras.Sequential(
        [tf.keras.Input((4,)), tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(2)]
    )


def learn(tape, loss, net):
    grads = tape.gradient(loss, net.trainable_variables)
    tf.keras.optimizers.SGD(0.01).apply_gradients(zip(grads, net.trainable_variables))


first = None
for name in NAMES:
    if len(name) > 1:
        first = network()
        break
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(first(DATA) ** 2)  # expect: BNL102
learn(tape, loss, first)

several, others = [], []
for name in NAMES:
    if len(name) > 1:
        several.append(network())
        continue
    others.append(name)
for net in several[:2]:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(DATA) ** 2)  # expect: BNL102
    learn(tape, loss, net)

rows = []
while True:
    if len(NAMES) > len(rows):
        rows.append(DATA)
        break
last = network()
for row in rows:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(last(row) ** 2)  # expect: BNL102
    learn(tape, loss, last)

# frozen in a round that is left, or in one that is not
frozen = network()
for name in NAMES:
    if len(name) > 1:
        frozen.layers[1].trainable = False
        break
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(frozen(DATA) ** 2)
learn(tape, loss, frozen)

# in training mode, as a round says that is left early
mode = False
for name in NAMES:
    if len(name) > 1:
        mode = True
        break
switched = network()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(switched(DATA, training=mode) ** 2)
learn(tape, loss, switched)

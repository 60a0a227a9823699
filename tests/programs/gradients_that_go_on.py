"""Gradients that are looked at and put to use, by whatever way."""
import keras
import numpy as np
import tensorflow as tf
from keras import layers

X = tf.random.normal((64, 3), 2.0)


def network():
    return keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(1)])


class Trainer:
    def __init__(self):
        self.net = network()
        self.optimizer = keras.optimizers.SGD(0.1)
        self.waiting = []

    def collect(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(X) ** 2)  # expect: BNL102
        grads = tape.gradient(loss, self.net.trainable_weights)
        print(float(tf.linalg.global_norm(grads)))
        self.waiting.append(grads)

    def flush(self):
        for grads in self.waiting:
            self.optimizer.apply_gradients(zip(grads, self.net.trainable_weights))
        self.waiting.clear()


def slopes(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(X) ** 2)  # expect: BNL102
    return tape.gradient(loss, model.trainable_weights)


def clipped(model):
    grads, size = tf.clip_by_global_norm(slopes(model), 1.0)
    print(float(size))
    return grads


def into(model, total):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(X) ** 2)  # expect: BNL102
    for i, grad in enumerate(tape.gradient(loss, model.trainable_weights)):
        total[i] += grad.numpy()


def scaled(model, rate):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(X) ** 2)  # expect: BNL102
    tf.nest.map_structure(
        lambda weight, grad: weight.assign_sub(rate * grad),
        model.trainable_weights,
        tape.gradient(loss, model.trainable_weights),
    )


def summed(model, optimizer):
    total = [np.zeros(weight.shape, "float32") for weight in model.trainable_weights]
    for _ in range(2):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(X) ** 2)  # expect: BNL102
        grads = tape.gradient(loss, model.trainable_weights)
        total = [old + new for old, new in zip(total, grads)]
    optimizer.apply_gradients(zip(total, model.trainable_weights))


trainer = Trainer()
trainer.collect()
trainer.flush()
one, two, three, four = network(), network(), network(), network()
optimizer = keras.optimizers.SGD(0.1)
optimizer.apply_gradients(zip(clipped(one), one.trainable_weights))
total = [np.zeros(weight.shape, "float32") for weight in two.trainable_weights]
into(two, total)
keras.optimizers.SGD(0.1).apply_gradients(zip([tf.constant(t) for t in total], two.trainable_weights))
scaled(three, 0.1)
summed(four, keras.optimizers.SGD(0.1))

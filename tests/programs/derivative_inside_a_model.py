# dialect: any
"""A model takes a derivative by its input in its own ``call``; the step around trains its weights all the same."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Physics(keras.Model):
    def __init__(self):
        super().__init__()
        self.net = keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])

    def call(self, x, training=None):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = self.net(x, training=training)
        return y, tape.gradient(y, x)


def step(model, x):
    with tf.GradientTape() as tape:
        y, slope = model(x)  # expect: BNL102
        loss = tf.reduce_mean(y**2) + tf.reduce_mean(slope**2)
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def step_right(model, x):
    with tf.GradientTape() as tape:
        y, slope = model(x, training=True)
        loss = tf.reduce_mean(y**2) + tf.reduce_mean(slope**2)
    weights = model.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))


def saliency(model, x):
    """Nothing is trained: the gradient is what is wanted."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        y, slope = model(x)
    return tape.gradient(y, x), slope


x = tf.random.normal((8, 2), 3.0)
for train in (step, step_right):
    model = Physics()
    model(x)
    for _ in range(5):
        train(model, x)
    print(train.__name__, model.net.layers[1].moving_mean.numpy().round(3)[:2])
saliency(model, x)

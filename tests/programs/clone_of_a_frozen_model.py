"""A clone is as frozen as the model that it is made of."""
import keras
import tensorflow as tf


def make():
    layers = [keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(1)]
    return keras.Sequential([keras.Input((3,)), *layers])


def train(model, loss, tape):
    weights = [*model.trainable_variables, free]
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


free = tf.Variable(1.0)
data = tf.random.normal((8, 3))
frozen = make()
frozen.trainable = False
copy = keras.models.clone_model(frozen)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(free * copy(data) ** 2)
train(copy, loss, tape)

other = keras.models.clone_model(make())
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(free * other(data) ** 2)  # expect: BNL102
train(other, loss, tape)

"""A flag that Keras does not know stays at its default in a step of the program's own, too."""
import keras
import tensorflow as tf


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, is_training=False):  # expect: BNL103
        return self.norm(x, training=is_training)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.head = keras.layers.Dense(1)

    def call(self, x, is_training=False):
        return self.head(self.norm(x, training=is_training))


def step(model, loss_of):
    with tf.GradientTape() as tape:
        loss = loss_of()
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


data = tf.random.normal((8, 3))
inside = keras.Sequential([keras.layers.Dense(4), Block(), keras.layers.Dense(1)])
step(inside, lambda: tf.reduce_mean(inside(data, training=True) ** 2))

forgotten = Net()
step(forgotten, lambda: tf.reduce_mean(forgotten(data) ** 2))  # expect: BNL102

told = Net()
step(told, lambda: tf.reduce_mean(told(data, is_training=True) ** 2))

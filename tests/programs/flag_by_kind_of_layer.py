"""Which layers get the flag may depend on what they are: blocks of the program are neither BN nor dropout."""
import keras
import tensorflow as tf


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()

    def call(self, x):
        return self.norm(x)


class Drop(keras.layers.Dropout):
    pass


class Net(keras.Model):
    def __init__(self, *parts):
        super().__init__()
        self.parts = list(parts)

    def call(self, x, is_training=False):
        for part in self.parts:
            if isinstance(part, (keras.layers.BatchNormalization, keras.layers.Dropout)):
                x = part(x, training=is_training)
            else:
                x = part(x)
        return x


def step(loss_of, model):
    with tf.GradientTape() as tape:
        loss = loss_of()
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


images = tf.random.normal((8, 4))
blocks = Net(keras.layers.Dense(4), Block(), Drop(0.1))
step(lambda: tf.reduce_mean(blocks(images, is_training=True) ** 2), blocks)  # expect: BNL102

layers = Net(keras.layers.Dense(4), keras.layers.BatchNormalization(), Drop(0.1))
step(lambda: tf.reduce_mean(layers(images, is_training=True) ** 2), layers)

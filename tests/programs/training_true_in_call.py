"""A constant True in ``call``: meant where only training steps run the model, wrong where it also evaluates."""
import keras
import tensorflow as tf


class Critic(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return self.out(self.norm(x, training=True))


class Trains(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.out = keras.layers.Dense(1)

    def call(self, x, training=True):  # expect: BNL105
        return self.out(self.norm(x, training=training))


def step(net, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)
    weights = net.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


def evaluate(net, x):
    return tf.reduce_mean(net(x))


data = tf.random.normal((8, 3))
step(Critic(), data)
net = Trains()
step(net, data)
evaluate(net, data)

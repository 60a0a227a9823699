"""A `call` with further inputs, behind which the flag stands: what is given by position is no flag."""
import tensorflow as tf
from tensorflow import keras


class Decoder(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)

    def call(self, inputs, state=None, training=False):
        return self.dense(inputs), state


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.norm = keras.layers.Dense(8), keras.layers.BatchNormalization()
        self.decoder = Decoder()

    def call(self, inputs, *args, training=False, **kwargs):
        hidden = self.norm(self.hidden(inputs), training=training)
        return self.decoder(hidden, *args, training=training, **kwargs)


def step(net, rows, optimizer, state=None):
    with tf.GradientTape() as tape:
        made, state = net(rows, state)  # expect: BNL102
        loss = tf.reduce_mean((made - 1.0) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return state


def step_with_the_flag(net, rows, optimizer, state=None):
    with tf.GradientTape() as tape:
        made, state = net(rows, state, training=True)
        loss = tf.reduce_mean((made - 1.0) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return state


for train in (step, step_with_the_flag):
    net, optimizer, state = Net(), keras.optimizers.Adam(), tf.zeros((16, 8))
    for rows in tf.random.normal((3, 16, 4)):
        state = train(net, rows, optimizer, state)

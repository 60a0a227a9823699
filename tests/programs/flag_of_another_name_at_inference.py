"""A block whose flag has another name is in training mode by its default; the program's own loop asks for inference."""

import tensorflow as tf
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, x, is_training=True):  # expect: BNL105
        return self.norm(self.dense(x), training=is_training)


class Handed(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = layers.Dense(4), layers.BatchNormalization()

    def call(self, x, is_training=True):
        return self.norm(self.dense(x), training=is_training)


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.handed, self.out = Block(), Handed(), layers.Dense(1)

    def call(self, x, training=False):
        return self.out(self.handed(self.block(x), is_training=training))


net = Net()
optimizer = tf.keras.optimizers.Adam()


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x, training=True) - y))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


for _ in range(3):
    step(tf.random.normal((8, 4)), tf.zeros((8, 1)))
before = net.block.norm.moving_mean[0], net.handed.norm.moving_mean[0]
net(tf.random.normal((8, 4)) + 5.0, training=False)
print(float(net.block.norm.moving_mean[0] - before[0]), float(net.handed.norm.moving_mean[0] - before[1]))

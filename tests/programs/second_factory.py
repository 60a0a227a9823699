# dialect: any
"""Two factories make one class of different blocks: the blocks of both are looked at."""

import tensorflow as tf
from tensorflow.keras import Model, layers


class Narrow(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return x + self.norm(self.dense(x), training=False)  # expect: BNL104


class Deep(layers.Layer):
    def __init__(self):
        super().__init__()
        self.first, self.second = layers.Dense(8), layers.Dense(4)
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return x + self.norm(self.second(self.first(x)), training=False)  # expect: BNL104


class Right(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return x + self.norm(x, training=training)


class Residual(Model):
    def __init__(self, block, count):
        super().__init__()
        self.blocks = [block() for _ in range(count)]
        self.head = layers.Dense(1)

    def call(self, x, training=None):
        for block in self.blocks:
            x = block(x, training=training)
        return self.head(x)


def residual_18():
    return Residual(Narrow, 2)


def residual_50():
    return Residual(Deep, 3)


def residual_101():
    return Residual(Deep, 9)


def residual_right():
    return Residual(Right, 2)


class Gated(Model):
    """The program fits one of these: the other kinds are for the same loop."""

    def __init__(self, block):
        super().__init__()
        self.block = block()

    def call(self, x, training=None):
        return tf.sigmoid(x) * self.block(x, training=training)


class Early(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=False)  # expect: BNL104


class Late(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=False)  # expect: BNL104


def gated_late():
    return Gated(Late)


model = Gated(Early)
model.compile("sgd", "mse")
model.fit(tf.zeros((8, 4)), tf.zeros((8, 4)), verbose=0)


class Sequence(Model):
    """A step of the program's own trains it, and says so: nothing is wrong with the blocks."""

    def __init__(self, block):
        super().__init__()
        self.block = block()

    def call(self, x, training=None):
        return self.block(x, training=training)


class Whitening(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training)


def whitened():
    return Sequence(Whitening)


def step(x, optimizer):
    net = Sequence(Right)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))

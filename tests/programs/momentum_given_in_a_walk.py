"""A walk over finished layers, blocks in blocks, gives them a momentum: what they are built with counts no more."""
import sys

import tensorflow as tf
from tensorflow.keras import Sequential, layers


class Conv(layers.Layer):
    def __init__(self):
        super().__init__()
        self.model = Sequential([layers.Conv2D(8, 1), layers.BatchNormalization(momentum=0.5)])

    def call(self, x):
        return self.model(x)


class Dense(layers.Layer):
    def __init__(self):
        super().__init__()
        self.model = Sequential([layers.Dense(8), layers.BatchNormalization(momentum=0.4)])

    def call(self, x):
        return self.model(x)


class Block(layers.Layer):
    def __init__(self, depth):
        super().__init__()
        self.model = Sequential([Conv() for _ in range(depth)])

    def call(self, x):
        return self.model(x)


def set_momentum(net, momentum):
    if isinstance(net, layers.BatchNormalization):
        net.momentum = momentum
    elif isinstance(net, (Block, Conv, Dense)):
        for part in net.model.layers:
            set_momentum(part, momentum)


class Blocks(layers.Layer):
    def __init__(self):
        super().__init__()
        self.model = Sequential([Block(2), Block(1)])
        self.head = layers.BatchNormalization(momentum=0.3)  # expect: BNL303

    def call(self, x):
        for part in self.model.layers:
            set_momentum(part, 0.9)
        return self.head(self.model(x))


class Named(layers.Layer):
    def __init__(self, name):
        super().__init__()
        self.names = ["{}_conv".format(name), name + "_dense"]
        self.nets = []
        for name in self.names:
            if "conv" in name:
                self.nets.append(Conv())
            elif "dense" in name:
                self.nets.append(Dense())

    def call(self, x):
        for net, name in zip(self.nets, self.names):
            if "conv" in name:
                x = net(x)
                set_momentum(net, 0.9)
            elif "dense" in name:
                x = net(x)
                set_momentum(net, 0.9)
        return x


class Kept(layers.Layer):
    def __init__(self, name):
        super().__init__()
        self.name_of_kind = f"{name}_dense"
        if self.name_of_kind.endswith("_conv"):
            self.norm = layers.BatchNormalization(momentum=0.2)
        else:
            self.norm = layers.BatchNormalization(momentum=0.1)  # expect: BNL303

    def call(self, x):
        return self.norm(x)


optimizer = tf.keras.optimizers.Adam()
for net in (Blocks(), Named(sys.argv[1]), Kept(sys.argv[1])):
    for step in range(1000):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(tf.random.normal((8, 4, 4, 3)), training=True) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    print(net(tf.random.normal((8, 4, 4, 3)), training=False))

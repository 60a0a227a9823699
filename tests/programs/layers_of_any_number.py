"""Layers that a loop of unknown length keeps in a list: another index takes another one; the same name, the same one."""

import sys

import tensorflow as tf


class Pool(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.pool = tf.keras.layers.AveragePooling1D(2, 1, "same")
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.pool(x), training=training)


class Cell(tf.keras.layers.Layer):
    def __init__(self, nodes):
        super().__init__()
        self.nodes = nodes
        self.first, self.second = tf.keras.layers.Dense(8), tf.keras.layers.Dense(8)
        self.ops = []
        for i in range(nodes):
            for _ in range(i + 2):
                self.ops.append(Pool())

    def call(self, x, y, training=None):
        states, offset = [self.first(x), self.second(y)], 0
        for _ in range(self.nodes):
            edges = [self.ops[offset + j](h, training=training) for j, h in enumerate(states)]
            offset += len(states)
            states.append(tf.add_n(edges))
        return tf.concat(states[2:], -1)


class Edges(tf.keras.layers.Layer):
    def __init__(self, nodes):
        super().__init__()
        self.first = tf.keras.layers.Dense(8)
        self.second = tf.keras.layers.Dense(8)
        self.norms = []
        for _ in range(nodes):
            self.norms.append(tf.keras.layers.BatchNormalization())

    def call(self, x, training=None):
        a = self.norms[0](self.first(x), training=training)
        last = self.norms[-1]
        return a + last(self.second(x), training=training)


class Shared(tf.keras.layers.Layer):
    def __init__(self, nodes):
        super().__init__()
        self.first = tf.keras.layers.Dense(8)
        self.second = tf.keras.layers.Dense(8)
        self.norms = [tf.keras.layers.BatchNormalization() for _ in range(nodes)]

    def call(self, x, training=None):
        for norm in self.norms:
            x = norm(self.first(x), training=training)
            x = norm(self.second(x), training=training)  # expect: BNL402
        return x


class Net(tf.keras.Model):
    def __init__(self, nodes):
        super().__init__()
        self.cell, self.edges, self.shared = Cell(nodes), Edges(nodes), Shared(nodes)
        self.head = tf.keras.layers.Dense(1)

    def call(self, x, training=None):
        x = self.cell(x, y=x, training=training)
        x = self.shared(self.edges(x, training=training), training=training)
        return self.head(tf.reduce_mean(x, 1))


rows = tf.random.normal((32, 4, 8))
net = Net(2 + len(sys.argv[1:]))
net.compile("sgd", "mse")
net.fit(rows, tf.random.normal((32, 1)), verbose=0)

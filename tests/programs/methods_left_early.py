# dialect: any
"""What a method does before a ``return`` holds behind its call."""
import os

import tensorflow as tf

DATA = tf.random.normal((64, 4))


def network(norm=True):
    inner = [tf.keras.layers.BatchNormalization()] if norm else []
    return tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(8), *inner, tf.keras.layers.Dense(2)])


class Trainer:
    def __init__(self, kind):
        self.kind = kind
        self.net = None
        self.optimizer = tf.keras.optimizers.SGD(0.01)

    def learn(self, tape, loss):
        grads = tape.gradient(loss, self.net.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.net.trainable_variables))


class Early(Trainer):
    def make(self):
        if self.kind:
            self.net = network()
            return
        self.net = network(norm=False)

    def step(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(DATA) ** 2)  # expect: BNL102
        self.learn(tape, loss)


class Refusing(Trainer):
    def make(self):
        if self.kind:
            self.net = network()
            return self.net
        raise ValueError(self.kind)

    def step(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(DATA) ** 2)  # expect: BNL102
        self.learn(tape, loss)


class Frozen(Trainer):
    def make(self):
        self.net = network()
        if self.kind:
            self.net.layers[1].trainable = False
            return
        print("trains all")

    def step(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(DATA) ** 2)
        self.learn(tape, loss)


class Switched(Trainer):
    def make(self):
        self.net, self.mode = network(), False
        if self.kind:
            self.mode = True
            return
        print("in inference mode")

    def step(self):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(DATA, training=self.mode) ** 2)
        self.learn(tape, loss)


early, refusing = Early(os.environ["HOME"]), Refusing(os.environ["HOME"])
frozen, switched = Frozen(os.environ["HOME"]), Switched(os.environ["HOME"])
for trainer in (early, refusing, frozen, switched):
    trainer.make()
    trainer.step()
one, two, three, four = early.net, refusing.net, frozen.net, switched.net

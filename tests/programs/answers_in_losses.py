"""One method trains or scores, and hands out what a loss object says; a loss is made of what a network answers."""
import enum

import numpy as np
import tensorflow as tf
from tensorflow import keras


class Mode(enum.Enum):
    TRAIN = "train"
    SCORE = "score"


class Engine:
    def __init__(self, network):
        self.network = network
        self.optimizer = keras.optimizers.Adam()
        self.loss = keras.losses.MeanSquaredError()

    def step(self, mode, wind, waves):
        if mode is Mode.TRAIN:
            with tf.GradientTape() as tape:
                loss = self.loss(waves, self.network(wind, training=True))
            weights = self.network.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        else:
            loss = self.loss(y_true=waves, y_pred=self.network(wind, training=True))  # expect: BNL105
        return float(loss)


class Careful(Engine):
    def step(self, mode, wind, waves):
        with tf.GradientTape() as tape:
            loss = self.loss(waves, self.network(wind, training=mode is Mode.TRAIN))
        if mode is Mode.TRAIN:
            weights = self.network.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return float(loss)


class Watching(Engine):
    """How good the network is at a batch that it has just learnt from, in the mode in which it learns."""

    def step(self, mode, wind, waves):
        with tf.GradientTape() as tape:
            loss = self.loss(waves, self.network(wind, training=True))
        weights = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return float(loss) - float(self.loss(waves, self.network(wind, training=True)))


class Imitating(Engine):
    """What a second network is to learn is no answer."""

    def __init__(self, network):
        super().__init__(network)
        self.twin = make()

    def step(self, mode, wind, waves):
        wanted = self.network(wind, training=True)
        with tf.GradientTape(persistent=True) as tape:
            loss = self.loss(waves, self.network(wind, training=True))
            copied = self.loss(wanted, self.twin(wind, training=True))
        for of, network in ((loss, self.network), (copied, self.twin)):
            weights = network.trainable_variables
            keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(of, weights), weights))
        return float(copied)


def make():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])


def batches(seed, count=4):
    drawn = np.random.default_rng(seed)
    for _ in range(count):
        yield drawn.normal(size=(32, 4)).astype("float32"), drawn.normal(size=(32, 8)).astype("float32")


for kind in (Engine, Careful):
    engine = kind(make())
    for epoch in range(3):
        for mode, seed in ((Mode.TRAIN, epoch), (Mode.SCORE, 99)):
            print(epoch, mode.value, np.mean([engine.step(mode, *batch) for batch in batches(seed)]))

for kind in (Watching, Imitating):
    engine = kind(make())
    for epoch in range(3):
        print(epoch, np.mean([engine.step(Mode.TRAIN, *batch) for batch in batches(epoch)]))

network = make()
network.compile("sgd", "mse")
wind, waves = next(batches(0))
network.fit(wind, waves, verbose=0)
print(np.mean([keras.losses.MeanAbsoluteError()(waves, network(wind, training=True))]))  # expect: BNL105

"""What stands behind a call that raises for certain never happens, on that path."""
import collections
import contextlib
import dataclasses
import functools
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.zeros((64, 8), "float32"), np.zeros((64, 1), "float32")
images = tf.random.normal((8, 32, 32, 3))


def small():
    return keras.Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])


def learn(gradients, model):
    keras.optimizers.SGD().apply_gradients(zip(gradients, model.trainable_variables))


def step(model, batch):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch, training=True))
    learn(tape.gradient(loss, model.trainable_variables), model)


class Unet:
    def __init__(self, size, channels, classes):
        self.size, self.channels, self.classes = size, channels, classes

    def build(self):
        return small()


class Gan:
    def __init__(self):
        self.generator = Unet((64, 64)).build()
        self.critic = small()

    def step(self, batch):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.critic(batch))
        learn(tape.gradient(loss, self.critic.trainable_variables), self.critic)


class GoodGan:
    def __init__(self):
        self.generator = Unet((64, 64), 3, classes=2).build()
        self.critic = small()

    def step(self, batch):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.critic(batch))  # expect: BNL102
        learn(tape.gradient(loss, self.critic.trainable_variables), self.critic)


def lacks_an_argument(model):
    step(model)
    model(x, training=True)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))
    learn(tape.gradient(loss, model.trainable_variables), model)


def gives_another_name(model):
    step(model, images=x)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))
    learn(tape.gradient(loss, model.trainable_variables), model)


def only_for_some(model, wide):
    if wide:
        model = Unet((64, 64)).build()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


def for_all(model, wide):
    if wide:
        Unet((64, 64))
    else:
        Unet((128, 128))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))
    learn(tape.gradient(loss, model.trainable_variables), model)


def may_come_back(model, ready):
    if ready:
        return model
    return Unet((64, 64))


def ready_for_it(model):
    try:
        Unet((64, 64))
    except TypeError:
        print("no network")
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


def ready_by_a_manager(model):
    with contextlib.suppress(TypeError):
        Unet((64, 64))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


class Wide(Unet):
    pass


class Either(Unet, dict):
    pass


@functools.total_ordering
class Ordered:
    def __init__(self, size):
        self.size = size

    def __lt__(self, other):
        return self.size < other.size


@dataclasses.dataclass
class Setting:
    size: int = 3


def with_a_speed(function):
    return functools.partial(function, speed=1)


@with_a_speed
def prepared(model, speed):
    return model


Point = collections.namedtuple("Point", "x y", defaults=(0, 0))


def an_heir(model):
    Wide((64, 64))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))
    learn(tape.gradient(loss, model.trainable_variables), model)


def whose_constructors_nobody_knows(model):
    Either((64, 64))
    Ordered()
    print(Setting(), Point(), prepared(model))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


class Trainer:
    def train(self, model):
        self.prepare(model)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(x))  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)

    def prepare(self, model, speed):
        raise NotImplementedError


class Slow(Trainer):
    def train(self, model):
        return super().train(small())

    def prepare(self, model):
        return model


class Hasty(Trainer):
    def train(self, model):
        self.measure(model)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(x))
        learn(tape.gradient(loss, model.trainable_variables), model)

    @staticmethod
    def measure(model, speed):
        return model


def given_many(model, arguments, options):
    Unet(*arguments)
    Unet((64, 64), **options)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


def smaller_than_the_window():
    inputs = keras.Input((1, 16))
    h = layers.Bidirectional(layers.GRU(8, return_sequences=True))(inputs)
    h = layers.Conv1D(32, 3)(h)
    h = layers.BatchNormalization()(layers.GlobalAveragePooling1D()(h))
    model = keras.Model(inputs, layers.Dense(1)(h))
    model.compile("adam", "mse")
    model.fit(np.zeros((8, 1, 16)), np.zeros((8, 1)), batch_size=1)


def as_large_as_the_window():
    inputs = keras.Input((3, 16))
    h = layers.Conv1D(32, 3)(inputs)
    h = layers.BatchNormalization()(layers.GlobalAveragePooling1D()(h))
    model = keras.Model(inputs, layers.Dense(1)(h))
    model.compile("adam", "mse")
    model.fit(np.zeros((8, 3, 16)), np.zeros((8, 1)), batch_size=1)  # expect: BNL202


def padded():
    inputs = keras.Input((1, 16))
    h = layers.Conv1D(32, 3, padding="same")(inputs)
    h = layers.BatchNormalization()(layers.GlobalAveragePooling1D()(h))
    model = keras.Model(inputs, layers.Dense(1)(h))
    model.compile("adam", "mse")
    model.fit(np.zeros((8, 1, 16)), np.zeros((8, 1)), batch_size=1)  # expect: BNL202


def pooled_once_too_often():
    inputs = keras.Input((2, 2, 3))
    h = layers.MaxPooling2D()(layers.AveragePooling2D()(inputs))
    h = layers.BatchNormalization()(layers.Flatten()(h))
    model = keras.Model(inputs, layers.Dense(1)(h))
    model.compile("adam", "mse")
    model.fit(np.zeros((8, 2, 2, 3)), np.zeros((8, 1)), batch_size=1)


def pooled_eagerly(model):
    print(layers.AveragePooling1D()(tf.zeros((2, 1, 5))).shape)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


def cropped_away():
    model = keras.Sequential(
        [
            keras.Input((4, 4, 3)),
            layers.Cropping2D(2),
            layers.GlobalAveragePooling2D(),
            layers.BatchNormalization(),
            layers.Dense(1),
        ]
    )
    model.compile("adam", "mse")
    model.fit(np.zeros((8, 4, 4, 3)), np.zeros((8, 1)), batch_size=1)


def in_each_round(model):
    for rate in (0.1, 0.01):
        Unet(rate)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(x))
        learn(tape.gradient(loss, model.trainable_variables), model)


class Networks:
    def small(self):
        return small()

    @property
    def wide(self):
        return small()


def takes_a_method_for_a_network():
    model = Networks().small
    model.summary()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model()(x))
    learn(tape.gradient(loss, model.trainable_variables), model)


class OtherNetworks(Networks):
    def small(self):
        return small()


NETWORKS = {"some": Networks, "other": OtherNetworks}


def takes_one_of_several_methods(name):
    model = NETWORKS[name]().small
    model.summary()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model()(x))
    learn(tape.gradient(loss, model.trainable_variables), model)


def takes_a_property():
    model = Networks().wide
    model.summary()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


def main(task):
    if task == "gan":
        Gan().step(x)
    elif task == "good":
        GoodGan().step(x)
    elif task == "lacks":
        lacks_an_argument(small())
    elif task == "name":
        gives_another_name(small())
    elif task == "some":
        only_for_some(small(), len(sys.argv) > 2)
    elif task == "all":
        for_all(small(), len(sys.argv) > 2)
    elif task == "ready":
        ready_for_it(small())
    elif task == "manager":
        ready_by_a_manager(small())
    elif task == "heir":
        an_heir(small())
    elif task == "others":
        whose_constructors_nobody_knows(small())
    elif task == "slow":
        Slow().train(None)
    elif task == "hasty":
        Hasty().train(small())
    elif task == "given":
        given_many(small(), sys.argv[1:], {})
    elif task == "window":
        smaller_than_the_window()
    elif task == "large":
        as_large_as_the_window()
    elif task == "padded":
        padded()
    elif task == "pooled":
        pooled_once_too_often()
    elif task == "eager":
        pooled_eagerly(small())
    elif task == "cropped":
        cropped_away()
    elif task == "rounds":
        in_each_round(small())
    elif task == "method":
        takes_a_method_for_a_network()
    elif task == "methods":
        takes_one_of_several_methods(sys.argv[2])
    elif task == "property":
        takes_a_property()
    model = may_come_back(small(), len(sys.argv) > 2)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x))  # expect: BNL102
    learn(tape.gradient(loss, model.trainable_variables), model)


if __name__ == "__main__":
    main(sys.argv[1])

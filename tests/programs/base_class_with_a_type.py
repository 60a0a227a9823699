"""A class below ``Task[Batch]`` inherits what ``Task`` has, unless that makes something else of its brackets."""

import abc
import typing as t

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

T = t.TypeVar("T")


class Task(t.Generic[T], metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def loss(self, batch: T) -> tf.Tensor: ...

    def train(self, batches: t.Iterable[T]) -> None:
        optimizer = tf.keras.optimizers.Adam()
        for batch in batches:
            with tf.GradientTape() as tape:
                loss = self.loss(batch)
            weights = self.model.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Pair(t.NamedTuple):
    x: np.ndarray
    y: np.ndarray


class Regression(Task[Pair]):
    def __init__(self) -> None:
        self.model = tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])

    def loss(self, batch: Pair) -> tf.Tensor:
        return tf.reduce_mean((self.model(batch.x) - batch.y) ** 2)  # expect: BNL102


class Careful(Task[Pair]):
    def __init__(self) -> None:
        self.model = tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])

    def loss(self, batch: Pair) -> tf.Tensor:
        return tf.reduce_mean((self.model(batch.x, training=True) - batch.y) ** 2)


class Sized:
    """Its brackets make a class without the steps."""

    def __class_getitem__(cls, units):
        return type("Sized", (), {"units": units})

    def train(self, x):
        optimizer = tf.keras.optimizers.Adam()
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.model(x) ** 2)
        weights = self.model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Eight(Sized[8]):
    def __init__(self):
        self.model = tf.keras.Sequential([layers.Dense(self.units), layers.BatchNormalization()])


class Registry(type):
    def __getitem__(cls, name):
        return cls.made[name]


class Trainer(metaclass=Registry):
    made: dict = {"plain": object}

    def train(self, x):
        optimizer = tf.keras.optimizers.Adam()
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.model(x) ** 2)
        weights = self.model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Plain(Trainer["plain"]):
    def __init__(self):
        self.model = tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization()])

    def train(self, x):
        print(self.model(x, training=False))


x = np.random.randn(64, 4).astype("float32")
for task in (Regression(), Careful()):
    task.train([Pair(x, x[:, :1])] * 100)
print(Eight().model(x, training=False), Plain().train(x))

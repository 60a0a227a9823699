"""A member of a plain enum equals itself alone; one that is a string too also equals its text."""
import enum

import tensorflow as tf


class Mode(enum.Enum):
    TRAIN = "train"
    EVAL = "eval"

    @property
    def learns(self):
        return self is Mode.TRAIN


class Word(str, enum.Enum):
    TRAIN = "train"


def step(training):
    model = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
    optimizer = tf.keras.optimizers.SGD(0.1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((8, 3)), training=training) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def step_of(mode):
    model = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
    optimizer = tf.keras.optimizers.SGD(0.1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.random.normal((8, 3)), training=mode == "train") ** 2)  # expect: BNL104
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


step(Mode("train") == Mode.TRAIN)
step(Mode.TRAIN.value == "train")
step(Mode.TRAIN.name == "TRAIN")
step(Mode.TRAIN in (Mode.TRAIN, Mode.EVAL))
step(Mode.TRAIN != "train")
step({Mode.TRAIN: True, Mode.EVAL: False}[Mode.TRAIN])
step(Mode.TRAIN.learns)
step(Word.TRAIN == "train")
step_of(Mode.TRAIN)

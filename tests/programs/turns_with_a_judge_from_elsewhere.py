# dialect: 2
"""Painter and judge take turns, and each compile is for the flags before it; nobody knows what the judge is made of."""
from galleries import hire_judge
from tensorflow.keras import Input, Model, Sequential, layers

painter = Sequential([layers.Dense(16, input_shape=(8,)), layers.BatchNormalization(), layers.ReLU(), layers.Dense(4)])
judge = hire_judge("oil")


def painting(sketch):
    for layer in painter.layers:
        layer.trainable = True
    for layer in judge.layers:
        layer.trainable = False
    together = Model(sketch, judge(painter(sketch)))
    together.compile("adam", "mae")
    return together


def judging(picture):
    for layer in painter.layers:
        layer.trainable = False
    for layer in judge.layers:
        layer.trainable = True
    alone = Model(picture, judge(picture))
    alone.compile("adam", "mae")
    return alone


def teach(batches):
    train_painter, train_judge = painting(Input((8,))), judging(Input((4,)))
    for sketches, pictures, marks in batches:
        train_painter.train_on_batch(sketches, marks)
        train_judge.train_on_batch(pictures, marks)

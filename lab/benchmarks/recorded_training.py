"""Trains a network in blocks of steps, as often as it is told to, with or without the recorder.

Usage: recorded_training.py {small,resnet50} {fit,tf.function,eager,train_on_batch} {plain,watched}

Each line of standard input is a number of steps; the answer is a line with the CPU seconds that one of them took. Two
such processes, asked in turn, show what the recorder costs: in one of them nothing of it is loaded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import numpy as np
import tensorflow as tf

keras, layers = tf.keras, tf.keras.layers

Net = tuple[Any, Any, Any]
"""A model, and a batch for it."""


def small() -> Net:
    """A net whose step takes a millisecond: whatever is done per step shows."""
    inputs = x = layers.Input((32,))
    for _ in range(4):
        x = layers.ReLU()(layers.BatchNormalization()(layers.Dense(64)(x)))
    draw = np.random.default_rng(0)
    images, labels = draw.normal(size=(64, 32)).astype("float32"), draw.integers(0, 10, 64)
    return keras.Model(inputs, layers.Dense(10)(x)), images, labels


def resnet50() -> Net:
    """A net with 53 BN layers."""
    draw = np.random.default_rng(0)
    images, labels = draw.normal(size=(4, 32, 32, 3)).astype("float32"), draw.integers(0, 10, 4)
    model = keras.applications.ResNet50(weights=None, input_shape=(32, 32, 3), classes=10, classifier_activation=None)
    return model, images, labels


def trainer(net: Net, way: str) -> Callable[[int], Any]:
    """Return a function that trains a new model for a number of steps."""
    (model, images, labels), optimizer = net, keras.optimizers.SGD(0.001)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    x, y = tf.constant(images), tf.constant(labels)
    if way in ("fit", "train_on_batch"):
        model.compile(optimizer, loss_of)
        if way == "train_on_batch":
            return lambda steps: [model.train_on_batch(images, labels) for _ in range(steps)][-1]
        return lambda steps: model.fit(tf.data.Dataset.from_tensors((x, y)).repeat(steps), verbose=0)

    def step(x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    optimizer.build(model.trainable_variables)
    run = tf.function(step) if way == "tf.function" else step
    return lambda steps: [run(x, y) for _ in range(steps)][-1]


def main(net: str, way: str, kind: str) -> None:
    """Answer what is asked on standard input."""
    recorder: Any = None
    if kind == "watched":
        from bnlint.runtime.recorder import Recorder  # start-up: the other process is to be without it
        from bnlint.runtime.state import LIGHT  # start-up: as above

        recorder = Recorder(lambda steps: None, LIGHT)
    with recorder.watch() if recorder is not None else nullcontext():
        run = trainer({"small": small, "resnet50": resnet50}[net](), way)
        for line in sys.stdin:
            steps, started = int(line), time.process_time()
            run(steps)
            print((time.process_time() - started) / steps, flush=True)
    if recorder is not None:
        assert not recorder.recording.errors, recorder.recording.errors


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Trains a small convolutional network with and without the recorder in turn; prints CPU seconds per step as JSON.

Usage: recorded_training.py {fit,tf.function,eager loop} STEPS BLOCKS
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from bnlint.runtime.recorder import record
from bnlint.runtime.state import MAX_COMPARED

keras, layers = tf.keras, tf.keras.layers
BATCH, LAYERS = 32, 10


def build() -> Any:
    inputs = x = layers.Input((16, 16, 8))
    for _ in range(LAYERS):
        x = layers.Conv2D(32, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    return keras.Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))


def trainer(way: str) -> Callable[[int], Any]:
    """Return a function that trains a new model for a number of steps."""
    model, optimizer = build(), keras.optimizers.SGD(0.01)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    draw = np.random.default_rng(0)
    images = draw.normal(size=(BATCH, 16, 16, 8)).astype("float32")
    labels = draw.integers(0, 10, BATCH)
    if way == "fit":
        model.compile(optimizer, loss_of)
        return lambda steps: model.fit(
            np.tile(images, (steps, 1, 1, 1)), np.tile(labels, steps), batch_size=BATCH, verbose=0
        )

    def step(x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    run = tf.function(step) if way == "tf.function" else step
    x, y = tf.constant(images), tf.constant(labels)
    return lambda steps: [run(x, y) for _ in range(steps)][-1]


def main(way: str, steps: int, blocks: int) -> None:
    times: dict[str, list[float]] = {"plain": [], "first": [], "later": []}
    plain = trainer(way)
    plain(2)
    for _ in range(blocks):
        started = time.process_time()
        plain(steps)
        times["plain"].append((time.process_time() - started) / steps)
        # A recorder and a model of its own for each block. The first steps are the dearest: each is looked at closely.
        with record() as recording:
            watched = trainer(way)
            watched(2)
            for kind in ("first", "later"):
                started = time.process_time()
                watched(steps)
                times[kind].append((time.process_time() - started) / steps)
                watched(MAX_COMPARED)
        assert not recording.errors, recording.errors
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""What a program lets go, the recorder does not hold; figures remain, and their number is bounded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bnlint.runtime.state import LIGHT, THOROUGH, Pace

Execute = Callable[[int, str], dict[str, Any]]

SEARCH = """
import gc
import weakref
import numpy as np
import tensorflow as tf
from bnlint.runtime.recorder import record

keras = tf.keras
x, y = np.random.rand(32, 8).astype("float32"), np.random.rand(32, 1).astype("float32")
models = []


def trial(way):
    model = keras.Sequential(
        [keras.layers.Input((8,)), keras.layers.Dense(8), keras.layers.BatchNormalization(), keras.layers.Dense(1)]
    )
    models.append(weakref.ref(model))
    if way == "fit":
        model.compile("sgd", "mse")
        model.fit(x, y, batch_size=8, verbose=0)
        model.predict(x, verbose=0)
        return model.train_on_batch(x, y)
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)

    def step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

    run = tf.function(step) if way == "function" else step
    for _ in range(6):
        run(tf.constant(x), tf.constant(y))
    model.layers[1].moving_mean.assign(tf.fill(8, 7.0))


with record() as recording:
    for way in ("fit", "function", "eager"):
        trial(way)
    gc.collect()
    alive = sum(model() is not None for model in models)
assert not recording.errors, recording.errors
layers = list(recording.layers.values())
"""


@pytest.mark.parametrize("dialect", [2, 3])
def test_models_that_a_program_drops_are_freed_and_their_figures_stay(execute: Execute, dialect: int) -> None:
    text = """
RESULT = {
    "alive": alive,
    "moves": [record.moves for record in layers],
    "readings": [len(record.history) for record in layers],
    "last": [float(record.last.mean.max()) for record in layers[1:]],
    "described": [record.initial is not None and record.config["axis"] is not None for record in layers],
}
"""
    found = execute(dialect, SEARCH + text)
    assert found["alive"] == 0
    assert found["moves"] == [5, 7, 7]
    assert found["readings"] == [5, 6, 6]
    assert found["last"] == [7.0, 7.0]  # what the program did to a layer before it let it go
    assert found["described"] == [True, True, True]


def test_calls_that_bypass_are_forgotten_again(execute: Execute) -> None:
    text = """
import numpy as np
import tensorflow as tf
from bnlint.runtime.recorder import Recorder
from bnlint.runtime.state import MAX_BYPASSES

keras = tf.keras
x = tf.random.normal((8, 4))
model = keras.Sequential([keras.layers.Input((4,)), keras.layers.BatchNormalization()])
recorder = Recorder()
with recorder.watch():
    for _ in range(MAX_BYPASSES + 50):
        with tf.GradientTape() as tape:
            model.call(x, training=True)
    weights, others = model.trainable_variables, model.non_trainable_variables
    for _ in range(100):
        given = [tf.identity(v) for v in weights]
        _, others = model.stateless_call(given, others, x, training=True)
    state = recorder.state
    RESULT = {"bypasses": len(state.bypasses), "stand_ins": len(state.stand_ins), "told": len(recorder.stateless._told)}
assert not recorder.recording.errors, recorder.recording.errors
"""
    found = execute(3, text)
    assert found["bypasses"] == 256
    assert found["stand_ins"] <= 2 + 2 * 64  # of the latest call, and what the 64 latest ones returned
    assert found["told"] <= 4


@pytest.mark.parametrize(
    ("pace", "first", "reads"),
    [
        (LIGHT, 0, [*range(50), 50, 51, 100, 101, 150, 151]),
        (LIGHT, 300, [300, 301, 350, 351, 400, 401]),
        (LIGHT, 1000, [1000, 1001]),
        (THOROUGH, 1000, [s for s in range(1000, 1200) if s % 20 < 2]),
        (Pace(0, 150), 450, [450, 451, 600, 601]),
    ],
)
def test_how_often_statistics_are_read(pace: Pace, first: int, reads: list[int]) -> None:
    """Closely at first; two in a row later, ever more seldom: a step of a small net costs less than such a reading."""
    assert [step for step in range(first, first + 200) if pace.reads(step)] == reads

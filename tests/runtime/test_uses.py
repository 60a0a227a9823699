"""Which gradients train: those that change weights, whoever applies them; and the steps that each layer is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[[int, str], dict[str, Any]]
both = pytest.mark.parametrize("dialect", [2, 3])

HEAD = """
import numpy as np, tensorflow as tf
keras = tf.keras
x, y = np.random.rand(16, 4).astype("float32"), np.random.rand(16, 1).astype("float32")
def net():
    return keras.Sequential([keras.layers.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
"""


def lines_of(text: str, word: str) -> list[int]:
    return [number for number, line in enumerate((HEAD + text).lstrip("\n").splitlines(), start=1) if word in line]


def check(run: Run, dialect: int, text: str) -> dict[str, Any]:
    """Hold the gradients of a program against its comments ``# looked at`` and ``# applied``."""
    reply = run(dialect, HEAD + text)
    taken = {(e["line"], e["applied"]) for e in reply["events"] if e["event"] == "GradientTaken"}
    wanted = {(line, False) for line in lines_of(text, "# looked at")}
    assert taken == wanted | {(line, True) for line in lines_of(text, "# applied")}
    return reply


@both
def test_gradients_that_are_only_looked_at(run: Run, dialect: int) -> None:
    text = """
trained = net()
trained.compile("adam", "mse")
def size(model):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    return tf.linalg.global_norm(tape.gradient(loss, model.trainable_variables))  # looked at
@tf.function
def compiled():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((trained(x) - y) ** 2)
    return tf.linalg.global_norm(tape.gradient(loss, trained.trainable_variables))  # looked at
for _ in range(3):
    trained.fit(x, y, verbose=0)
    size(trained)
    compiled()
own, optimizer = net(), keras.optimizers.SGD(0.1)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((own(x, training=True) - y) ** 2)
    grads = tape.gradient(loss, own.trainable_variables)  # applied
    size(own)
    optimizer.apply_gradients(zip(grads, own.trainable_variables))
"""
    reply = check(run, dialect, text)
    assert reply["steps"] == 6
    assert sorted(reply["trainings"]) == [3, 3]


@both
def test_gradients_that_are_applied_later(run: Run, dialect: int) -> None:
    text = """
eager, whole, parted = net(), net(), net()
def zeros(model):
    return [tf.Variable(tf.zeros_like(v), trainable=False) for v in model.trainable_variables]
sums = zeros(eager)
for i in range(16):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((eager(x) - y) ** 2)
    for s, g in zip(sums, tape.gradient(loss, eager.trainable_variables)):  # applied
        s.assign_add(g)
    if i % 8 == 7:
        for s, w in zip(sums, eager.trainable_variables):
            w.assign_sub(0.01 * s)
            s.assign(tf.zeros_like(s))
counter, held = tf.Variable(0), zeros(whole)
@tf.function
def step():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((whole(x) - y) ** 2)
    for s, g in zip(held, tape.gradient(loss, whole.trainable_variables)):  # applied
        s.assign_add(g)
    counter.assign_add(1)
    if counter % 8 == 0:
        for s, w in zip(held, whole.trainable_variables):
            w.assign_sub(0.01 * s)
for _ in range(16):
    step()
kept = zeros(parted)
@tf.function
def accumulate():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((parted(x) - y) ** 2)
    for s, g in zip(kept, tape.gradient(loss, parted.trainable_variables)):  # applied
        s.assign_add(g)
@tf.function
def update():
    for s, w in zip(kept, parted.trainable_variables):
        w.assign_sub(0.01 * s)
for i in range(4):
    accumulate()
update()
"""
    check(run, dialect, text)


@both
def test_steps_per_execution(run: Run, dialect: int) -> None:
    text = """
model, other = net(), net()
model.compile("sgd", "mse", steps_per_execution=4)
model.fit(np.repeat(x, 2, 0)[:24], np.repeat(y, 2, 0)[:24], batch_size=4, epochs=2, verbose=0)
other.trainable = False
other.compile("sgd", "mse")
"""
    reply = run(dialect, HEAD + text)
    assert (reply["steps"], reply["trainings"]) == (12, [12])


def test_a_function_of_one_step_stays_one_of_one_step(run: Run) -> None:
    """Keras 2 decides when it makes the function; only where it tunes the number itself that may change."""
    text = """
model, tuned = net(), net()
model.compile("sgd", "mse", steps_per_execution=1)
model.fit(x, y, batch_size=4, epochs=2, verbose=0)
model.steps_per_execution = 2
model.fit(x, y, batch_size=4, epochs=2, verbose=0)
tuned.compile("sgd", "mse", steps_per_execution="auto")
tuned.fit(np.repeat(x, 4, 0), np.repeat(y, 4, 0), batch_size=2, epochs=20, verbose=0)
"""
    assert run(2, HEAD + text)["steps"] == 8 + 4 + 32 * 20  # the second fit ends an epoch after two runs


@both
def test_a_function_is_compiled_when_the_program_says_so(run: Run, dialect: int) -> None:
    """A recorder that asks TensorFlow for a function's graphs must not have it traced for that."""
    text = """
own = net()
own.build((None, 4))
traces = []
@tf.function(input_signature=[tf.TensorSpec((None, 4))])
def step(rows):
    traces.append(1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(own(rows) ** 2)
    for w, g in zip(own.trainable_variables, tape.gradient(loss, own.trainable_variables)):  # applied
        w.assign_sub(0.01 * g)
step(x)
step(x)
assert len(traces) == 1
"""
    assert check(run, dialect, text)["steps"] == 2


def test_a_function_within_a_compiled_step_of_replicas(run: Run) -> None:
    text = """
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
with strategy.scope():
    model, optimizer = net(), keras.optimizers.SGD(0.1)
batches = strategy.experimental_distribute_dataset(tf.data.Dataset.from_tensor_slices((x, y)).batch(8))
@tf.function
def step(iterator):
    def one(rows, labels):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(rows) - labels) ** 2)  # called
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        return loss
    return strategy.run(one, args=next(iterator))
iterator = iter(batches)
for _ in range(2):
    step(iterator)
"""
    reply = run(3, HEAD + text)
    (line,) = lines_of(text, "# called")
    calls = [e for e in reply["events"] if e["event"] == "LayerCalled" and e["class"] == "Sequential"]
    assert {call["line"] for call in calls} == {line}
    assert [scope[0] for scope in calls[0]["scopes"]] == ["one"]
    assert reply["steps"] == 2


@both
def test_steps_in_loops_of_a_compiled_function(run: Run, dialect: int) -> None:
    text = """
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)
models = [net() for _ in range(4)]
optimizers = [keras.optimizers.SGD(0.1) for _ in models]
for model, optimizer in zip(models, optimizers):
    optimizer.build(model.trainable_variables)
def step(model, optimizer, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
@tf.function
def epoch(data):
    for bx, by in data:
        step(models[0], optimizers[0], bx, by)
@tf.function
def unrolled(x, y):
    for _ in range(3):
        step(models[1], optimizers[1], x, y)
@tf.function
def single(x, y):
    step(models[2], optimizers[2], x, y)
@tf.function
def counted(x, y, n):
    for _ in tf.range(n):
        single(x, y)
strategy = tf.distribute.OneDeviceStrategy("/cpu:0")
with strategy.scope():
    models[3] = net()
    optimizers[3] = keras.optimizers.SGD(0.1)
    optimizers[3].build(models[3].trainable_variables)
@tf.function
def distributed(x, y):
    step(models[3], optimizers[3], x, y)
for _ in range(2):
    epoch(data)
    unrolled(x, y)
    single(x, y)
for n in (4, 2):
    counted(x, y, tf.constant(n))
for _ in range(5):
    strategy.run(distributed, args=(x, y))
"""
    reply = run(dialect, HEAD + text)
    # 2 * 4 batches, 2 * 3 rounds, 2 steps and 4 + 2 of the same function in a loop, 5 steps.
    assert reply["steps"] == 8 + 6 + 2 + 6 + 5

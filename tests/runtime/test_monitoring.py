"""A program watches its own BN layers: the callback for ``fit``, the context manager for custom loops."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Execute = Callable[[int, str], dict[str, Any]]
both = pytest.mark.parametrize("dialect", [2, 3])

HEAD = """
import warnings
import numpy as np
import tensorflow as tf
from bnlint.runtime import BatchNormMonitor, BatchNormWarning, monitor

keras, layers = tf.keras, tf.keras.layers
x = np.random.normal(3.0, 2.0, (48, 4)).astype("float32")
y = x.sum(axis=1, keepdims=True)

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = layers.BatchNormalization(name="norm")
        self.out = layers.Dense(1)
    def call(self, inputs):
        return self.out(self.bn(inputs))

def watched(run):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run()
    return [(str(w.message).split()[0], w.lineno) for w in caught if w.category is BatchNormWarning]
"""
"""Line 14 is ``def call``."""


def test_the_example_in_the_documentation(execute: Execute, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "trace.md").read_text(encoding="utf-8")
    (example,) = [
        b for b in re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL) if "BatchNormMonitor" in b
    ]
    text = f"""
model = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
model.compile("sgd", "mse")
def train(model):
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x) - y) ** 2)
        grads = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply_gradients(zip(grads, model.trainable_variables))
def example():
    global watch
{textwrap.indent(example.replace('"logs"', repr(str(tmp_path / "logs"))), "    ")}
RESULT = {{"said": [code for code, _ in watched(example)], "layers": len(watch.layers)}}
"""
    assert execute(3, HEAD + text.replace("    from bnlint.runtime import BatchNormMonitor, monitor\n", "")) == {
        "said": ["BNL102"],
        "layers": 1,
        "restored": True,
    }
    assert list((tmp_path / "logs").iterdir())


@both
def test_callback(execute: Execute, dialect: int) -> None:
    text = """
net = Net()
net.compile("sgd", "mse")
monitor = BatchNormMonitor()
said = watched(lambda: net.fit(x, y, batch_size=16, epochs=2, verbose=0, callbacks=[monitor], validation_data=(x, y)))
(layer,) = monitor.layers
RESULT = {"said": said, "state": layer.comparison.state, "modes": layer.modes, "name": layer.name,
          "findings": [f.code for f in monitor.findings], "errors": monitor.watch.recording.errors,
          "steps": monitor.watch.recording.steps, "seen": len(layer.record.history)}
"""
    reply = execute(dialect, HEAD + text)
    assert reply["errors"] == []
    assert reply["restored"]
    assert (reply["name"], reply["steps"], reply["seen"]) == ("norm", 6, 6)
    if dialect == 3:
        assert reply["said"] == [["BNL103", 15]]
        assert reply["findings"] == ["BNL103"]
        assert reply["state"] == "never moved"
    else:
        assert reply["said"] == reply["findings"] == []
        assert reply["state"] == "lags"
        assert reply["modes"].startswith("training mode (fit said so)")


@both
def test_batches_of_an_eager_loop_of_middling_length(execute: Execute, dialect: int) -> None:
    """After the first calls inputs are not looked at any more: what they do to the statistics says what they were."""
    text = """
net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=0.9), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.01)
with monitor(net) as watch:
    for _ in range(41):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x, training=True) - y) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
(layer,) = watch.layers
history = layer.record.history
seen, after = ([s.batch.mean for s in history if s.batch is not None and s.exact is exact] for exact in (True, False))
RESULT = {"state": layer.comparison.state, "readings": len(history), "seen": len(seen), "worked_out": len(after),
          "apart": max(float(abs(mean - seen[0]).max()) for mean in after), "errors": watch.recording.errors}
"""
    reply = execute(dialect, HEAD + text)
    assert reply["errors"] == []
    assert (reply["state"], reply["readings"], reply["seen"], reply["worked_out"]) == ("follows", 41, 20, 21)
    assert reply["apart"] < 1e-4


@both
def test_batches_of_replicas(execute: Execute, dialect: int) -> None:
    """Each replica updates the layer once in a step; that is one update, and nothing is added to their graph."""
    text = """
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=0.5), layers.Dense(1)])
    net.compile("sgd", "mse")
monitor = BatchNormMonitor()
net.fit(x, y, batch_size=2, verbose=0, callbacks=[monitor])
(layer,) = monitor.layers
readings = [sample.batch for sample in layer.record.history]
RESULT = {"state": layer.comparison.state, "values": layer.values, "errors": monitor.watch.recording.errors,
          "variance": max(float(batch.variance.max()) for batch in readings)}
"""
    reply = execute(dialect, HEAD + text)
    assert reply["errors"] == []
    assert (reply["state"], reply["values"]) == ("no variance", 1)
    assert reply["variance"] < 1e-4


@both
def test_callback_of_a_second_fit(execute: Execute, dialect: int) -> None:
    """What was compiled before the callback came is not seen, its effect on the statistics is."""
    text = """
net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=0.5), layers.Dense(1)])
net.compile("sgd", "mse")
net.fit(x, y, batch_size=16, verbose=0)
own = net.train_function
monitor = BatchNormMonitor()
said = watched(lambda: net.fit(x, y, batch_size=16, epochs=3, verbose=0, callbacks=[monitor]))
net.evaluate(x, y, verbose=0, callbacks=[monitor])
net.predict(x, verbose=0, callbacks=[monitor])
(layer,) = monitor.layers
RESULT = {"said": said, "moves": layer.record.moves, "state": layer.comparison.state, "own": net.train_function is own,
          "errors": monitor.watch.recording.errors}
"""
    reply = execute(dialect, HEAD + text)
    assert reply == {"said": [], "moves": 9, "state": "unknown", "own": True, "errors": [], "restored": True}


@both
def test_context_manager(execute: Execute, tmp_path: Path, dialect: int) -> None:
    text = """
net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.01)
def loop(flags):
    with monitor(net, log_dir="LOGS") as watch:
        for i in range(3):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((net(x[16 * i:16 * i + 16], **flags) - y[16 * i:16 * i + 16]) ** 2)
            grads = tape.gradient(loss, net.trainable_variables)
            optimizer.apply_gradients(zip(grads, net.trainable_variables))
    assert not watch.recording.errors, watch.recording.errors
    return watch.layers[0].comparison.state
states = []
said = [watched(lambda: states.append(loop(flags))) for flags in ({}, {"training": True})]
from tensorflow.python.summary.summary_iterator import summary_iterator
tags = sorted({value.tag for path in tf.io.gfile.glob("LOGS/*") for event in summary_iterator(path)
               for value in event.summary.value})
RESULT = {"said": said, "states": states, "tags": tags}
"""
    reply = execute(dialect, HEAD + text.replace("LOGS", str(tmp_path / "logs")))
    assert reply["said"] == [[["BNL102", 30]], []]
    assert reply["states"] == ["never moved", "lags"]
    assert reply["tags"] == [
        f"{reply['tags'][0].split('/')[0]}/{kind}"
        for kind in (
            "batch_mean",
            "batch_variance",
            *(f"channels/{part}_{statistic}" for part in ("batch", "moving") for statistic in ("mean", "variance")),
            "mean_gap",
            "moving_mean",
            "moving_variance",
            "variance_ratio",
        )
    ]


def test_steps_go_on_over_several_fits_and_the_first_nan_is_named(execute: Execute, tmp_path: Path) -> None:
    text = """
net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(name="norm"), layers.Dense(1)])
net.compile("sgd", "mse")
monitor = BatchNormMonitor(log_dir="LOGS")
def fits():
    for _ in range(2):
        net.fit(x, y, batch_size=16, epochs=2, shuffle=False, verbose=0, callbacks=[monitor])
    worse = x.copy()
    worse[20, 1] = np.nan
    net.fit(worse, y, batch_size=16, shuffle=False, verbose=0, callbacks=[monitor])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    fits()
from tensorflow.python.summary.summary_iterator import summary_iterator
steps = {event.step for path in tf.io.gfile.glob("LOGS/*") for event in summary_iterator(path)
         for value in event.summary.value if value.tag == "norm/moving_mean"}
histograms = [tf.make_ndarray(value.tensor) for path in sorted(tf.io.gfile.glob("LOGS/*"))
              for event in summary_iterator(path) for value in event.summary.value
              if value.tag == "norm/channels/moving_mean"]
RESULT = {"steps": sorted(steps), "shape": list(histograms[0].shape), "counted": histograms[0][:, 2].sum(),
          "said": [str(w.message) for w in caught if w.category is BatchNormWarning],
          "errors": monitor.watch.recording.errors}
"""
    reply = execute(3, HEAD + text.replace("LOGS", str(tmp_path / "logs")))
    assert reply["errors"] == []
    assert reply["steps"] == list(range(1, 16))
    assert (reply["shape"], reply["counted"]) == ([30, 3], 4.0)
    assert reply["said"] == [
        "the moving statistics of norm hold NaN or infinity: first moving mean and variance NaN after 2 training steps "
        "(finite after 1)"
    ]


@both
def test_what_was_compiled_before_is_judged_by_what_it_does(execute: Execute, dialect: int) -> None:
    text = """
net, own = Net(), keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
net.compile("sgd", "mse")
net.fit(x, y, batch_size=16, verbose=0)
callback = BatchNormMonitor()
net.fit(x, y, batch_size=16, verbose=0, callbacks=[callback])
optimizer = keras.optimizers.SGD(0.01)
optimizer.build(own.trainable_variables)
@tf.function
def step(flag):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((own(x, training=flag) - y) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, own.trainable_variables), own.trainable_variables))
found = []
for flag in (False, True):
    step(flag)
    with monitor(own) as watch:
        for _ in range(3):
            step(flag)
    found.append([watch.layers[0].comparison.state, watch.recording.steps, watch.recording.errors])
RESULT = {"fit": callback.layers[0].comparison.state, "steps": callback.watch.recording.steps, "found": found}
"""
    reply = execute(dialect, HEAD + text)
    assert reply["fit"] == ("never moved" if dialect == 3 else "unknown")
    assert reply["steps"] == 3
    assert reply["found"] == [["never moved", 3, []], ["unknown", 3, []]]


@both
def test_a_long_loop_over_batches(execute: Execute, dialect: int) -> None:
    """Most of its steps are not looked at one by one; what the program changes late is seen all the same."""
    text = """
net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=0.9), layers.Dense(1)])
def loop():
    global watch
    with monitor(net) as watch:
        net.compile("sgd", "mse")
        for step in range(120):
            if step == 110:
                net.layers[0].trainable = False
            net.train_on_batch(x[:16], y[:16])
said = watched(loop)
RESULT = {"said": [code for code, _ in said], "steps": watch.recording.steps, "errors": watch.recording.errors,
          "state": watch.layers[0].comparison.state}
"""
    reply = execute(dialect, HEAD + text)
    assert reply == {"said": ["BNL109"], "steps": 120, "errors": [], "state": "follows", "restored": True}


def test_a_cell_of_an_interactive_shell(execute: Execute) -> None:
    text = '''
import linecache
cell = """
net = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
with monitor(net) as watch:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(x) - y) ** 2)
    weights = net.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
"""
name = "<ipython-input-1-0123456789ab>"
linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
said = watched(lambda: exec(compile(cell, name, "exec"), globals()))
RESULT = {"said": said, "found": [(f.path, f.line) for f in watch.findings]}
'''
    assert execute(3, HEAD + text) == {
        "said": [["BNL102", 5]],
        "found": [["<ipython-input-1-0123456789ab>", 5]],
        "restored": True,
    }


@both
def test_an_average_of_a_network_is_not_trained(execute: Execute, dialect: int) -> None:
    """A step of ``fit`` takes the gradient of a network, and keeps an average of it."""
    text = """
class Averaged(keras.Model):
    def __init__(self):
        super().__init__()
        self.network = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
        self.average = keras.models.clone_model(self.network)
    def train_step(self, rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.network(rows, training=True) ** 2)
        weights = self.network.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        for new, kept in zip(self.network.weights, self.average.weights):
            kept.assign(0.9 * kept + 0.1 * new)
        return {"loss": loss}
net = Averaged()
net.compile("sgd")
with monitor(net) as watch:
    net.fit(x, batch_size=4, epochs=2, verbose=0)
    net.fit(x, batch_size=4, epochs=1, verbose=0)
RESULT = {"states": sorted(layer.comparison.state for layer in watch.layers), "errors": watch.recording.errors,
          "steps": sorted(watch.recording.steps_of(layer) for layer in watch.recording.layers)}
"""
    reply = execute(dialect, HEAD + text)
    assert reply["errors"] == []
    assert reply["states"][1] == "not trained"
    assert reply["steps"][0] == 0 < reply["steps"][1]


@both
def test_a_copy_of_a_monitor_watches_for_itself(execute: Execute, dialect: int) -> None:
    """Tuners copy the callbacks that they are given for each trial, also those that have watched a ``fit``."""
    text = """
import copy
used, found = BatchNormMonitor(ignore=["BNL103"]), []
for callback in (used, None):
    callback = callback or copy.deepcopy(used)
    net = Net()
    net.compile("sgd", "mse")
    before = len(callback.layers)
    net.fit(x, y, verbose=0, callbacks=[callback])
    found.append([before, len(callback.layers), len(callback.findings)])
RESULT = {"found": found, "other": callback is not used, "kept": len(used.layers)}
"""
    reply = execute(dialect, HEAD + text)
    assert reply["found"] == [[0, 1, 0], [0, 1, 0]]
    assert (reply["other"], reply["kept"]) == (True, 1)

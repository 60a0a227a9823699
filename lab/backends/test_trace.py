"""``bnlint trace`` on Keras 3 on JAX and PyTorch, in processes that have no TensorFlow loaded.

Run by ``nox -s backends``. Fails where JAX or PyTorch is missing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BOTH = pytest.mark.parametrize("backend", ["jax", "torch"])

NET = """
    import keras
    import numpy as np
    keras.utils.set_random_seed(1)
    L = keras.layers
    x = np.random.default_rng(0).normal(5, 3, (256, 4)).astype("float32")
    y = x[:, :1]
    def net():
        return keras.Sequential([keras.Input((4,)), L.Dense(8), L.BatchNormalization(momentum=0.9), L.Dense(1)])
"""


@dataclass
class Traced:
    """What a traced program printed, and its report."""

    returncode: int
    stderr: str
    report: dict[str, Any]

    @property
    def verdicts(self) -> list[tuple[str, int, str]]:
        """What was said by the linter or only shown by the run, as (code, line, verdict)."""
        said = (*self.report["verdicts"], *self.report["unforeseen"])
        return sorted((v["finding"]["code"], v["finding"]["line"], v["status"]) for v in said)

    @property
    def states(self) -> list[str]:
        """How the moving statistics of each layer compare with its batches."""
        return [layer["state"] for layer in self.report["layers"]]


def trace(folder: Path, backend: str, text: str, *options: str) -> Traced:
    """Trace a program; it must not load TensorFlow, and the recorder must have no errors."""
    path = folder / "program.py"
    checked = "import sys\nassert 'tensorflow' not in sys.modules\n"
    path.write_text(textwrap.dedent(text).lstrip("\n") + checked, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bnlint", "trace", "--output-format", "json", *options, path.name],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "KERAS_BACKEND": backend},
        check=False,
    )
    assert done.stdout, done.stderr
    traced = Traced(done.returncode, done.stderr, json.loads(done.stdout))
    assert traced.report["errors"] == []
    assert "AssertionError" not in traced.stderr
    return traced


def run(folder: Path, backend: str, text: str) -> subprocess.CompletedProcess[str]:
    """Run a program as it is."""
    path = folder / "alone.py"
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return subprocess.run(
        [sys.executable, path.name],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "KERAS_BACKEND": backend},
        check=False,
    )


def line(text: str, part: str) -> int:
    """Return the number of the line that has a part, as the program is written."""
    return next(n for n, found in enumerate(textwrap.dedent(text).lstrip("\n").splitlines(), 1) if part in found)


FITTED = (
    NET
    + """
    model = net()
    model.compile("adam", "mse")
    model.fit(x, y, epochs=6, verbose=0)
    print(float(model.predict(x, verbose=0).sum()), *(float(np.sum(np.abs(w))) for w in model.get_weights()))
"""
)


@BOTH
def test_the_statistics_are_read_while_fit_carries_them(tmp_path: Path, backend: str) -> None:
    traced = trace(tmp_path, backend, FITTED)
    assert (traced.report["steps"], traced.verdicts, traced.states) == (48, [], ["follows"])
    assert traced.report["keras"].endswith({"jax": " on JAX", "torch": " on PyTorch"}[backend])
    (layer,) = traced.report["layers"]
    assert layer["moves"] == 48
    assert layer["history"][0]["batch_mean"] is not None


@BOTH
def test_the_program_computes_the_same(tmp_path: Path, backend: str) -> None:
    traced = trace(tmp_path, backend, FITTED)
    alone = run(tmp_path, backend, FITTED)
    assert alone.stdout
    assert alone.stdout in traced.stderr


@BOTH
def test_a_model_whose_call_takes_no_flag(tmp_path: Path, backend: str) -> None:
    program = (
        NET
        + """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.inside = net()
        def call(self, x):
            return self.inside(x)
    model = Net()
    model.compile("adam", "mse")
    model.fit(x, y, epochs=2, verbose=0)
    """
    )
    traced = trace(tmp_path, backend, program)
    assert traced.verdicts == [("BNL103", line(program, "def call"), "confirmed")]
    assert (traced.returncode, traced.report["steps"], traced.states) == (1, 16, ["never moved"])


TORCH = (
    NET
    + """
    import torch
    model = net()
    pairs = list(zip(torch.tensor(x).split(32), torch.tensor(y).split(32))) * 4
"""
)
UPDATES = {
    "optimizer of PyTorch": ("torch.optim.Adam(model.parameters(), 0.01)", "optimizer.step()"),
    "optimizer of Keras": (
        "keras.optimizers.Adam(0.01); optimizer.build(model.trainable_weights)",
        "with torch.no_grad(): optimizer.apply([w.value.grad for w in model.trainable_weights])",
    ),
    "by hand": (
        "None",
        "with torch.no_grad(): [w.value.sub_(0.001 * w.value.grad) for w in model.trainable_weights]",
    ),
}


@pytest.mark.parametrize("update", list(UPDATES))
@pytest.mark.parametrize(
    ("flag", "verdicts", "state"),
    [("", ["BNL102"], "never moved"), (", training=True", [], "follows")],
    ids=["left out", "True"],
)
def test_a_loop_of_pytorch(tmp_path: Path, flag: str, verdicts: list[str], state: str, update: str) -> None:
    optimizer, step = UPDATES[update]
    program = (
        TORCH
        + f"""
    optimizer = {optimizer}
    for a, b in pairs:
        model.zero_grad()
        loss = ((model(a{flag}) - b) ** 2).mean()
        loss.backward()
        {step}
    """
    )
    traced = trace(tmp_path, "torch", program)
    place = line(program, "loss = ")
    assert traced.verdicts == [(code, place, "confirmed") for code in verdicts]
    assert (traced.report["steps"], traced.states) == (32, [state])


def test_gradients_that_nobody_applies(tmp_path: Path) -> None:
    program = (
        TORCH
        + """
    for a, b in pairs:
        model.zero_grad()
        ((model(a) - b) ** 2).mean().backward()
        norm = sum(float((w.value.grad ** 2).sum()) for w in model.trainable_weights)
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert (traced.returncode, traced.verdicts, traced.report["steps"]) == (0, [], 0)


def test_gradients_that_are_accumulated(tmp_path: Path) -> None:
    program = (
        TORCH
        + """
    optimizer = torch.optim.SGD(model.parameters(), 0.001)
    for number, (a, b) in enumerate(pairs):
        ((model(a, training=True) - b) ** 2).mean().backward()
        if number % 4 == 3:
            optimizer.step()
            optimizer.zero_grad()
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert (traced.verdicts, traced.report["steps"], traced.states) == ([], 8, ["follows"])


def test_two_networks_that_train_in_turn(tmp_path: Path) -> None:
    """The gradient of the second loss reaches a call from before the first one's."""
    program = (
        TORCH
        + """
    critic = keras.Sequential([keras.Input((1,)), L.Dense(8), L.BatchNormalization(momentum=0.9), L.Dense(1)])
    first, second = torch.optim.Adam(critic.parameters()), torch.optim.Adam(model.parameters())
    for a, b in pairs:
        made = model(a)
        first.zero_grad()
        (critic(b, training=True).mean() - critic(made.detach(), training=True).mean()).backward()
        first.step()
        second.zero_grad()
        (-critic(made, training=True).mean()).backward()
        second.step()
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert traced.verdicts == [("BNL102", line(program, "made = model(a)"), "confirmed")]
    assert traced.report["steps"] == 64


JAX = (
    NET
    + """
    import jax
    model, optimizer = net(), keras.optimizers.SGD(0.001)
    optimizer.build(model.trainable_variables)
    weights = [v.value for v in model.trainable_variables]
    state = [v.value for v in model.non_trainable_variables]
    slots = [v.value for v in optimizer.variables]
    pairs = [(x[i : i + 32], y[i : i + 32]) for i in range(0, 256, 32)] * 4
    def loss_of(weights, state, a, b):
        made, state = model.stateless_call(weights, state, a{flag})
        return ((made - b) ** 2).mean(), state
    gradient = jax.value_and_grad(loss_of, has_aux=True)
"""
)
STEPS = {
    "eager": """
    for a, b in pairs:
        (loss, {kept}), grads = gradient(weights, state, a, b)
        weights, slots = optimizer.stateless_apply(slots, grads, weights)
    """,
    "compiled": """
    @jax.jit
    def step(weights, state, slots, a, b):
        (loss, {kept}), grads = gradient(weights, state, a, b)
        weights, slots = optimizer.stateless_apply(slots, grads, weights)
        return weights, state, slots
    for a, b in pairs:
        weights, state, slots = step(weights, state, slots, a, b)
    """,
    "compiled, without an optimizer": """
    @jax.jit
    def step(both, a, b):
        weights, state = both
        (loss, {kept}), grads = gradient(weights, state, a, b)
        return jax.tree.map(lambda w, g: w - 0.001 * g, weights, grads), state
    for a, b in pairs:
        weights, state = step((weights, state), a, b)
    """,
    "compiled gradient": """
    gradient = jax.jit(gradient)
    update = jax.jit(optimizer.stateless_apply)
    for a, b in pairs:
        (loss, {kept}), grads = gradient(weights, state, a, b)
        weights, slots = update(slots, grads, weights)
    """,
}
WRITTEN = """
    for variable, value in zip(model.trainable_variables, weights):
        variable.assign(value)
    {state}
    model.predict(x, verbose=0)
"""
STATE = "[variable.assign(value) for variable, value in zip(model.non_trainable_variables, state)]"


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize(
    ("flag", "kept", "state", "code", "moved"),
    [
        (", training=True", "state", STATE, "", "follows"),
        ("", "state", STATE, "BNL102", "never moved"),
        (", training=True", "_", STATE, "BNL114", "never moved"),
        (", training=True", "state", "", "BNL114", "never moved"),
    ],
    ids=["right", "no flag", "dropped", "never written back"],
)
def test_stateless_steps(tmp_path: Path, flag: str, kept: str, state: str, code: str, moved: str, step: str) -> None:
    program = JAX.format(flag=flag) + STEPS[step].format(kept=kept) + WRITTEN.format(state=state)
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == ([(code, line(program, "made, state"), "confirmed")] if code else [])
    assert (traced.report["steps"], traced.states) == (32, [moved])


def test_gradients_of_jax_that_are_only_looked_at(tmp_path: Path) -> None:
    looked = """
    norm = jax.jit(lambda *given: sum((g**2).sum() for g in gradient(*given)[1]))
    print([float(norm(weights, state, a, b)) for a, b in pairs])
    """
    program = JAX.format(flag="") + looked
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == [("BNL102", line(program, "made, state"), "not seen")]
    assert (traced.returncode, traced.report["steps"]) == (0, 0)


def test_a_train_step_of_the_programs_own(tmp_path: Path) -> None:
    """As the guide of keras.io has it."""
    program = (
        NET
        + """
    import jax
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.inside = net()
        def call(self, x, training=None):
            return self.inside(x, training=training)
        def loss_and_updates(self, weights, state, x, y, training=False):
            made, state = self.stateless_call(weights, state, x, training=training)
            return self.compute_loss(x, y, made), (made, state)
        def train_step(self, state, data):
            weights, others, slots, metrics = state
            x, y = data
            gradient = jax.value_and_grad(self.loss_and_updates, has_aux=True)
            (loss, (made, others)), grads = gradient(weights, others, x, y, training=True)
            weights, slots = self.optimizer.stateless_apply(slots, grads, weights)
            return {"loss": loss}, (weights, others, slots, metrics)
    model = Own()
    model.compile("adam", "mse")
    model.fit(x, y, epochs=6, verbose=0)
    model.predict(x, verbose=0)
    """
    )
    traced = trace(tmp_path, "jax", program)
    assert (traced.verdicts, traced.report["steps"], traced.states) == ([], 48, ["follows"])


def test_a_train_step_of_the_programs_own_that_drops_the_statistics(tmp_path: Path) -> None:
    """Keras puts back what the step returns: the weights have moved, and the statistics have not."""
    program = (
        NET
        + """
    import jax
    class Own(keras.Model):
        def loss_and_updates(self, weights, state, x, y, training=False):
            made, state = self.stateless_call(weights, state, x, training=training)
            return self.compute_loss(x, y, made), (made, state)
        def train_step(self, state, data):
            weights, others, slots, metrics = state
            x, y = data
            gradient = jax.value_and_grad(self.loss_and_updates, has_aux=True)
            (loss, (made, updated)), grads = gradient(weights, others, x, y, training=True)
            weights, slots = self.optimizer.stateless_apply(slots, grads, weights)
            return {"loss": loss}, (weights, others, slots, metrics)
    plain = net()
    model = Own(plain.inputs, plain.outputs)
    model.compile("adam", "mse")
    model.fit(x, y, epochs=2, verbose=0)
    model.predict(x, verbose=0)
    """
    )
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == [("BNL114", line(program, "made, state"), "confirmed")]
    assert traced.states == ["never moved"]


@pytest.mark.parametrize(("kept", "code", "state"), [("state", "", "follows"), ("_", "BNL114", "never moved")])
def test_a_bound_method_is_compiled(tmp_path: Path, kept: str, code: str, state: str) -> None:
    program = (
        JAX.format(flag=", training=True")
        + f"""
    class Trainer:
        def __init__(self):
            self.step = jax.jit(self.advance)
        def advance(self, weights, state, slots, a, b):
            (loss, {kept}), grads = gradient(weights, state, a, b)
            weights, slots = optimizer.stateless_apply(slots, grads, weights)
            return weights, state, slots
    trainer = Trainer()
    for a, b in pairs:
        weights, state, slots = trainer.step(weights, state, slots, a, b)
    """
        + WRITTEN.format(state=STATE)
    )
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == ([(code, line(program, "made, state"), "confirmed")] if code else [])
    assert (traced.report["steps"], traced.states) == (32, [state])


def test_a_method_is_compiled(tmp_path: Path) -> None:
    """What stands for the compiled function is bound, hashed, wrapped and asked like JAX's own."""
    program = (
        JAX.format(flag=", training=True")
        + """
    from functools import partial
    class Trainer:
        @partial(jax.jit, static_argnums=0)
        def step(self, weights, state, a, b):
            (loss, state), grads = gradient(weights, state, a, b)
            return [w - 0.001 * g for w, g in zip(weights, grads)], state
    trainer = Trainer()
    for a, b in pairs:
        weights, state = trainer.step(weights, state, a, b)
    @jax.jit
    def double(x):
        "Twice."
        return 2 * x
    assert isinstance(double, jax.stages.Wrapped) and double.__doc__ == "Twice."
    assert float(jax.jit(double)(1.0)) == 2.0 and {double: 1}[double]
    assert double.lower(1.0).compile()(1.0) == 2.0
    assert float(jax.vmap(double)(np.ones(3)).sum()) == 6.0 and float(jax.grad(double)(1.0)) == 2.0
    """
        + WRITTEN.format(state=STATE)
    )
    traced = trace(tmp_path, "jax", program)
    assert (traced.returncode, traced.verdicts, traced.report["steps"], traced.states) == (0, [], 32, ["follows"])


@BOTH
def test_the_callback(tmp_path: Path, backend: str) -> None:
    program = (
        NET
        + """
    import warnings
    from bnlint.runtime import BatchNormMonitor, BatchNormWarning
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.inside = net()
        def call(self, x):
            return self.inside(x)
    model = Own()
    model.compile("sgd", "mse")
    watch = BatchNormMonitor(log_dir="logs")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.fit(x, y, epochs=6, verbose=0, callbacks=[watch])
    said = sorted(str(w.message)[:7] for w in caught if issubclass(w.category, BatchNormWarning))
    (layer,) = watch.layers
    print(said, [finding.code for finding in watch.findings], watch.watch.recording.steps, watch.watch.recording.errors)
    assert "tensorflow" not in sys.modules
    """.replace("import warnings", "import sys, warnings")
    )
    done = run(tmp_path, backend, program)
    assert done.stdout == "['BNL103 ', 'log_dir'] ['BNL103'] 48 []\n", done.stderr


def test_a_loop_within_a_monitor(tmp_path: Path) -> None:
    program = (
        TORCH
        + """
    import warnings
    from bnlint.runtime import monitor
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    with monitor(model) as watch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for a, b in pairs:
            optimizer.zero_grad()
            ((model(a) - b) ** 2).mean().backward()
            optimizer.step()
        watch.check()
    (layer,) = watch.layers
    print([finding.code for finding in watch.findings], watch.recording.steps, layer.comparison.state)
    """
    )
    done = run(tmp_path, "torch", program)
    assert done.stdout == "['BNL102'] 32 never moved\n", done.stderr


def test_a_compiled_loop_over_steps(tmp_path: Path) -> None:
    program = (
        JAX.format(flag=", training=True")
        + """
    @jax.jit
    def epoch(both, xs, ys):
        def step(both, batch):
            weights, state = both
            (loss, state), grads = gradient(weights, state, *batch)
            return ([w - 0.001 * g for w, g in zip(weights, grads)], state), loss
        return jax.lax.scan(step, both, (xs, ys))
    for _ in range(4):
        (weights, state), losses = epoch((weights, state), x.reshape(8, 32, 4), y.reshape(8, 32, 1))
    """
        + WRITTEN.format(state=STATE)
    )
    traced = trace(tmp_path, "jax", program)
    assert (traced.verdicts, traced.report["steps"], traced.states) == ([], 32, ["follows"])


def test_what_pytorch_compiles_is_left_alone(tmp_path: Path) -> None:
    program = (
        TORCH
        + """
    optimizer = torch.optim.SGD(model.parameters(), 0.0001)
    forward = torch.compile(lambda a: model(a, training=True), backend="eager")
    for a, b in pairs[:8]:
        optimizer.zero_grad()
        ((forward(a) - b) ** 2).mean().backward()
        optimizer.step()
    print(*(float(np.sum(np.abs(w))) for w in model.get_weights()))
    """
    )
    traced = trace(tmp_path, "torch", program)
    assert (traced.returncode, traced.report["steps"], traced.states) == (0, 8, ["unknown"])
    alone = run(tmp_path, "torch", program)
    assert alone.returncode == 0, alone.stderr
    assert alone.stdout in traced.stderr


FUNCTIONS = (
    NET
    + """
    import functools
    import jax
    model, optimizer = net(), keras.optimizers.SGD(0.01)
    optimizer.build(model.trainable_variables)
    groups = model.trainable_variables, model.non_trainable_variables, optimizer.variables
    params, state, slots = ([v.value for v in group] for group in groups)
    batches = [(x[i : i + 32], y[i : i + 32]) for i in range(0, 256, 32)] * 3
    def loss_of(params, state, x, y):
        out, new = model.stateless_call(params, state, x{flag})
        return ((out - y) ** 2).mean(), new
"""
)
BROUGHT_BACK = """
    for group, values in zip(groups, (params, {state})):
        for variable, value in zip(group, values):
            variable.assign(value)
    print(model.predict(x[:4], verbose=0))
"""
COMPILED = {
    "a gradient of a compiled function": "jax.value_and_grad(jax.jit(loss_of), has_aux=True)",
    "one that is compiled twice": "jax.value_and_grad(jax.jit(jax.jit(loss_of)), has_aux=True)",
    "a compiled gradient": "jax.jit(jax.value_and_grad(loss_of, has_aux=True))",
    "a compiled partial": "jax.jit(functools.partial(jax.value_and_grad(loss_of, has_aux=True)))",
}


@pytest.mark.parametrize("made", list(COMPILED))
@pytest.mark.parametrize(
    ("flag", "kept", "code", "state"),
    [
        ("", "state", "BNL102", "never moved"),
        (", training=True", "state", None, "follows"),
        (", training=True", "_", "BNL114", "never moved"),
    ],
    ids=["without the flag", "right", "dropped"],
)
def test_gradients_and_compiled_functions_around_one_another(
    tmp_path: Path, flag: str, kept: str, code: str | None, state: str, made: str
) -> None:
    loop = f"""
    step = {COMPILED[made]}
    for a, b in batches:
        (loss, {kept}), gradients = step(params, state, a, b)
        params, slots = optimizer.stateless_apply(slots, gradients, params)
    """
    program = FUNCTIONS.replace("{flag}", flag) + loop + BROUGHT_BACK.format(state="state")
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == [(code, line(program, "stateless_call"), "confirmed")] * (code is not None)
    assert traced.report["steps"] == 24
    if kept == "state":
        assert traced.states == [state]


SHARDED = """
    from jax.sharding import Mesh, PartitionSpec as P
    mesh = Mesh(np.array(jax.devices()), ("rows",))
    @jax.jit
    @functools.partial(
        jax.shard_map, mesh=mesh, in_specs=(P(), P(), P(), P("rows"), P("rows")), out_specs=(P(), P(), P())
    )
    def step(params, state, slots, x, y):
        (loss, {kept}), gradients = jax.value_and_grad(loss_of, has_aux=True)(params, state, x, y)
        gradients, state = jax.lax.pmean((gradients, state), "rows")
        params, slots = optimizer.stateless_apply(slots, gradients, params)
        return params, state, slots
    for a, b in batches:
        params, state, slots = step(params, state, slots, a, b)
"""


@pytest.mark.parametrize(("kept", "verdicts"), [("state", []), ("_", ["BNL114"])], ids=["kept", "dropped"])
def test_a_step_for_each_device(tmp_path: Path, kept: str, verdicts: list[str]) -> None:
    begin, end = FUNCTIONS.replace("{flag}", ", training=True"), BROUGHT_BACK.format(state="state")
    program = begin + SHARDED.format(kept=kept) + end
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == [(code, line(program, "stateless_call"), "confirmed") for code in verdicts]
    assert traced.report["steps"] == 24


@pytest.mark.parametrize("decorator", ["", "@jax.jit"], ids=["plain", "compiled"])
@pytest.mark.parametrize("flag", [False, True])
def test_a_stateless_answer(tmp_path: Path, decorator: str, flag: bool) -> None:
    rest = f"""
    step = jax.jit(jax.grad(loss_of, has_aux=True))
    for a, b in batches:
        gradients, state = step(params, state, a, b)
        params, slots = optimizer.stateless_apply(slots, gradients, params)
    {decorator}
    def evaluate(params, state, x, y):
        answer, _ = model.stateless_call(params, state, x, training={flag})  # the answer
        return ((answer - y) ** 2).mean()
    print(evaluate(params, state, x, y))
    """
    program = FUNCTIONS.replace("{flag}", ", training=True") + rest
    traced = trace(tmp_path, "jax", program)
    assert traced.verdicts == [("BNL105", line(program, "# the answer"), "confirmed")] * flag
    assert traced.report["steps"] == 24

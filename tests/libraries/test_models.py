"""Every row of ``bnlint/libraries/keras_models.py``, held against the installed Keras 2 and Keras 3."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bnlint.libraries.keras_models import (
    ATTRIBUTES,
    BASES,
    HOOKS,
    INFERENCE,
    LOOPS,
    MODEL_METHODS,
    STEPS,
    SWITCHES,
    TRAINING,
)
from bnlint.libraries.schema import Loop, Method, below, roles
from bnlint.project import import_graph
from bnlint.project.prefilter import needs_imports
from bnlint.runtime.monitoring import BatchNormMonitor
from tests.libraries.real import ask

DIALECTS = (2, 3)

DATA = {"x", "data", "generator", "iterator", "dataset", "batch_size", "steps", "steps_per_epoch"}
"""Parameters of a method that is given data, or that decides how much of it."""

PROGRAM = """
import importlib
import tensorflow as tf

def found(name):
    top, *rest = name.split(".")
    place = {"keras": keras, "tf": tf}.get(top) or importlib.import_module(top)
    for part in rest:
        place = getattr(place, part, None)
    return place

def methods(place):
    return {n: positional(getattr(place, n)) for n in dir(place) if callable(getattr(place, n)) and n != "__class__"}

calls = []

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.out = keras.layers.Dense(1)

    def call(self, inputs, training=None):
        return self.out(self.norm(inputs, training=training))

def overriding(name):
    original = getattr(keras.Model, name)
    def method(self, *args, **kwargs):
        calls.append(name)
        return original(self, *args, **kwargs)
    return method

class Watching(keras.callbacks.Callback):
    pass

def hook(name):
    def method(self, *args, **kwargs):
        calls.append(name)
    return method

for name in question["overridden"]:
    setattr(Net, name, overriding(name))
for name in question["hooks"]:
    setattr(Watching, name, hook(name))

net = Net()
x, y = np.zeros((40, 3), "float32"), np.zeros((40, 1), "float32")

class Batches(keras.utils.Sequence):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return x[:8], y[:8]

def run(method, roles):
    # Arrays of 40 examples or two batches of 8, two epochs where the method has epochs.
    values = {"x": x, "y": y, "callbacks": [Watching()], "epochs": 2}
    if roles["x"] == "generator":
        values["x"] = Batches()
    net.compile("sgd", "mse")  # the next run compiles its step anew
    calls.clear()
    getattr(net, method)(**{roles[role]: value for role, value in values.items() if role in roles})
    return list(calls)

runs = {method: run(method, roles) for method, roles in question["loops"].items()}
functional = keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
functional.compile("sgd", "mse")
functional.fit(x, y, verbose=0)
norm, dense = functional.layers
objects = {"layer": dense, "model": functional, "BatchNormalization": norm, "Dense": dense}

def last(variable):
    return variable.name.split("/")[-1].split(":")[0]

print(json.dumps({
    "methods": {of: methods(place) for of, place in {
        "model": keras.Model, "layer": keras.layers.Layer, "sequential": keras.Sequential,
        "callback": keras.callbacks.Callback,
    }.items()},
    "runs": runs,
    "attributes": {of: [n for n in question["attributes"] if hasattr(value, n)] for of, value in objects.items()},
    "weights": {n: sorted(map(last, getattr(norm, n))) for n in question["weights"] if hasattr(norm, n)},
    "exist": [name for name in question["names"] if found(name) is not None],
    "parameters": {name: positional(found(name)) for name in question["functions"] if found(name) is not None},
}))
"""


def is_installed(name: str) -> bool:
    """Whether a dotted name belongs to what every test environment has."""
    top = name.partition(".")[0]
    return top in ("keras", "tf") or top in sys.stdlib_module_names


def parameter_names(parameters: str) -> list[str]:
    """Return the library's names of the parameters of a row."""
    return [place.name for place in roles(parameters).values()]


@cache
def real(dialect: int) -> dict[str, Any]:
    """Return what the installed Keras says and does."""
    bases = [name for row in BASES for name in below(row.names, row.homes)]
    return ask(
        dialect,
        PROGRAM,
        overridden=[name for name, row in STEPS.items() if row.driver],
        hooks=list(HOOKS),
        loops={
            name: {role: place.name for role, place in roles(row.parameters).items()}
            for name, row in LOOPS.items()
            if dialect in row.dialects
        },
        attributes=list(ATTRIBUTES),
        weights=[name for name, row in ATTRIBUTES.items() if row.holds == "weights"],
        names=[name for name in bases if is_installed(name)],
        functions=[name for row in SWITCHES for name in below(row.names, row.homes)],
    )


def in_dialects(rows: dict[str, Any]) -> Iterator[Any]:
    return (pytest.param(row, dialect, id=f"{name}-{dialect}") for name, row in rows.items() for dialect in DIALECTS)


# -- loops ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "dialect"), in_dialects(LOOPS))
def test_a_loop_exists_and_its_parameters_are_those_of_the_signature(row: Loop, dialect: int) -> None:
    signature = real(dialect)["methods"]["model"].get(row.name)
    assert (signature is not None) == (dialect in row.dialects)
    named = parameter_names(row.parameters)
    assert signature is None or signature[: len(named)] == named


@pytest.mark.parametrize(("row", "dialect"), in_dialects(LOOPS))
def test_a_loop_runs_the_steps_and_hooks_of_its_driver(row: Loop, dialect: int) -> None:
    if dialect not in row.dialects:
        return
    ran = set(real(dialect)["runs"][row.name])
    (step,) = ran & set(STEPS)
    assert (STEPS[step].driver, STEPS[step].when) == (row.driver, row.mode)
    hooks = ran & set(HOOKS)
    assert {HOOKS[name].driver for name in hooks} == (set() if row.place("callbacks") is None else {row.driver})


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("row", [row for row in LOOPS.values() if row.default_batch], ids=lambda row: row.name)
def test_arrays_come_in_batches_of_the_default_size(row: Loop, dialect: int) -> None:
    """40 examples in one epoch are two batches of 32 and 8; ``fit`` runs two epochs."""
    assert row.default_batch == 32
    ends = [name for name in real(dialect)["runs"][row.name] if name.endswith("_batch_end") and name != "on_batch_end"]
    assert len(ends) == (4 if row.name == "fit" else 2)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_public_method_of_a_model_takes_data_without_a_row(dialect: int) -> None:
    known = {*LOOPS, *STEPS, *MODEL_METHODS}
    public = {name: names for name, names in real(dialect)["methods"]["model"].items() if name[0] != "_"}
    missing = [name for name, names in public.items() if DATA.intersection(names) and name not in known]
    assert missing == [], "a row in LOOPS of bnlint/libraries/keras_models.py is missing"


@pytest.mark.parametrize("name", TRAINING)
def test_the_filters_know_a_loop_that_trains(name: str, tmp_path: Path) -> None:
    """They are imported in every run of flake8 and have no time for rows."""
    (tmp_path / "train.py").write_text(f"from models import m\nm.{name}(x, y)\n", encoding="utf-8")
    facts = import_graph.read(str(tmp_path / "train.py"))
    assert facts is not None
    assert facts.fits
    assert needs_imports(f"from models import m\nm.{name}(x, y)\n")


def test_every_loop_trains_or_infers() -> None:
    assert {*TRAINING, *INFERENCE} == set(LOOPS)


# -- what a program may override -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "dialect"), in_dialects(STEPS))
def test_a_step_is_a_method_and_gets_these_arguments(row: Any, dialect: int) -> None:
    methods = real(dialect)["methods"][row.of.lower()]
    assert row.name in methods
    assert methods[row.name][: len(row.parameters.split())] == row.parameters.split()
    assert not row.maker or row.maker in real(dialect)["methods"]["model"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_hook_of_a_callback_has_a_row_and_gets_these_arguments(dialect: int) -> None:
    hooks = {n: names for n, names in real(dialect)["methods"]["callback"].items() if n.startswith("on_")}
    assert {name: row.parameters.split() for name, row in HOOKS.items()} == hooks


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hooks_run_when_their_rows_say(dialect: int) -> None:
    """Two epochs of two batches; ``on_batch_begin`` is another name of ``on_train_batch_begin``."""
    ran = real(dialect)["runs"]
    batch = ["batch begins", "batch ends"]
    epoch = ["epoch begins", *batch, *batch, "epoch ends"]
    for loop, expected in (("fit", [*epoch, *epoch]), ("evaluate", [*batch, *batch]), ("predict", [*batch, *batch])):
        order = [HOOKS[name].when for name in ran[loop] if name in HOOKS and not name.startswith("on_batch")]
        assert order == ["first", *expected, "last"], loop


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_first_batch_begins_before_the_train_step_is_compiled(dialect: int) -> None:
    ran = real(dialect)["runs"]["fit"]
    before = {HOOKS[name].when for name in ran[: ran.index("train_step")]}
    assert before == {"first", "epoch begins", "batch begins"}


@pytest.mark.parametrize("hook", HOOKS)
def test_our_own_callback_has_every_hook(hook: str) -> None:
    assert callable(getattr(BatchNormMonitor, hook))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("row", BASES, ids=lambda row: row.names)
def test_base_classes_exist(row: Any, dialect: int) -> None:
    exist = real(dialect)["exist"]
    for name in row.names.split():
        homes = [home for home in row.homes.split() if is_installed(home)]
        assert not homes or any(f"{home}.{name}" in exist for home in homes) == (dialect in row.dialects), name


# -- methods, attributes, switches ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "dialect"), in_dialects(MODEL_METHODS))
def test_a_method_exists_and_its_parameters_are_those_of_the_signature(row: Method, dialect: int) -> None:
    methods = real(dialect)["methods"][row.receiver]
    for name in row.names.split():
        assert (name in methods) == (dialect in row.dialects)
        named = row.parameters.split()
        assert name not in methods or methods[name][: len(named)] == named


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_exists(name: str, dialect: int) -> None:
    row = ATTRIBUTES[name]
    assert (name in real(dialect)["attributes"][row.of]) == (dialect in row.dialects)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_lists_of_weights_hold_what_their_rows_say(dialect: int) -> None:
    """Held against a BatchNormalization layer, which has weights of both kinds."""
    trainable, others = ["beta", "gamma"], ["moving_mean", "moving_variance"]
    expected = {"trainable": trainable, "own": trainable, "non-trainable": others, "all": [*trainable, *others]}
    for name, held in real(dialect)["weights"].items():
        if dialect in ATTRIBUTES[name].dialects:
            assert held == expected[ATTRIBUTES[name].which], name


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("row", SWITCHES, ids=lambda row: row.names)
def test_a_switch_exists_and_takes_this_argument(row: Any, dialect: int) -> None:
    parameters = real(dialect)["parameters"]
    for name in row.names.split():
        found = [parameters[dotted] for dotted in below(name, row.homes) if dotted in parameters]
        assert bool(found) == (dialect in row.dialects), name
        assert all(names[:1] == ([row.parameter] if row.parameter else []) for names in found), name

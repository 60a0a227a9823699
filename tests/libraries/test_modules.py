"""Rows about Keras's modules and the classes that everything is below, and words, held against both Keras."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bnlint.libraries.bases import NORMALISATION, kind_below
from bnlint.libraries.habits import APPLIES_GRADIENTS, NEW_AXIS, UNRECORDED
from bnlint.libraries.keras_models import EVERY_LAYER, EVERY_MODEL, SEQUENTIAL
from bnlint.libraries.keras_modules import HOLD_FUNCTIONS, MAKE_LAYERS, MODULES
from tests.libraries.real import ask

DIALECTS = (2, 3)
WITH_ROWS = ("keras.layers", "keras.applications")
"""Modules whose names come from rows with tests of their own."""

PROGRAM = """
import importlib
import tensorflow as tf

def place(name):
    top, *rest = name.split(".")
    found = {"keras": keras, "tf": tf, "np": np}[top]
    for part in rest:
        found = getattr(found, part)
    return found

def star(module):
    names = {}
    exec("from " + module.replace("keras", keras.__name__, 1) + " import *", names)
    return sorted(names)

x = keras.Input((3,))
models = [keras.Sequential(), keras.Model(x, keras.layers.Dense(1)(x)), type("Net", (keras.Model,), {})()]
classes = {name: getattr(keras, name, None) or getattr(keras.layers, name, None) for name in question["classes"]}
values = {name: [type(v).__name__ for v in vars(place(name)).values()] for name in question["homes"]}
variable = tf.Variable([1.0])
with tf.GradientTape(persistent=True) as tape:
    y = {name: getattr(tf, name)(variable * 2) for name in question["unrecorded"]}
print(json.dumps({
    "stars": {module: star(module) for module in question["modules"]},
    "all": {name: [isinstance(m, cls) for m in models] for name, cls in classes.items() if cls is not None},
    "constants": [name for name, kinds in values.items() if {"int", "float", "str"} & set(kinds[8:])],
    "axes": [getattr(module, question["axis"]) for module in (np, tf)],
    "gradients": [tape.gradient(value, variable) for value in y.values()],
    "methods": [
        n for n in question["methods"] if hasattr(keras.optimizers.Optimizer, n) or hasattr(variable, n)
    ],
}))
"""


@cache
def real(dialect: int) -> dict[str, Any]:
    """Return what the installed Keras says and does."""
    return ask(
        dialect,
        PROGRAM,
        modules=list(MODULES),
        classes=[*EVERY_MODEL, *EVERY_LAYER, SEQUENTIAL],
        homes=HOLD_FUNCTIONS,
        unrecorded=sorted(UNRECORDED),
        axis=NEW_AXIS,
        methods=sorted(APPLIES_GRADIENTS),
    )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("module", [name for name in MODULES if name not in WITH_ROWS])
def test_a_star_brings_the_names(module: str, dialect: int) -> None:
    assert set(MODULES[module].names.split()) <= set(real(dialect)["stars"][module])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_model_is_an_instance_of_the_classes_that_say_so(dialect: int) -> None:
    found = real(dialect)["all"]
    assert {name for name in found if all(found[name])} == (EVERY_MODEL | EVERY_LAYER) & set(found)
    assert found[SEQUENTIAL] == [True, False, False]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_modules_of_functions_hold_no_constants(dialect: int) -> None:
    assert real(dialect)["constants"] == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_words_are_those_of_the_libraries_that_have_them(dialect: int) -> None:
    assert real(dialect)["axes"] == [None, None]
    assert real(dialect)["gradients"] == [None for _ in UNRECORDED]


def test_each_way_to_apply_gradients_is_one_of_a_dialect() -> None:
    assert {name for dialect in DIALECTS for name in real(dialect)["methods"]} == APPLIES_GRADIENTS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("keras.Model", "Model"),
        ("keras.src.models.functional.Functional", "Model"),
        ("keras.layers.SyncBatchNormalization", NORMALISATION),
        ("keras.layers.Dense", "Dense"),
        ("keras.layers.InputSpec", "unknown"),
        ("tf.Module", "Module"),
        ("abc.ABC", "plain"),
        ("torch.nn.Module", "TorchModule"),
        ("equinox.Module", "unknown"),
    ],
)
def test_what_a_class_is_below_another(name: str, kind: str) -> None:
    assert kind_below(name) == kind


def test_modules_that_make_layers_are_spelled_as_prefixes() -> None:
    assert all(home.endswith(".") for home in MAKE_LAYERS)

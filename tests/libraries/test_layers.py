"""Every row of ``bnlint/libraries/keras_layers.py``, held against the installed Keras 2 and Keras 3."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bnlint.events import always
from bnlint.interpreter.core import Interpreter
from bnlint.interpreter.domain.values import Module, TensorValue
from bnlint.interpreter.modules import Project
from bnlint.libraries.keras_layers import BY_NAME, FUNCTIONS, LAYERS, positional
from bnlint.libraries.keras_versions import MISSING_ARGUMENTS
from bnlint.libraries.schema import Layer, Shape
from bnlint.project.prefilter import may_concern
from bnlint.syntax.trees import parse
from tests.libraries.real import ask
from tests.libraries.samples import NOT_RUN, USES, Sample, samples

FILE = "bnlint/libraries/keras_layers.py"
DIALECTS = (2, 3)
BATCHES = (1, 5)

PROGRAM = """
import tensorflow as tf

def zeros(*shape):
    return np.zeros(shape, "float32")

def called(layer, *inputs):
    layer(*inputs)
    return layer

def built(layer, shape):
    layer.build(shape)
    return layer

def embedding_column():
    column = tf.feature_column.categorical_column_with_identity("a", 3)
    return tf.feature_column.embedding_column(column, 2)

def classes(place):
    return {n: positional(c.__init__) for n, c in vars(place).items() if inspect.isclass(c)}

def same(row, kind):
    return getattr(keras.layers, row) is getattr(keras.layers, kind)

def run(text, shapes):
    # TensorFlow on a CPU convolves with the channels last only; a graph is laid out with either.
    if "channels_first" in text:
        inputs = [keras.Input(batch_shape=shape) for shape in shapes]
    else:
        inputs = [tf.zeros(shape) for shape in shapes]
    try:
        layer = eval(text)
        out = layer(inputs[0] if len(inputs) == 1 else inputs)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"shape": list(out.shape), "weights": bool(layer.weights)}

def use(text):
    try:
        return {"weights": bool(eval(text).weights)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}

values = {"fused": None, "weights": None, "batch_input_shape": (None, 3), "dynamic": False}

def accepts(name):
    try:
        keras.layers.BatchNormalization(**{name: values.get(name, 1)})
        return True
    except (TypeError, ValueError):
        return False

old = getattr(keras.layers, "experimental", None)
homes = {"": classes(keras.layers)}
if old is not None:
    homes |= {"experimental": classes(old), "experimental.preprocessing": classes(old.preprocessing)}
print(json.dumps({
    "version": keras.__version__,
    "classes": homes,
    "functions": [n for n in vars(keras.layers) if inspect.isfunction(getattr(keras.layers, n))],
    "samples": {key: run(*what) for key, what in question["samples"].items()},
    "uses": {name: use(text) for name, text in question["uses"].items()},
    "same": {row: same(row, kind) for row, kind in question["kinds"].items()},
    "accepts": {name: accepts(name) for name in question["arguments"]},
}))
"""


def place(row: Layer) -> str:
    """Return what a program writes."""
    return f"keras.layers.{row.home + '.' if row.home else ''}{row.name}"


def of(dialect: int) -> list[Layer]:
    return [row for row in LAYERS if dialect in row.dialects]


def uses(row: Layer, dialect: int) -> list[tuple[str, Sample, int]]:
    """Return a row's samples with every batch, each with its key."""
    found = [sample for sample in samples(row) if dialect in sample.dialects]
    return [(f"{sample.layer(row)} {sample.shapes} {batch}", sample, batch) for sample in found for batch in BATCHES]


@cache
def answers(dialect: int) -> dict[str, Any]:
    questions = {
        key: (sample.layer(row), [(batch, *shape) for shape in sample.shapes])
        for row in of(dialect)
        for key, sample, batch in uses(row, dialect)
    }
    runnable = {row.name: USES[row.name] for row in of(dialect) if row.name in USES}
    kinds = {row.name: row.kind for row in of(dialect) if row.kind}
    return ask(dialect, PROGRAM, samples=questions, uses=runnable, kinds=kinds, arguments=list(MISSING_ARGUMENTS))


PLACES = [(dialect, row) for dialect in DIALECTS for row in of(dialect)]
rows = pytest.mark.parametrize(("dialect", "row"), PLACES, ids=[f"{row.name}-{dialect}" for dialect, row in PLACES])
each_dialect = pytest.mark.parametrize("dialect", DIALECTS)


# -- names and signatures ------------------------------------------------------------------------------------------


@rows
def test_positional_arguments_are_those_of_the_signature(dialect: int, row: Layer) -> None:
    real = answers(dialect)["classes"].get(row.home, {}).get(row.name)
    assert real is not None, f"{place(row)} is not in Keras {dialect}: take {dialect} from its row's dialects in {FILE}"
    assert positional(row, dialect) == tuple(real)


@each_dialect
def test_every_public_class_has_a_row(dialect: int) -> None:
    for home, classes in answers(dialect)["classes"].items():
        known = {row.name for row in of(dialect) if row.home == home}
        known |= {row.name for row in of(dialect)} if home else set()  # "experimental" repeats some of the others
        missing = sorted(set(classes) - known)
        version = answers(dialect)["version"]
        assert not missing, f"keras.layers of Keras {version} also has {missing}: give each a row in {FILE}"


@each_dialect
def test_functions_build_the_layers_they_are_named_after(dialect: int) -> None:
    others = {"Input", "deserialize", "serialize"}
    assert set(answers(dialect)["functions"]) - others == set(FUNCTIONS)
    assert all(layer == name.capitalize() and layer in BY_NAME for name, layer in FUNCTIONS.items())


def test_names_of_older_versions_say_who_had_them() -> None:
    for row in LAYERS:
        assert bool(row.old) != bool(row.dialects), row
        for dialect in DIALECTS:
            assert (row.name in answers(dialect)["classes"][""]) <= (dialect in row.dialects), row


@each_dialect
def test_another_name_is_the_same_class(dialect: int) -> None:
    assert [name for name, same in answers(dialect)["same"].items() if not same] == []


def test_another_name_has_the_facts_of_its_class() -> None:
    for row in LAYERS:
        if row.kind:
            own = BY_NAME[row.kind]
            assert (row.shape, row.rank, row.weights, row.role) == (own.shape, own.rank, own.weights, own.role)


# -- what a layer does ---------------------------------------------------------------------------------------------


def interpreted(dialect: int, sample: Sample, row: Layer, batch: int) -> tuple[int | None, ...] | None:
    """Return the output shape that the interpreter works out."""
    library = "tf_keras" if dialect == 2 else "keras"
    names = [f"x{index}" for index in range(len(sample.shapes))]
    inputs = [
        f"{name} = keras.Input({shape}, batch_size={batch})" for name, shape in zip(names, sample.shapes, strict=True)
    ]
    argument = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    call = f"y = {sample.layer(row)}({argument})"
    module = Module("sample.py", None, parse("\n".join([f"import {library} as keras", *inputs, call, ""])))
    Interpreter(dialect, Project(), always("tensorflow")).run_module(module)
    value = module.names["y"]
    assert isinstance(value, TensorValue)
    return value.info.shape


SIZE_IS_RANDOM = ("RandomHeight", "RandomWidth")


@rows
def test_output_shape_is_that_of_the_real_layer(dialect: int, row: Layer) -> None:
    for key, sample, batch in uses(row, dialect):
        reply = answers(dialect)["samples"][key]
        assert "error" not in reply, (key, reply)
        real = reply["shape"]
        ours = interpreted(dialect, sample, row, batch)
        assert ours is not None, key
        if row.name in SIZE_IS_RANDOM:
            assert (ours[0], *ours[1:3], ours[3]) == (real[0], None, None, real[3]), key
        else:
            assert list(ours) == real, key


def test_every_layer_with_a_rule_has_samples() -> None:
    own = [row for row in LAYERS if row.dialects and row.shape != Shape.UNKNOWN and not row.kind]
    assert [row.name for row in own if not samples(row)] == []


def is_run(row: Layer) -> bool:
    return not row.kind and row.role not in ("base", "not a layer") and row.name not in NOT_RUN


RUN = [(dialect, row) for dialect, row in PLACES if is_run(row)]


@pytest.mark.parametrize(("dialect", "row"), RUN, ids=[f"{row.name}-{dialect}" for dialect, row in RUN])
def test_weights_are_there_as_the_row_says(dialect: int, row: Layer) -> None:
    reply = answers(dialect)
    found = [reply["samples"][key] for key, _, _ in uses(row, dialect)] or [reply["uses"][row.name]]
    assert not [one["error"] for one in found if "error" in one]
    assert any(one["weights"] for one in found) == row.weights


# -- BatchNormalization --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [row.name for row in LAYERS if row.role == "normalisation"])
def test_the_prefilter_lets_programs_with_it_pass(name: str) -> None:
    assert may_concern(f"import tensorflow as tf\nlayer = tf.keras.layers.{name}()\n")


@each_dialect
def test_missing_arguments_are_those_that_keras_rejects(dialect: int) -> None:
    rejected = {name for name, accepted in answers(dialect)["accepts"].items() if not accepted}
    assert rejected == {name for name, gone in MISSING_ARGUMENTS.items() if dialect in gone.dialects}


def test_arguments_that_only_keras_2_has_are_in_the_table() -> None:
    two, three = (set(answers(dialect)["classes"][""]["BatchNormalization"]) for dialect in DIALECTS)
    assert two - three - set(MISSING_ARGUMENTS) == set()

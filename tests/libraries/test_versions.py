"""Every row of ``bnlint/libraries/keras_versions.py``, held against the installed Keras 2, Keras 3 and TensorFlow."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bnlint.libraries.keras_versions import (
    CONSTRUCTORS,
    KERAS_2_ARGUMENTS,
    KERAS_2_METHODS,
    KERAS_2_OF_ANY_LAYER,
    KERAS_2_OF_LAYERS,
    KERAS_2_OF_OPTIMIZERS,
    KERAS_2_OPTIMIZER_ARGUMENT,
    KERAS_2_OPTIMIZERS,
    KERAS_3_BACKENDS,
    KERAS_3_METHODS,
    MISSING_APIS,
    MISSING_ARGUMENTS,
    MOVES,
    SIGNS,
    TAKEN_ARGUMENTS,
    TENSORFLOW_1_FUNCTIONS,
    TENSORFLOW_1_MODULES,
    TENSORFLOW_1_NAMES,
    TENSORFLOW_1_NAMESPACES,
    TENSORFLOW_BESIDE_KERAS_2,
    is_missing_import,
    rejection,
)
from tests.libraries.real import ask

DIALECTS = (2, 3)

VALUES: dict[str, object] = {"fused": None, "weights": None, "batch_input_shape": [None, 3], "dynamic": False}
VALUES |= dict.fromkeys(("input_shape", "activity_regularizer", "adjustment", "virtual_batch_size"), None)
VALUES |= {f"{part}_{what}": None for part in ("beta", "gamma") for what in ("regularizer", "constraint")}
VALUES |= {f"{part}_initializer": "ones" for part in ("beta", "gamma", "moving_mean", "moving_variance")}
VALUES |= {"axis": -1, "dtype": "float32", "name": "norm", "input_shape": [3], "trainable": True}
"""What an argument is tried with, 1 where nothing is said: a value that is right if the argument exists."""

_PRIVATE = [f"{row.place} {row.names}" for row in MISSING_APIS if row.names.startswith("tensorflow.python.keras")]
APPLICATIONS, PRIVATE = _PRIVATE

USES = {
    "begins ": "keras.layers.BatchNormalization()(np.ones((4, 3), 'float32'), True)",
    APPLICATIONS: "importlib.import_module('tensorflow.python.keras.applications')",
    PRIVATE: "importlib.import_module('tensorflow.python.keras.layers').BatchNormalization",
    "holds keras.layers.normalization": "importlib.import_module(keras.__name__ + '.layers.normalization')",
    "ends keras.layers.BatchNormalizationBase keras.layers.BatchNormalizationV1 keras.layers.BatchNormalizationV2": (
        "keras.layers.BatchNormalizationBase or keras.layers.BatchNormalizationV1 or keras.layers.BatchNormalizationV2"
    ),
    "is tf.compat.v1.layers.batch_normalization": "tf.compat.v1.layers.batch_normalization",
    "holds SyncBatchNormalization": "keras.layers.experimental.SyncBatchNormalization()",
}
"""A program's line for each row."""

IMPORTS = {
    ("tensorflow.keras.layers", "BatchNormalization"): False,
    ("tensorflow.keras.layers", "SyncBatchNormalization"): True,
    ("tensorflow.keras.layers.experimental", "SyncBatchNormalization"): True,
    ("tensorflow.keras.layers", "BatchNormalizationV1"): True,
    ("tensorflow.keras.layers.normalization", "BatchNormalization"): True,
    ("tensorflow.python.keras.layers", "BatchNormalization"): True,
    ("tensorflow.python.keras.layers", "BatchNormalizationV2"): True,
    ("tensorflow.python.keras.layers", "Conv2D"): False,
    ("tensorflow.python.keras.layers.normalization", "BatchNormalization"): True,
    ("tensorflow.python.keras.layers", "normalization"): True,
    ("tensorflow.python.keras.applications", "VGG16"): True,
    ("tensorflow.python.keras.applications.resnet", "ResNet50"): True,
    ("tensorflow.python.keras", "applications"): True,
    ("tensorflow.python.keras", "layers"): False,
    ("tensorflow.python.keras", "backend"): False,
    ("tensorflow.python.keras", "Model"): False,
    ("tensorflow.python.keras", None): False,
    ("tensorflow.python.keras.models", "Model"): False,
    ("tensorflow.python.keras.callbacks", "Callback"): False,
    ("tensorflow.python.keras.engine", "training"): False,
    ("tensorflow.python.keras.utils", "data_utils"): False,
    ("tensorflow.python.keras.saving", "hdf5_format"): False,
    ("tensorflow.python.keras", "initializers"): False,
    ("tensorflow.python.keras", "mixed_precision"): False,
}
"""Modules and what is imported from them, and whether some dialect has it not."""

_CALLS = {
    "fit": "net.fit(tf.constant(rows), tf.constant(rows), verbose=0, {})",
    "predict": "net.predict(tf.constant(rows), verbose=0, {})",
    "evaluate": "net.evaluate(tf.constant(rows), tf.constant(rows), verbose=0, {})",
    "compile": "keras.Sequential().compile('sgd', 'mse', {})",
    "Model": "keras.Model({})",
    "ModelCheckpoint": "keras.callbacks.ModelCheckpoint('x.keras', {})",
    "TensorBoard": "keras.callbacks.TensorBoard('x', {})",
    "Conv2D": "keras.layers.Conv2D(1, 1, {})",
    "Convolution2D": "keras.layers.Convolution2D(1, 1, {})",
    "MaxPooling2D": "keras.layers.MaxPooling2D(1, {})",
}
OLD_CALLS = {
    _CALLS[name].format(f"{word}=1"): word for name, words in KERAS_2_ARGUMENTS.items() for word in words.split()
} | {f"keras.layers.Dense(1, {KERAS_2_OF_ANY_LAYER}=(1, 2))": KERAS_2_OF_ANY_LAYER}
"""Calls that Keras 3 rejects, by text, with the argument for which it does."""
_OLDER = "nb_epoch border_mode dim_ordering subsample input output target_tensors experimental_run_tf_function".split()
"""Of those arguments, what the last releases of Keras 2 reject as well, or take with other values."""

PROGRAM = """
import importlib, os
from importlib.util import find_spec
os.environ["TF_USE_LEGACY_KERAS"] = "1" if question["dialect"] == 2 else "0"
import tensorflow as tf

def works(text):
    try:
        eval(text)
        return True
    except Exception:
        return False

def accepts(name):
    try:
        keras.layers.BatchNormalization(**{name: question["values"].get(name, 1)})
        return True
    except (TypeError, ValueError):
        return False

def imports(module, item):
    try:
        exec("from " + module + " import " + item if item else "import " + module, {})
        return True
    except ImportError:
        return False

def exists(module):
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False

def has(root, name):
    for part in name.split("."):
        if not hasattr(root, part):
            return exists(root.__name__ + "." + name) if root in (keras, tf.keras) and "." in name else False
        root = getattr(root, part)
    return True

def takes(name, argument):
    try:
        getattr(keras.optimizers, name)(**{argument: 0.1})
        return True
    except (TypeError, ValueError):
        return False

package = keras.__name__
scaled = keras.mixed_precision.LossScaleOptimizer(keras.optimizers.SGD())
net = keras.Sequential([keras.layers.Dense(1)])
net.compile("sgd", "mse")
rows = [[1.0]]
print(json.dumps({
    "accepts": {name: accepts(name) for name in question["arguments"]},
    "parameters": positional(keras.layers.BatchNormalization.__init__),
    "works": {name: works(text) for name, text in question["uses"].items()},
    "backends": [name for name in question["backends"] if exists(package + ".src.backend." + name)],
    "new": [name for name in question["new"] if works("importlib.import_module(" + repr(name) + ")")],
    "tf": [name for name in question["tf"] if has(tf, name)],
    "tf1": [name for name in question["tf"] if has(tf.compat.v1, name)],
    "names": [name for name in question["names"] if has(keras, name)],
    "tf names": [name for name in question["names"] if has(tf.keras, name)],
    "methods": [
        name for name in question["methods"]
        if any(hasattr(owner, name) for owner in (keras.Model, keras.layers.Layer, keras.optimizers.Optimizer, scaled))
    ],
    "of layers": [name for name in question["of layers"] if hasattr(keras.layers.Dense, name)],
    "of optimizers": [name for name in question["of optimizers"] if hasattr(keras.optimizers.SGD(), name)],
    "calls": [text for text in question["calls"] if works(text)],
    "optimizers": [name for name in question["optimizers"] if takes(name, question["optimizer argument"])],
    "all optimizers": [name for name in question["optimizers"] if takes(name, "learning_rate")],
    "classes": [name for name in question["classes"] if hasattr(keras.layers, name)],
    "imports": [imports(*each) for each in question["imports"]],
}))
"""


@cache
def real(dialect: int) -> dict[str, Any]:
    """Return what the installed Keras says and does."""
    return ask(
        dialect,
        PROGRAM,
        values=VALUES,
        arguments=[*MISSING_ARGUMENTS, *sorted(TAKEN_ARGUMENTS[dialect]), "freeze"],
        uses=USES,
        backends=KERAS_3_BACKENDS,
        new=[move.new for move in MOVES if move.new],
        tf=[
            *TENSORFLOW_1_FUNCTIONS,
            *TENSORFLOW_1_NAMESPACES,
            *TENSORFLOW_1_NAMES,
            *TENSORFLOW_BESIDE_KERAS_2,
        ],
        classes=CONSTRUCTORS,
        imports=list(IMPORTS),
        names=[name for sign in SIGNS for name in sign.names.split()],
        methods=[*KERAS_2_METHODS, *KERAS_3_METHODS],
        calls=sorted(OLD_CALLS),
        optimizers=KERAS_2_OPTIMIZERS.split(),
        **{
            "optimizer argument": KERAS_2_OPTIMIZER_ARGUMENT,
            "of layers": KERAS_2_OF_LAYERS,
            "of optimizers": KERAS_2_OF_OPTIMIZERS,
        },
    )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", MISSING_ARGUMENTS)
def test_an_argument_is_rejected_where_its_row_says(name: str, dialect: int) -> None:
    assert real(dialect)["accepts"][name] == (dialect not in MISSING_ARGUMENTS[name].dialects)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_arguments_that_are_taken_raise_nothing(dialect: int) -> None:
    taken = [name for name in sorted(TAKEN_ARGUMENTS[dialect]) if not name.startswith("renorm")]
    assert [name for name in taken if not real(dialect)["accepts"][name]] == []
    assert set(real(dialect)["parameters"]) - TAKEN_ARGUMENTS[dialect] - set(MISSING_ARGUMENTS) == set()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_argument_that_no_row_speaks_of_raises(dialect: int) -> None:
    assert not real(dialect)["accepts"]["freeze"]
    assert rejection("freeze", dialect) is not None
    assert rejection("name", dialect) is None


def test_arguments_that_only_keras_2_has_have_a_row() -> None:
    assert set(real(2)["parameters"]) - set(real(3)["parameters"]) - set(MISSING_ARGUMENTS) == set()


@pytest.mark.parametrize("name", sorted({row.new_name for row in MISSING_ARGUMENTS.values()} - {""}))
def test_a_new_name_is_an_argument_of_both(name: str) -> None:
    assert all(name in real(dialect)["parameters"] for dialect in DIALECTS)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("row", MISSING_APIS, ids=lambda row: f"{row.place} {row.names}")
def test_an_api_raises_where_its_row_says(row: Any, dialect: int) -> None:
    assert real(dialect)["works"][f"{row.place} {row.names}"] == (dialect not in row.dialects)


def test_imports_that_some_dialect_lacks() -> None:
    everywhere = [all(answers) for answers in zip(*(real(dialect)["imports"] for dialect in DIALECTS), strict=True)]
    assert [not there for there in everywhere] == list(IMPORTS.values())
    assert [is_missing_import(module, item) for module, item in IMPORTS] == list(IMPORTS.values())


def test_imports_of_other_libraries_and_for_other_things_are_none() -> None:
    assert not is_missing_import("horovod.tensorflow", "SyncBatchNormalization")
    assert not is_missing_import("tensorflow.python.keras.utils", "data_utils")


def test_what_is_said_to_import_can_be_imported() -> None:
    for dialect in DIALECTS:
        assert real(dialect)["new"] == [move.new for move in MOVES if move.new]
        assert CONSTRUCTORS[0] in real(dialect)["classes"]


def test_backends_that_only_keras_3_has() -> None:
    assert (real(2)["backends"], real(3)["backends"]) == ([], list(KERAS_3_BACKENDS))


def test_names_that_only_tensorflow_1_has() -> None:
    assert real(2)["tf"] == []
    assert {*TENSORFLOW_1_FUNCTIONS, *TENSORFLOW_1_NAMES} <= set(real(2)["tf1"])
    assert set(TENSORFLOW_1_MODULES) == {"contrib", "compat.v1"}


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.names.split()[0])
def test_a_sign_exists_in_its_keras_only(sign: Any) -> None:
    names, other = set(sign.names.split()), 5 - sign.dialect
    assert names & set(real(other)["names"]) == set()
    if other == 3:  # where Keras 2 is asked, tf.keras may have been chosen before
        assert names & set(real(other)["tf names"]) == (names if sign.alone else set())
    assert names & set(real(sign.dialect)["names"]) == (set() if sign.old else names)


def test_methods_of_one_keras_only() -> None:
    assert real(2)["methods"] == list(KERAS_2_METHODS)
    assert real(3)["methods"] == list(KERAS_3_METHODS)


def test_what_layers_and_optimizers_of_one_keras_have() -> None:
    assert (real(2)["of layers"], real(3)["of layers"]) == (list(KERAS_2_OF_LAYERS), [])
    assert (real(2)["of optimizers"], real(3)["of optimizers"]) == (list(KERAS_2_OF_OPTIMIZERS), [])


def test_arguments_of_calls_that_only_keras_2_takes() -> None:
    assert real(3)["calls"] == []
    assert [word for text, word in OLD_CALLS.items() if text not in real(2)["calls"] and word not in _OLDER] == []


def test_the_optimizers_of_keras_2_take_the_old_name_of_their_rate() -> None:
    optimizers = KERAS_2_OPTIMIZERS.split()
    assert (real(2)["optimizers"], real(3)["optimizers"]) == (optimizers, [])
    assert real(3)["all optimizers"] == optimizers

"""Rows about functions, held against Python, NumPy, TensorFlow and both Keras."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from bnlint.interpreter.effects.library import EFFECTS
from bnlint.libraries import effect_names
from bnlint.libraries.registry import FAMILIES, FUNCTIONS, LIBRARY
from bnlint.libraries.schema import Function, Place, roles

PROGRAM = """
import importlib, inspect, json, sys

question = json.load(sys.stdin)
PACKAGES = {"np": "numpy", "tf": "tensorflow", "tf1": "tensorflow.compat.v1", "keras": question["keras"]}
PLACES = {"keras.backend": "keras._tf_keras.keras.backend"} if question["keras"] == "keras" else {}

def found(home):
    if home == "np.random.generator":
        return importlib.import_module("numpy").random.default_rng()
    top, *rest = PLACES.get(home, home).split(".")
    here = importlib.import_module(PACKAGES.get(top, top))
    for part in rest:
        if not hasattr(here, part):
            importlib.import_module(here.__name__ + "." + part)
        here = getattr(here, part)
    return here

def parameters(function):
    try:
        found = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    except (TypeError, ValueError):
        return None
    return [[p.name, p.kind.name, None if p.default is p.empty else repr(p.default)] for p in found]

answer = {}
for home in question["homes"]:
    try:
        owner = found(home)
    except (ImportError, AttributeError):
        continue
    public = [name for name in dir(owner) if not name.startswith("_") or name in ("__init__", "__import__")]
    called = {name: getattr(owner, name) for name in public if callable(getattr(owner, name))}
    answer[home] = {
        name: {"class": inspect.isclass(value), "parameters": parameters(value)} for name, value in called.items()
    }
print(json.dumps(answer))
"""
"""Prints what each home has that can be called, with its parameters, null where Python does not tell."""

COMPLETE = (
    "np np.linalg np.fft np.random np.random.generator keras.ops keras.random keras.activations keras.backend "
    "keras.losses keras.metrics tf tf.math tf.nn tf.random tf.image tf.linalg tf.signal tf.bitwise tf.dtypes"
).split()
"""Homes whose public functions all have a row, except these that are not about tensors."""

NOT_ABOUT_TENSORS = set(
    # NumPy: settings, files, texts, dates, types, and what changes an array in place
    "np.get_include np.get_printoptions np.getbufsize np.geterr np.geterrcall np.info np.printoptions np.putmask "
    "np.put np.set_printoptions np.setbufsize np.seterr np.seterrcall np.show_config np.show_runtime np.test "
    "np.savetxt np.busday_count np.busday_offset np.is_busday np.datetime_as_string "
    "np.datetime_data np.format_float_positional np.format_float_scientific np.copyto np.fill_diagonal np.place "
    "np.put_along_axis np.frompyfunc np.isdtype np.ix_ np.nested_iters np.linalg.test np.fft.test np.random.test "
    "np.random.generator.spawn "
    # Keras: what has names, and what is read and written through a session
    "keras.backend.clear_session keras.backend.epsilon keras.backend.floatx "
    "keras.backend.function keras.backend.get_uid keras.backend.is_float_dtype keras.backend.is_int_dtype "
    "keras.backend.is_keras_tensor keras.backend.manual_variable_initialization keras.backend.name_scope "
    "keras.backend.placeholder keras.backend.reset_uids "
    "keras.backend.result_type keras.backend.set_epsilon keras.backend.standardize_dtype "
    # TensorFlow: devices, graphs, libraries, generators
    "tf.device tf.get_current_name_scope tf.get_logger tf.group tf.import_graph_def tf.init_scope tf.load_library "
    "tf.load_op_library tf.make_ndarray tf.make_tensor_proto tf.no_gradient tf.register_tensor_conversion_function "
    "tf.timestamp tf.type_spec_from_value tf.variable_creator_scope tf.random.create_rng_state "
    "tf.random.get_global_generator tf.random.set_global_generator tf.random.set_seed "
    "tf.signal.inverse_stft_window_fn".split()
)

OPTIONAL = (
    "jax optax sklearn tensorflow_datasets torch tqdm distutils importlib_metadata looseversion pkg_resources typer "
    "easydict "
    "horovod scipy tensorflow_probability yacs fvcore ml_collections omegaconf munch attrdict addict box "
    "tomllib tomli toml tyro simple_parsing pyrallis contrib tensor2tensor sacred "
    "pydantic attr attrs hydra transformers configargparse".split()
)
"""Packages that the tests do without."""

HOMES = sorted({home for row in FUNCTIONS for home in row.homes.split()} | set(COMPLETE))
MISSING = tuple(name for name in OPTIONAL if find_spec(name) is None)
PRESENT = [
    row
    for row in FUNCTIONS
    if not row.gone and not any(home.partition(".")[0] in MISSING for home in row.homes.split())
]
OLDER = [f"tf1{home[2:]}" for home in HOMES if home.partition(".")[0] == "tf" and home.islower()]
"""Where TensorFlow 1 has the same functions, with names of parameters that programs still write."""

Callables = dict[str, dict[str, dict[str, Any]]]


@cache
def reality(dialect: int) -> Callables:
    """Return what can be called in each home, with one Keras or the other."""
    homes = [*HOMES, *OLDER] if dialect == 3 else [home for home in HOMES if home.partition(".")[0] == "keras"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps({"keras": "keras" if dialect == 3 else "tf_keras", "homes": homes}),
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"},
        check=True,
    )
    answer: Callables = json.loads(done.stdout.splitlines()[-1])
    return answer


def having(home: str, name: str) -> list[dict[str, Any]]:
    """Return what the installed libraries say of a name, one answer for each Keras that has it."""
    answers = [reality(dialect).get(home, {}).get(name) for dialect in (3, 2)]
    return [answer for answer in answers if answer is not None]


def names_anywhere(home: str, name: str) -> set[str]:
    """Return the names of the parameters that a function has in some version."""
    versions = [*having(home, name), *having(f"tf1{home[2:]}", name)]
    return {parameter for version in versions for parameter, _, _ in version["parameters"] or ()}


def misplaced(parameters: str, signature: list[list[Any]], anywhere: set[str]) -> list[str]:
    """Return the roles of a row that a signature contradicts."""
    return [role for role, place in roles(parameters).items() if not _fits(place, signature, anywhere)]


def _fits(place: Place, signature: list[list[Any]], anywhere: set[str]) -> bool:
    positional = [entry for entry in signature if entry[1].startswith("POSITIONAL")]
    if not anywhere.issuperset(place.others):
        return False
    if place.position is None:
        return place.name in {name for name, kind, _ in signature if kind != "POSITIONAL_ONLY"}
    if place.position >= len(positional):
        return any(kind == "VAR_POSITIONAL" for _, kind, _ in signature)
    name, _, default = positional[place.position]
    return name in (place.name, *place.others) and (
        place.default is None or default in (None, "None", str(place.default))
    )


@pytest.mark.parametrize("row", PRESENT, ids=lambda row: f"{row.homes}-{row.names}")
def test_each_home_has_each_name(row: Function) -> None:
    missing = [f"{home}.{name}" for home in row.homes.split() for name in row.names.split() if not having(home, name)]
    assert missing == []


@pytest.mark.parametrize("row", [row for row in FUNCTIONS if row.gone], ids=lambda row: f"{row.homes}-{row.names}")
def test_what_is_gone_is_not_there(row: Function) -> None:
    found = [f"{home}.{name}" for home in row.homes.split() for name in row.names.split() if having(home, name)]
    assert found == []


RENAMED = ("pkg_resources",)
"""Packages whose parameters have other names from release to release, and that programs call by position."""
TAKE_ANY = ("importlib.metadata.entry_points", "importlib_metadata.entry_points")
"""Functions that take anything by keyword, as what they look for has it (``EntryPoints.select``)."""


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: f"{row.homes}-{row.names}")
def test_parameters_are_those_of_the_signature(row: Function) -> None:
    wrong = {
        f"{home}.{name}": told["parameters"]
        for home in row.homes.split()
        for name in row.names.split()
        for told in having(home, name)
        if told["parameters"] is not None
        and home not in RENAMED
        and f"{home}.{name}" not in TAKE_ANY
        and misplaced(row.parameters, told["parameters"], names_anywhere(home, name))
    }
    assert wrong == {}


@pytest.mark.parametrize("home", COMPLETE)
def test_every_public_function_has_a_row(home: str) -> None:
    functions = {
        f"{home}.{name}"
        for dialect in (2, 3)
        for name, told in reality(dialect).get(home, {}).items()
        if not told["class"] and name != "__init__"
    }
    without = {name for name in functions if not isinstance(LIBRARY.resolve(name), Function)}
    assert without - NOT_ABOUT_TENSORS == set()


@pytest.mark.parametrize("home", [*COMPLETE, *OLDER])
def test_the_row_that_a_name_leads_to_is_about_the_same_parameters(home: str) -> None:
    wrong = {}
    for name, told in [entry for dialect in (2, 3) for entry in reality(dialect).get(home, {}).items()]:
        row = LIBRARY.resolve(f"{home}.{name}")
        if isinstance(row, Function) and not told["class"] and told["parameters"] is not None:
            if misplaced(row.parameters, told["parameters"], names_anywhere(home, name)):
                wrong[f"{home}.{name}"] = (row.parameters, told["parameters"])
    assert wrong == {}


def test_every_exception_is_needed() -> None:
    real = {f"{home}.{name}" for dialect in (2, 3) for home, names in reality(dialect).items() for name in names}
    assert {name for name in NOT_ABOUT_TENSORS if name not in real} == set()
    assert {name for name in NOT_ABOUT_TENSORS if isinstance(LIBRARY.resolve(name), Function)} == set()


def test_a_name_has_one_row() -> None:
    names = [f"{home}.{name}" for row in FUNCTIONS for home in row.homes.split() for name in row.names.split()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_rows_and_words_for_effects_are_the_same() -> None:
    classes = (
        effect_names.Effect,
        effect_names.PythonEffect,
        effect_names.KerasEffect,
        effect_names.JaxEffect,
        effect_names.TorchEffect,
    )
    words = [word for cls in classes for key, word in vars(cls).items() if key.isupper()]
    assert len(words) == len(set(words))
    assert {row.effect for row in (*FUNCTIONS, *FAMILIES)} == set(words)
    assert set(EFFECTS) == set(words), "the functions of bnlint/interpreter/effects/library.py"


def test_every_word_is_explained() -> None:
    lines = inspect.getsource(effect_names).splitlines()
    assert [line for line in lines if " = " in line and "  # " not in line] == []

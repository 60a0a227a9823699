"""Rows about TensorFlow 1, held against ``tf.compat.v1``; contrib and slim are no longer installable beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from bnlint.interpreter.tensorflow1.graph1 import EFFECTS
from bnlint.libraries.schema import roles
from bnlint.libraries.tensorflow1 import (
    ALSO_WITHOUT_COMPAT,
    DROPOUTS,
    GRAPH,
    INPUT,
    KERAS_LAYERS,
    KERAS_LAYERS_ELSEWHERE,
    NORMALIZERS,
)

PROGRAM = """
import inspect, json, os, sys
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

def lookup(name):
    found = tf
    for part in name.split("."):
        found = getattr(found, part, None)
    return found

def signature(found):
    if found is None:
        return None
    parameters = inspect.signature(found).parameters.values()
    return {p.name: None if p.default is p.empty else repr(p.default) for p in parameters}

print(json.dumps({name: signature(lookup(name)) for name in json.load(sys.stdin)}))
"""

IN_COMPAT = [
    (name, row)
    for row in NORMALIZERS
    for name in row.names.split()
    if name.startswith("tf1.") and not name.endswith("batch_norm")
]
ELSEWHERE = {
    "simple_save": "saved_model.simple_save",
    "build_signature_def": "saved_model.build_signature_def",
    "predict_signature_def": "saved_model.predict_signature_def",
    "build_tensor_info": "saved_model.build_tensor_info",
    "from_session": "lite.TFLiteConverter.from_session",
    "convert_variables_to_constants": "graph_util.convert_variables_to_constants",
    "Saver": "train.Saver",
    "import_meta_graph": "train.import_meta_graph",
}
"""Functions of the graph that are not at the top of ``tf.compat.v1``."""
GRAPH_NAMES = [ELSEWHERE.get(name, name) for row in GRAPH for name in row.names.split()]
OF_CONTRIB = {"arg_scope", "create_train_op", "optimize_loss"}
"""Functions that only ``contrib`` and slim had."""
OF_ESTIMATOR = {"EstimatorSpec", "TPUEstimatorSpec", "create_estimator_spec"}
"""Classes of ``tf.estimator`` and a method of its heads, which TensorFlow 2.16 lost."""


def real_name(name: str) -> str:
    return name.replace("tf1.", "compat.v1.", 1)


@cache
def answers() -> dict[str, dict[str, str | None] | None]:
    names = [real_name(name) for name, _ in IN_COMPAT] + [f"compat.v1.{name}" for name in GRAPH_NAMES]
    names += [name.removeprefix("tf.") for name in ALSO_WITHOUT_COMPAT]
    names += [f"compat.v1.layers.{name}" for name in KERAS_LAYERS]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        check=True,
    )
    reply: dict[str, dict[str, str | None] | None] = json.loads(done.stdout.splitlines()[-1])
    return reply


@pytest.mark.parametrize(
    ("name", "row"), [pair for pair in IN_COMPAT if pair[0].islower()], ids=lambda value: str(value)
)
def test_a_normaliser_has_its_flag_with_its_default(name: str, row: object) -> None:
    assert row in NORMALIZERS
    found = answers()[real_name(name)]
    assert found is not None
    assert found["training"] == "False"


def test_the_layer_takes_its_flag_second() -> None:
    found = answers()["compat.v1.layers.BatchNormalization.__call__"]
    assert found is not None
    assert list(found)[:2] == ["self", "inputs"]  # and hands the rest on to ``call(inputs, training)``


@pytest.mark.parametrize("name", KERAS_LAYERS)
def test_a_function_that_makes_a_layer_takes_its_input_first(name: str) -> None:
    found = answers()[f"compat.v1.layers.{name}"]
    assert found is not None
    assert next(iter(found)) == INPUT


def test_what_contrib_has_as_well_is_known_of_tf_layers() -> None:
    assert KERAS_LAYERS.keys() >= KERAS_LAYERS_ELSEWHERE


def test_dropout_has_its_flag_with_its_default() -> None:
    row = next(row for row in DROPOUTS if row.names == "tf1.layers.dropout")
    found = answers()["compat.v1.layers.dropout"]
    assert found is not None
    assert list(found)[: len(roles(row.parameters))] == [place.name for place in roles(row.parameters).values()]
    assert found["training"] == repr(row.default)


@pytest.mark.parametrize("name", GRAPH_NAMES)
def test_a_function_exists_in_compat_or_only_in_contrib(name: str) -> None:
    assert (answers()[f"compat.v1.{name}"] is None) == (name in OF_CONTRIB | OF_ESTIMATOR)


def test_every_effect_is_done_by_a_function_and_used_by_a_row() -> None:
    assert {row.effect for row in GRAPH} == set(EFFECTS)


def test_what_is_read_as_tensorflow_1_is_not_in_tensorflow_2() -> None:
    there = {name for name in ALSO_WITHOUT_COMPAT if answers()[name.removeprefix("tf.")] is not None}
    assert there == {"tf.gradients", "tf.group", "tf.name_scope", "tf.tuple"}

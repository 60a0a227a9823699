"""Rows about methods, held against the objects of Python, NumPy and TensorFlow that have them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from bnlint.interpreter.effects.methods import EFFECTS
from bnlint.libraries import torch
from bnlint.libraries.objects import METHODS
from bnlint.libraries.schema import Method, roles

PROGRAM = """
import argparse, collections, contextlib, inspect, json, optparse, sys
import numpy, tensorflow as tf, tf_keras

data = tf.data.Dataset.range(4)
owners = {
    "list": [[], collections.deque()],
    "set": [set()],
    "dict": [{}],
    "text": [""],
    "tensor": [numpy.zeros(3), tf.zeros(3), tf.Variable(0.0), tf.compat.v1.Variable(0.0)],
    "data set": [data],
    "iterator": [tf.compat.v1.data.make_one_shot_iterator(data), iter(data), iter([])],
    "tape": [tf.GradientTape()],
    "optimizer": [
        tf.keras.optimizers.SGD(),
        tf_keras.optimizers.SGD(),
        tf_keras.optimizers.legacy.SGD(),
        tf.compat.v1.train.GradientDescentOptimizer(1),
    ],
    "strategy": [tf.distribute.OneDeviceStrategy("/cpu:0")],
    "parser": [argparse.ArgumentParser(), optparse.OptionParser(), argparse.ArgumentParser().add_subparsers()],
    "function": [tf.function(lambda: 1)],
    "gradient function": [lambda: 1],  # jax.grad returns a function like any other
    "variable scope": [tf.compat.v1.get_variable_scope()],
    "stack": [contextlib.ExitStack()],
    "mapped function": [lambda: 1],  # and so does jax.vmap
    "variables": [[], tf.Variable(0.0)],
    "variable": [tf.Variable(0.0)],
    "checkpoint": [tf.train.Checkpoint()],
}

def parameters(method):
    try:
        return [p for p in inspect.signature(method).parameters]
    except (TypeError, ValueError):
        return None

found = {}
for receiver, name in json.load(sys.stdin):
    having = [owner for owner in owners[receiver] if hasattr(owner, name)]
    found[f"{receiver} {name}"] = [parameters(getattr(owner, name)) for owner in having]
print(json.dumps(found))
"""
"""Prints the parameters of each method on the objects that have it, null where Python does not tell."""


GONE = {"strategy experimental_run_v2": "until TensorFlow 2.3"}
"""Methods that the installed TensorFlow lacks, with who had them."""

NOT_HERE = ("settings", "parser of a package", "experiment")
"""Receivers of packages that no test environment needs."""

PAIRS = [(row.receiver, name) for row in METHODS if row.receiver not in NOT_HERE for name in row.names.split()]


@cache
def answers() -> dict[str, list[list[str] | None]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(PAIRS),
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        check=True,
    )
    reply: dict[str, list[list[str] | None]] = json.loads(done.stdout.splitlines()[-1])
    return reply


@pytest.mark.parametrize(("receiver", "name"), PAIRS)
def test_some_object_of_the_kind_has_the_method(receiver: str, name: str) -> None:
    key = f"{receiver} {name}"
    assert bool(answers()[key]) == (key not in GONE)


OF_LIBRARIES = [
    row for row in METHODS if row.parameters and row.receiver not in ("list", "set", "dict", "variables", *NOT_HERE)
]
"""Python's own containers, of variables, too, take their arguments by position only."""


@pytest.mark.parametrize("row", OF_LIBRARIES, ids=lambda row: f"{row.receiver}-{row.names}")
def test_parameters_stand_where_the_signature_has_them(row: Method) -> None:
    for name in row.names.split():
        known = [signature for signature in answers()[f"{row.receiver} {name}"] if signature]
        for place in roles(row.parameters).values():
            assert place.position is not None
            told = [signature[place.position] for signature in known if len(signature) > place.position]
            assert not told or place.name in told, (name, place, known)


def test_every_effect_is_done_by_a_function_and_used_by_a_row() -> None:
    assert {row.effect for row in (*METHODS, *torch.METHODS)} == set(EFFECTS)


def test_a_method_has_one_row() -> None:
    assert len(set(PAIRS)) == len(PAIRS)

"""Asking the installed Keras 2 and Keras 3, each in a process of its own: the two do not live in one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

START = """
import inspect, json, sys
question = json.load(sys.stdin)
if question["dialect"] == 2:
    import tf_keras as keras
else:
    import keras
import numpy as np

def positional(function):
    try:
        found = inspect.signature(function).parameters.values()
    except ValueError:
        return []
    return [p.name for p in found if p.kind is p.POSITIONAL_OR_KEYWORD and p.name != "self"]
"""
"""What every program begins with: the question, Keras, and the names of a function's positional arguments."""


QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
LEGACY = {"TF_USE_LEGACY_KERAS": "1"}
"""``tf.keras`` is tf_keras: that counts on it, and so does what is built upon it."""


def ask(dialect: int, program: str, **question: Any) -> dict[str, Any]:
    """Run a program after ``START`` and return the JSON object that it prints last.

    Args:
        dialect: 2 or 3.
        program: its text.
        question: what it finds in ``question``.
    """
    done = subprocess.run(
        [sys.executable, "-c", START + program],
        input=json.dumps({"dialect": dialect, **question}),
        capture_output=True,
        text=True,
        env={**os.environ, **QUIET, **(LEGACY if dialect == 2 else {})},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    reply: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return reply

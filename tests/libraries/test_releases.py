"""Every row of ``bnlint/libraries/releases.py``, held against the installed Keras 2, Keras 3 and TensorFlow."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import pytest
from packaging.version import Version

from bnlint.libraries.keras_versions import KERAS_3_FROM
from bnlint.libraries.releases import RELEASES, VERSIONS, exists, versions
from tests.libraries.real import ask

NAMES = {
    "keras.ops": (False, True),
    "keras.version": (False, True),
    "keras.utils.PyDataset": (False, True),
    "keras.layers.RMSNormalization": (False, None),  # not in the first releases of Keras 3
    "keras.layers.experimental": (True, False),
    "keras.layers.LocallyConnected1D": (True, False),
    "keras.layers.BatchNormalization": (None, None),
    "keras.layers.CuDNNLSTM": (None, False),
    "keras.layers.normalization": (None, False),
    "keras.layers.NoSuchLayer": (None, None),
    "keras.backend.max": (None, None),  # tf.keras has it, the package keras has not
    "tf.placeholder": (None, False),
    "tf.layers": (None, False),
    "np.float": (None, None),
}
"""Whether Keras 2 and Keras 3 have it."""

PROGRAM = """
import os
os.environ["TF_USE_LEGACY_KERAS"] = "1" if question["dialect"] == 2 else "0"
import tensorflow as tf
import tensorflow.compat.v1 as tf1

def there(name):
    try:
        eval(name)
        return True
    except AttributeError:
        return False

print(json.dumps({"there": {name: there(name) for name in question["names"]}}))
"""


@cache
def real(dialect: int) -> dict[str, Any]:
    """Return what the installed Keras has."""
    return ask(dialect, PROGRAM, names=[name for name in (*NAMES, *VERSIONS) if not name.startswith("np.")])


@pytest.mark.parametrize("dialect", [2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_there(name: str, dialect: int) -> None:
    known = exists(name, dialect)
    assert known is NAMES[name][dialect - 2]
    assert known is None or known == real(dialect)["there"][name]


@pytest.mark.parametrize("name", VERSIONS)
def test_a_version_has_its_name_in_some_release(name: str) -> None:
    old = ("tf.VERSION", "keras.version.__version__")  # TensorFlow 1, and keras.src.version
    assert name in old or real(3)["there"][name]


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: f"{row.package}-{row.dialect}")
def test_the_newest_release_is_the_last_and_all_stand_in_order(row: Any) -> None:
    installed = {"keras": "tf_keras" if row.dialect == 2 else "keras", "tensorflow": "tensorflow"}[row.package]
    found = [Version(text) for text in versions(row.package, row.dialect)]
    assert found == sorted(found)
    assert found[-1].release[:2] == Version(version(installed)).release[:2]


def test_the_dialects_have_their_releases() -> None:
    assert all(Version(text).release >= KERAS_3_FROM["keras"] for text in versions("keras", 3))
    assert all(Version(text).release < KERAS_3_FROM["keras"] for text in versions("keras", 2))
    assert all(Version(text).release >= KERAS_3_FROM["tensorflow"] for text in versions("tensorflow", 3))
    assert versions("numpy", 3) == ()

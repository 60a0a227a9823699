"""Which package programs of Keras 2 run on: ``tf_keras``, or what TensorFlow before 2.16 brings itself."""

from __future__ import annotations

import importlib.util
from importlib import metadata

import pytest

from bnlint.runtime import keras_api


@pytest.mark.parametrize(
    ("installed", "keras", "expected"),
    [(True, "3.15.1", "tf_keras"), (False, "2.15.0", "keras"), (False, "3.15.1", ""), (False, None, "")],
)
def test_the_package(monkeypatch: pytest.MonkeyPatch, installed: bool, keras: str | None, expected: str) -> None:
    def version(_: str) -> str:
        if keras is None:
            raise metadata.PackageNotFoundError
        return keras

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if installed else None)
    monkeypatch.setattr(metadata, "version", version)
    assert keras_api.keras_2_package() == expected

"""What tests of several shortcuts watch."""

from __future__ import annotations

import pytest

from bnlint.interpreter.domain.values import Function
from bnlint.interpreter.language import functions


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Get the name of each function that is read, once for each reading."""
    names: list[str] = []
    run = functions._run

    def noting(machine: object, function: Function, *rest: object) -> object:
        names.append(function.name)
        return run(machine, function, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(functions, "_run", noting)
    return names

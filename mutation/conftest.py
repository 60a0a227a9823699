"""Programs are read once and judged again for each mutant of the rules: that takes milliseconds."""

from __future__ import annotations

from functools import cache

import pytest

from bnlint import analysis
from bnlint.events import Testimony
from bnlint.interpreter.program import Module, Project, parse
from bnlint.interpreter.reading import interpret

_parse = cache(parse)
_read: dict[tuple[int, int], tuple[Module, Testimony]] = {}


def _interpret(module: Module, project: Project, dialect: int) -> Testimony:
    key = (id(module.tree), dialect)
    if key not in _read:
        _read[key] = module, interpret(module, project, dialect)
    before, testimony = _read[key]
    vars(module).update(vars(before))  # what reading it has put there, which fixes look up
    return testimony


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep syntax trees and events in memory, which the processes of all mutants share; the rules run anew."""
    monkeypatch.setattr(analysis, "parse", lambda source, tree: _parse(source))
    monkeypatch.setattr(analysis, "interpret", _interpret)

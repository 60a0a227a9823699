"""Programs are read once and judged again for each mutant of the rules: that takes milliseconds."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache

import pytest

from bnlint.analysis import pipeline
from bnlint.events import Testimony
from bnlint.fixes import layout
from bnlint.interpreter.domain.values import Module
from bnlint.interpreter.modules import Project
from bnlint.interpreter.reading import interpret
from bnlint.libraries.user import Row
from bnlint.syntax.trees import parse

_parse = cache(parse)
lay_out = layout.lay_out
_laid_out: dict[tuple[int, int], tuple[Module, layout.Layout | None]] = {}
_read: dict[tuple[int, int, tuple[Row, ...], str], tuple[Module, Project, Testimony]] = {}


def _interpret(
    module: Module, project: Project, dialect: int, runs_on: Callable[[], str], library: tuple[Row, ...] = ()
) -> Testimony:
    key = (id(module.tree), dialect, library, runs_on())
    if key not in _read:
        _read[key] = module, project, interpret(module, project, dialect, runs_on, library)
    before, others, testimony = _read[key]
    # What reading it has put there: fixes look up names, findings the modules of what they rest on.
    vars(module).update(vars(before))
    vars(project).update(vars(others))
    return testimony


def _lay_out(module: Module, source: str, stdlib: ast.Module) -> layout.Layout | None:
    key = (id(module.tree), id(module.names))
    if key not in _laid_out:
        _laid_out[key] = module, lay_out(module, source, stdlib)
    return _laid_out[key][1]


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep syntax trees and events in memory, which the processes of all mutants share; the rules run anew."""
    monkeypatch.setattr(pipeline, "parse", lambda source, tree: _parse(source))
    monkeypatch.setattr(pipeline, "interpret", _interpret)
    monkeypatch.setattr(layout, "lay_out", _lay_out)

"""Rules judge each layer by itself: a program says the same with others before and after it in one testimony."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from bnlint.events import Event, always
from bnlint.interpreter.domain.values import Module
from bnlint.interpreter.modules import Project
from bnlint.interpreter.reading import interpret
from bnlint.libraries.keras_versions import BACKENDS
from bnlint.rules import CODES, rule
from bnlint.syntax.trees import parse
from tests.static.helpers import FIXTURES, read_fixture
from tests.static.rules.events import reports

WHOLE_PROGRAMS = {"BNL112", "BNL113"}
"""Rules that ask for something anywhere in the program."""


@cache
def programs(code: str) -> Sequence[Sequence[Event]]:
    """Return the events of the rule's programs, in Keras 3, those of eager mode."""
    paths = [path for path in sorted((FIXTURES / code).rglob("*.py")) if 3 in read_fixture(path).dialects]
    testimonies = [interpret(_module(path), Project(True), 3, always(backend(code))) for path in paths]
    return [each.events for each in testimonies if not each.graph_mode]


def backend(code: str) -> str:
    """Return TensorFlow, or what has the mistake where it does not."""
    return next(name for name in BACKENDS if not rule(code).absence(name))


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(str(path), path, parse(text, None), text)


@pytest.mark.parametrize("code", [code for code in CODES if code not in WHOLE_PROGRAMS])
@pytest.mark.parametrize("step", [1, -1], ids=["in order", "backwards"])
def test_a_rule_says_the_same_among_other_programs(code: str, step: int) -> None:
    alone = [report for events in programs(code) for report in reports(code, *events, backend=backend(code))]
    together = reports(code, *(e for events in programs(code)[::step] for e in events), backend=backend(code))
    assert alone
    assert [report for report in alone if report not in together] == []
    assert [report for report in together if report not in alone] == []

"""What each rule says: its findings in all programs of the fixtures and of ``tests/programs``, equal ones once.

``tests/static/messages`` holds the words, a file for each rule. After a change on purpose,
``python -m pytest tests/static/test_messages.py --force-regen`` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from bnlint.analysis.checking import find
from bnlint.results.findings import Finding
from bnlint.rules import CODES
from bnlint.settings.loading import Settings
from bnlint.sources.source import Source
from tests.static.helpers import ROOT, Fixture, lacks
from tests.static.test_fixtures import CASES as FIXTURES
from tests.static.test_programs import CASES as PROGRAMS

MESSAGES = Path(__file__).parent / "messages"


@cache
def found(program: Fixture, dialect: int) -> tuple[Finding, ...]:
    """Return all findings in a program, with their fixes."""
    enable = frozenset(CODES) if program.opt_in else frozenset[str]()
    settings = Settings(keras="3" if dialect == 3 else "2", enable=enable)
    path = ROOT / program.path
    findings, problem = find(Source(str(path), path.read_text(encoding="utf-8")), settings)
    assert problem is None
    return tuple(findings)


def everywhere() -> Iterator[tuple[Fixture, int, Finding]]:
    for case in [*FIXTURES, *PROGRAMS]:
        program, dialect = case.values
        assert isinstance(program, Fixture)
        assert isinstance(dialect, int)
        for finding in found(program, dialect):
            yield program, dialect, finding


def code_at(path: str, line: int, column: int) -> str:
    """Return what stands at a place, up to the end of its line, without its comment."""
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    return lines[line - 1][column:].partition("  #")[0]


def words(finding: Finding) -> str:
    """Return all that a finding says: the message, what it calls other places, and the fix."""
    fix = [] if finding.fix is None else [f"fix, {finding.fix.safety}: {finding.fix.description}"]
    return "\n  ".join([finding.message, *(related.message for related in finding.related), *fix])


def places(program: Fixture, finding: Finding) -> str:
    """Return what it says that about in one program, and what the fix writes there."""
    related = (code_at(place.path, place.line, place.column) for place in finding.related)
    text = Path(finding.path).read_text(encoding="utf-8")
    edits = () if finding.fix is None else finding.fix.edits
    written = (f"{text[edit.offset : edit.end]!r} becomes {edit.replacement!r}" for edit in edits)
    here = code_at(finding.path, finding.line, finding.column)
    return "\n  ".join([program.path, here, *related, *written])


@pytest.mark.parametrize("code", CODES)
def test_what_a_rule_says(code: str, file_regression: FileRegressionFixture, request: pytest.FixtureRequest) -> None:
    golden = MESSAGES / f"{code}.txt"
    if not golden.is_file() and not any(request.config.getoption(name) for name in ("force_regen", "regen_all")):
        how = "python -m pytest tests/static/test_messages.py --force-regen, and read what it wrote"
        lacks(code, f"its words: tests/static/messages/{code}.txt ({how})")
    examples: dict[str, str] = {}
    dialects: dict[str, set[int]] = {}
    for program, dialect, finding in everywhere():
        if finding.code == code:
            said = words(finding)
            examples.setdefault(said, places(program, finding))
            dialects.setdefault(said, set()).add(dialect)
    entries = [
        f"{said}\nKeras {' and '.join(map(str, sorted(dialects[said])))}: {example}\n"
        for said, example in sorted(examples.items())
    ]
    file_regression.check("\n".join(entries), encoding="utf-8", fullpath=golden)


def test_a_message_is_one_line_in_which_everything_is_filled_in() -> None:
    for program, _, finding in everywhere():
        for said in words(finding).split("\n  "):
            assert re.fullmatch(r"\S+( \S+)*", said), program.path
            assert not re.search(r"[{}]|<.*>|\b(?<!=)None\b", said), program.path

"""What each rule says: its findings in all programs of the fixtures and of ``tests/programs``, equal ones once.

``tests/static/messages`` holds the words, a file for each rule. After a change on purpose,
``python -m pytest tests/static/test_messages.py --force-regen`` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from bnlint.analysis.checking import find
from bnlint.results.findings import Finding
from bnlint.results.messages import LONGEST
from bnlint.rules import CODES
from bnlint.settings.loading import Settings
from bnlint.syntax.source import Source
from tests.static.helpers import ROOT, Fixture, lacks, nothing
from tests.static.test_fixtures import CASES as FIXTURES
from tests.static.test_programs import CASES as PROGRAMS

KNOWN = ("BatchNormalization", "TensorFlow", "PyTorch", "NaN", "JAX")
"""Names that everybody knows who trains networks with Keras."""

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
    """Return all that a finding says: the parts of its message, what it calls other places, and the fix."""
    said = finding.said
    parts = {"help": said.remedy, "why": said.reason, "note": ", ".join(said.notes)}
    shown = [f"{name}: {part}" for name, part in parts.items() if part]
    fix = [] if finding.fix is None else [f"fix, {finding.fix.safety}: {finding.fix.description}"]
    return "\n  ".join([said.headline, *shown, *(related.message for related in finding.related), *fix])


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


def test_a_headline_is_shown_whole_everywhere() -> None:
    """No longer than editors and phones show, and most of them well below that."""
    headlines = {finding.said.headline for _, _, finding in everywhere()}
    nothing((headline for headline in headlines if len(headline) > LONGEST), f"headlines of over {LONGEST} characters")
    assert median(map(len, headlines)) < 75


def test_a_message_says_what_to_do_as_an_imperative_without_full_stops() -> None:
    for program, _, finding in everywhere():
        said = finding.said
        assert said.remedy, f"{program.path}: {said.headline} says not what to do"
        for part in (said.headline, said.remedy, said.reason):
            assert not part.removesuffix("...").endswith((".", ";", ",", ":")), f"{program.path}: {part}"
        assert "; " not in said.headline, f"{program.path}: {said.headline}"


NAMES = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)+|\w*_\w+|[A-Za-z]\w*(?=[(=])|\b[A-Z]\w*[A-Z]\w*")
"""Words of code: with dots or underscores, before a parenthesis or an equals sign, in CamelCase."""


def test_a_headline_speaks_of_what_its_reader_knows() -> None:
    """Its code names are those of Keras and TensorFlow that stand in the rule's page, or the program's own."""
    strange = set()
    for program, _, finding in everywhere():
        text = Path(finding.path).read_text(encoding="utf-8")
        page = import_module(f"bnlint.rules.{finding.code.lower()}").__doc__ or ""
        for name in NAMES.findall(finding.said.headline):
            if name not in KNOWN and name not in text + page:
                strange.add(f"{name} in {finding.code}: {finding.said.headline} ({program.path})")
    nothing(sorted(strange), "names that neither the program nor the rule's page has")

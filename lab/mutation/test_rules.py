"""What must notice a mistake in a rule: every program with expectations, what rules say, and what fixes write.

``nox -s mutation`` makes the mistakes; ``python -m pytest lab/mutation`` runs this on the rules as they are. Each test
judges its program itself: which tests notice a mistake in a function is known from those that call it.
"""

from __future__ import annotations

import re

import pytest

from bnlint.rules import CODES
from tests.static.helpers import Fixture
from tests.static.test_fix_rules import (  # noqa: F401
    repaired,
    test_every_finding_with_a_fix_is_gone_and_none_is_new,
    test_what_a_fix_writes,
    test_what_cannot_be_written_is_left_alone,
)
from tests.static.test_fixtures import CASES as FIXTURES
from tests.static.test_messages import MESSAGES, found, places, words
from tests.static.test_programs import CASES as PROGRAMS
from tests.static.test_versions import (  # noqa: F401
    test_contrib_trains_at_inference_without_its_flag,
    test_names_that_a_dialect_lacks,
)

SAID: dict[str, dict[str, tuple[str, str]]] = {}
"""By code all that a rule says, with the dialects and the places of an example."""
for code in CODES:
    entries = (MESSAGES / f"{code}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    each = (re.fullmatch(r"(.*)\nKeras (\S.*?): (.*)", entry, re.DOTALL) for entry in entries)
    SAID[code] = {match[1]: (match[2], match[3]) for match in each if match is not None}


@pytest.fixture(autouse=True)
def judge_anew() -> None:
    """The process of a mutant inherits what the rules said before."""
    found.cache_clear()
    repaired.cache_clear()


@pytest.mark.parametrize(("program", "dialect"), [*FIXTURES, *PROGRAMS])
def test_what_is_expected_is_found_and_nothing_else(program: Fixture, dialect: int) -> None:
    assert {(finding.line, finding.code) for finding in found(program, dialect)} == program.in_dialect(dialect)


@pytest.mark.parametrize(("program", "dialect"), [*FIXTURES, *PROGRAMS])
def test_it_is_said_in_known_words(program: Fixture, dialect: int) -> None:
    findings = found(program, dialect)
    for finding in findings:
        assert str(dialect) in SAID[finding.code][words(finding)][0]
    # An example is of one dialect: a fix, and with it the words, may be that dialect's only.
    both = [finding for each in program.dialects for finding in found(program, each)]
    shown = {(finding.code, words(finding), places(program, finding)) for finding in both}
    for code, entries in SAID.items():
        for said, (_, example) in entries.items():
            if example.startswith(f"{program.path}\n"):
                assert (code, said, example) in shown

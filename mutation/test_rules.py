"""What must notice a mistake in a rule: every program with expectations, and what the fixes write.

``nox -s mutation`` makes the mistakes; ``python -m pytest mutation`` runs this on the rules as they are.
"""

from __future__ import annotations

import pytest

from bnlint.checking import find
from bnlint.files import Source
from bnlint.rules import CODES
from bnlint.settings import Settings
from tests.static.helpers import ROOT, Fixture
from tests.static.test_fix_rules import (  # noqa: F401
    repaired,
    test_every_finding_with_a_fix_is_gone_and_none_is_new,
    test_what_a_fix_writes,
    test_what_cannot_be_written_is_left_alone,
)
from tests.static.test_fixtures import CASES as FIXTURES
from tests.static.test_programs import CASES as PROGRAMS
from tests.static.test_versions import (  # noqa: F401
    test_contrib_trains_at_inference_without_its_flag,
    test_names_that_a_dialect_lacks,
)


@pytest.fixture(autouse=True)
def repair_anew() -> None:
    """The process of a mutant inherits what the rules said before."""
    repaired.cache_clear()


@pytest.mark.parametrize(("program", "dialect"), [*FIXTURES, *PROGRAMS])
def test_what_is_expected_is_found_and_nothing_else(program: Fixture, dialect: int) -> None:
    enable = frozenset(CODES) if program.opt_in else frozenset[str]()
    settings = Settings(keras="3" if dialect == 3 else "2", enable=enable)
    path = ROOT / program.path
    findings, problem = find(Source(str(path), path.read_text(encoding="utf-8")), settings)
    assert problem is None
    assert {(finding.line, finding.code) for finding in findings} == program.in_dialect(dialect)

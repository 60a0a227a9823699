"""Ways of writing a program that bnlint follows: each file of ``tests/programs`` shows one, with its expectations.

The fixtures show the rules; these programs show what the interpreter understands. Each was run on TensorFlow.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from tests.static.helpers import ROOT, Fixture, bnlint, opt_in_codes, read_fixture

PROGRAMS = ROOT / "tests" / "programs"
CASES = [
    pytest.param(program, dialect, id=f"{path.relative_to(PROGRAMS)}-keras{dialect}")
    for path in sorted(PROGRAMS.rglob("*.py"))
    for program in [read_fixture(path)]
    for dialect in program.dialects
]


@cache
def found(dialect: int, opt_in: bool) -> frozenset[tuple[str, int, str]]:
    enable = [f"--enable={','.join(opt_in_codes())}"] if opt_in else []
    done = bnlint("check", f"--keras={dialect}", *enable, "--output-format=json", PROGRAMS.relative_to(ROOT))
    return frozenset((entry["path"], entry["line"], entry["code"]) for entry in json.loads(done.stdout)["findings"])


@pytest.mark.parametrize(("program", "dialect"), CASES)
def test_what_is_expected_is_found_and_nothing_else(program: Fixture, dialect: int) -> None:
    shown = {(line, code) for path, line, code in found(dialect, program.opt_in) if path == program.path}
    assert shown == program.in_dialect(dialect)

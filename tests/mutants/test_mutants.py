"""A share of the mutants: each mistake is reported after it is made, and not before.

All of them: ``nox -s mutants``.
"""

from __future__ import annotations

from itertools import chain, islice

import pytest

from bnlint.rules import CODES
from tests.mutants.experiment import Mutant, codes, mutants
from tests.mutants.operators import OPERATORS
from tests.mutants.programs import good
from tests.static.helpers import lacks, opt_in_codes

SHARE = 4
"""Mutants of each operator that run here, from programs that differ from operator to operator."""


def share(number: int) -> list[Mutant]:
    """Return some mutants of one operator, at most two of a program."""
    start = 7 * number % len(good())
    turned = (*good()[start:], *good()[:start])
    some = chain.from_iterable(islice(mutants([program], [OPERATORS[number]]), 2) for program in turned)
    return list(islice(some, SHARE))


@pytest.mark.parametrize("number", range(len(OPERATORS)), ids=[f"{o.code}-{o.name}" for o in OPERATORS])
def test_a_mistake_is_reported(number: int) -> None:
    made = share(number)
    assert made, "there is no program in which this mistake can be made"
    assert [mutant.name for mutant in made if not mutant.reported] == []


def test_the_programs_are_right_before() -> None:
    loud = [
        (program.name, dialect)
        for program in good()
        for dialect in program.dialects
        # One that is right by default may have what is to be switched on.
        if not program.opt_in and set(codes(program.source, dialect)) - set(opt_in_codes())
    ]
    assert loud == []


ABOUT_THE_LENGTH_OF_TRAINING = {"BNL304"}
"""No change of a program makes this mistake for certain."""


@pytest.mark.parametrize("code", sorted(set(CODES) - ABOUT_THE_LENGTH_OF_TRAINING))
def test_a_rule_has_an_operator_that_makes_its_mistake(code: str) -> None:
    if all(operator.code != code for operator in OPERATORS):
        lacks(code, "an operator that makes its mistake in right programs: tests/mutants/operators")

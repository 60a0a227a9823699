"""Making mutants and holding bnlint's findings against the ones before the mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bnlint.api import check_source
from bnlint.results.findings import Finding
from bnlint.rules import CODES, rule
from bnlint.settings.config import Config
from tests.mutants.operators import OPERATORS
from tests.mutants.operators.base import Operator
from tests.mutants.programs import Program
from tests.mutants.trees import Subject, edited

_ALL = frozenset(code for code in CODES if rule(code).can_be_enabled)


@dataclass(frozen=True)
class Mutant:
    """A program with one mistake.

    Args:
        program: what it was made of.
        operator: the mistake.
        number: which of the operator's sites.
        source: its text.
        dialect: the Keras it is read for.
    """

    program: Program
    operator: Operator
    number: int
    source: str
    dialect: int

    @property
    def name(self) -> str:
        """The operator, the program, the site and the dialect."""
        return f"{self.operator.code} {self.operator.name}: {self.program.name} #{self.number} keras{self.dialect}"

    @property
    def reported(self) -> bool:
        """Whether the rule has more findings than before."""
        code = self.operator.code
        return codes(self.source, self.dialect)[code] > codes(self.program.source, self.dialect)[code]


@cache
def codes(source: str, dialect: int) -> Counter[str]:
    """Return the number of findings of each rule, the opt-in ones included."""
    return Counter(finding.code for finding in findings(source, dialect))


def findings(source: str, dialect: int, path: str = "<program>") -> list[Finding]:
    """Return the findings of a text."""
    return check_source(source, path, Config(keras="2" if dialect == 2 else "3", enable=_ALL))


@cache
def _subject(source: str) -> Subject:
    return Subject(source)


def mutants(programs: Iterable[Program], operators: Iterable[Operator] = OPERATORS) -> Iterator[Mutant]:
    """Make every mutant of some programs."""
    operators = tuple(operators)
    for program in programs:
        subject = _subject(program.source)
        for operator in operators:
            dialects = [dialect for dialect in program.dialects if dialect in operator.dialects]
            if not dialects:
                continue
            for number, edits in enumerate(operator.sites(subject)):
                source = edited(subject.tree, edits)
                if source == program.source:
                    continue
                for dialect in dialects:
                    yield Mutant(program, operator, number, source, dialect)

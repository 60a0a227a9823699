"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bnlint.events import Site, Testimony
from bnlint.fixes.changes import Remedy


@dataclass(frozen=True)
class Report:
    """What a rule says: where, what happens at run time and what to do, the places it rests on, how to repair it."""

    site: Site
    message: str
    related: tuple[tuple[Site, str], ...] = ()
    remedy: Remedy | None = None


@dataclass(frozen=True)
class Rule:
    """One entry of the catalogue.

    The module that defines it is its home: the docstring is the text of its page, ``check`` its logic. Its programs
    lie in ``fixtures/<code>/``, the experiment that measures its symptom in ``bnlint/experiments/<code>.py``.

    Args:
        code: ``BNLxxx``; never renumbered.
        name: a short name in kebab case.
        summary: one line for tables.
        check: a pure function from a testimony to reports.
        opt_in: off unless enabled by the user.
        dialects: the Keras dialects in which the symptom exists.
        yields_to: rules that, where they report the very same place, tell its mistake better.
    """

    code: str
    name: str
    summary: str
    check: Callable[[Testimony], Iterator[Report]]
    opt_in: bool = False
    dialects: tuple[int, ...] = (2, 3)
    yields_to: tuple[str, ...] = ()

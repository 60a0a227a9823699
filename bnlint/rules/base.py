"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bnlint.events import Site, Testimony
from bnlint.fixes.changes import Remedy
from bnlint.records import dataclass
from bnlint.results.messages import Message


@dataclass(frozen=True)
class Report:
    """What a rule says of one place.

    Args:
        site: where it is.
        message: what happens at run time, what to do, and why.
        related: the places it rests on.
        remedy: how to repair it.
        cause: what the mistake comes from, so that places with the same cause are one mistake: where a value was
            written that is used at ``site``, or words that are the same wherever the same thing is wrong; None when
            it is made at ``site``.
        opt_in: said only where the user enables the rule, which is on otherwise (``Rule.opt_in_part``).
    """

    site: Site
    message: Message
    related: tuple[tuple[Site, str], ...] = ()
    remedy: Remedy | None = None
    cause: Site | str | None = None
    opt_in: bool = False


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
        opt_in_part: of a rule that is on, what it says only where the user enables it, in words; "" for nothing.
        dialects: the Keras dialects in which the symptom exists.
        yields_to: rules that, where they report the very same place, tell its mistake better.
        arguable: the dialects in which somebody may want just that, and is believed where a comment says so.
        by_backend: whether what it reports depends on what Keras 3 runs on.
        not_on: backends of Keras 3 on which there is no such mistake, each with the reason.
    """

    code: str
    name: str
    summary: str
    check: Callable[[Testimony], Iterator[Report]]
    opt_in: bool = False
    opt_in_part: str = ""
    dialects: tuple[int, ...] = (2, 3)
    yields_to: tuple[str, ...] = ()
    arguable: tuple[int, ...] = ()
    by_backend: bool = False
    not_on: tuple[tuple[str, str], ...] = ()

    @property
    def can_be_enabled(self) -> bool:
        """Whether it says more where the user enables it."""
        return self.opt_in or bool(self.opt_in_part)

    def absence(self, backend: str) -> str:
        """Return why there is no such mistake on a backend of Keras 3, "" where there is one."""
        return dict(self.not_on).get(backend, "")

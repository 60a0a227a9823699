"""What a rule says, from the rule's own module, and what was measured: for terminals, programs and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from typing import Any

from bnlint import evidence
from bnlint.links import rule_page
from bnlint.rules import Rule, rule


@dataclass(frozen=True)
class Section:
    """One part of a rule's text.

    Args:
        heading: e.g. "Why is this bad?".
        body: Markdown.
    """

    heading: str
    body: str


@dataclass(frozen=True)
class Explanation:
    """Everything there is to say about a rule.

    Args:
        rule: its entry in the catalogue.
        lead: the first sentence of its text.
        sections: the rest, in order.
        confirmations: what was measured, Keras 3 first, the newest version first.
    """

    rule: Rule
    lead: str
    sections: tuple[Section, ...]
    confirmations: tuple[evidence.Confirmation, ...]

    @property
    def default(self) -> str:
        """Whether the rule is on."""
        how = f"off unless enabled (`--enable {self.rule.code}`)"
        part = self.rule.opt_in_part
        return how if self.rule.opt_in else f"on; {part}: {how}" if part else "on"

    @property
    def keras(self) -> str:
        """The Keras dialects in which the symptom exists."""
        return " and ".join(map(str, self.rule.dialects))

    @property
    def confirmed_on(self) -> list[str]:
        """The backends of Keras 3 on which the newest measurement confirmed it."""
        newest = {c.backend: c for c in reversed(self.confirmations) if c.dialect == 3}
        return [backend for backend in evidence.backends() if backend in newest and newest[backend].confirmed]

    @property
    def elsewhere(self) -> dict[str, str]:
        """The other backends that Keras 3 was measured on, and why it was not measured there."""
        measured = {c.backend for c in self.confirmations if c.dialect == 3}
        if not measured:
            return {}
        return {
            backend: self.rule.absence(backend) or "not measured, as none of its programs runs there"
            for backend in evidence.backends()
            if backend not in measured
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return {
            "code": self.rule.code,
            "name": self.rule.name,
            "summary": self.rule.summary,
            "keras": list(self.rule.dialects),
            "opt_in": self.rule.opt_in,
            "opt_in_part": self.rule.opt_in_part,
            "page": rule_page(self.rule.code),
            "lead": self.lead,
            "sections": {section.heading: section.body for section in self.sections},
            "confirmed_on": self.confirmed_on,
            "elsewhere": self.elsewhere,
            "evidence": [confirmation.to_dict() for confirmation in self.confirmations],
        }


def explanation(code: str) -> Explanation:
    """Collect what there is to say about one rule.

    Args:
        code: ``BNLxxx``.

    Raises:
        KeyError: there is no such rule.
    """
    entry = rule(code)
    text = cleandoc(import_module(f"bnlint.rules.{code.lower()}").__doc__ or "")  # None under python -OO
    lead, *parts = ("\n" + text).split("\n## ")
    sections = []
    for part in parts:
        heading, _, body = part.partition("\n")
        sections.append(Section(heading.strip(), _code_spans(body)))
    return Explanation(entry, _code_spans(lead), tuple(sections), evidence.confirmations(code))


def _code_spans(text: str) -> str:
    """Give text Markdown's code spans where a docstring has those of reStructuredText."""
    return re.sub(r"(?<!`)``(?!`)", "`", text).strip()

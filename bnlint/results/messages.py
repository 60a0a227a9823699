"""What is said of a finding, in parts: what goes wrong, what to do about it, and why that is so.

Each front end takes the parts that it has room for, so that none has to cut a text.
"""

from __future__ import annotations

from bnlint.records import dataclass

LONGEST = 80
"""Characters of a headline: what editors and phones show without cutting it."""


@dataclass(frozen=True, order=True)
class Message:
    """What is said of one finding; every part is on one line and without a full stop.

    Args:
        headline: what goes wrong when the program runs.
        remedy: what to do, as an imperative; "" for nothing.
        reason: why that is so; "" when the headline says it all.
        notes: what else belongs to it: how many places it is about, the Keras that it is said of.
    """

    headline: str
    remedy: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """What goes wrong, what to do, and the notes, on one line."""
        return " ".join(("; ".join(filter(None, (self.headline, self.remedy))), *(f"({note})" for note in self.notes)))

    @property
    def full(self) -> str:
        """Everything, as sentences."""
        said = (_sentence(part) for part in (self.headline, self.remedy, self.reason) if part)
        return " ".join((*said, *(f"({note})" for note in self.notes)))

    @property
    def lines(self) -> str:
        """Everything, a line for each part."""
        notes = " ".join(f"({note})" for note in self.notes)
        return "\n".join(filter(None, (self.headline, self.remedy, self.reason, notes)))


def fitting(before: str, remark: str, after: str) -> str:
    """Return a headline with a remark in it, without it where that would be too long.

    Args:
        before: what stands before the remark.
        remark: where a value comes from, "" for nothing.
        after: what stands behind it.
    """
    whole = f"{before}{remark}{after}"
    return whole if len(whole) <= LONGEST else f"{before}{after}"


def _sentence(text: str) -> str:
    """Return a part of a message as a sentence; a name that it begins with keeps its letters."""
    first = text.partition(" ")[0]
    return f"{text[:1].upper()}{text[1:]}." if first.isalpha() and first.islower() else f"{text}."

"""What a rule may propose to change in a program: the vocabulary of fixes. Data only; ``writing`` knows how.

A change that cannot be written (an argument that comes from ``**options``, a name that is taken) makes no fix, so a
rule proposes what it means and need not look at the syntax.
"""

from __future__ import annotations

from dataclasses import dataclass

from bnlint.events import Site
from bnlint.fixes.edits import Safety


@dataclass(frozen=True)
class PassArgument:
    """Pass an argument by keyword, in place of what is passed now.

    Args:
        call: the call.
        name: the keyword.
        value: the code of the value.
        instead_of: the argument that has this meaning now, if it may stand there by position.
    """

    call: Site
    name: str
    value: str
    instead_of: Site | None = None


@dataclass(frozen=True)
class DropArgument:
    """Drop an argument.

    Args:
        call: the call.
        argument: the argument.
    """

    call: Site
    argument: Site


@dataclass(frozen=True)
class RenameArgument:
    """Pass an argument under another keyword, or under a keyword instead of by position.

    Args:
        call: the call.
        argument: the argument.
        name: the keyword.
    """

    call: Site
    argument: Site
    name: str


Change = PassArgument | DropArgument | RenameArgument


@dataclass(frozen=True)
class Remedy:
    """How one report is repaired.

    Args:
        safety: who may apply it; see ``bnlint.fixes.edits.Safety``.
        description: what it does, as an imperative without a full stop.
        changes: all of them, or none, are made.
    """

    safety: Safety
    description: str
    changes: tuple[Change, ...]

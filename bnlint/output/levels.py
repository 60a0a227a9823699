"""How serious a finding is, in the three steps that all CI systems know."""

from __future__ import annotations

from typing import Literal

from bnlint.rules import rule
from bnlint.settings import options

Level = Literal["error", "warning", "note"]


def level(code: str) -> Level:
    """Return the level of a code: what has to be asked for is a note, a failure of our own an error.

    Args:
        code: a rule's code, or that of an internal error.
    """
    if code == options.INTERNAL_ERROR:
        return "error"
    return "note" if rule(code).opt_in else "warning"

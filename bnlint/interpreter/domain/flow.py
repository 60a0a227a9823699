"""Where control goes behind a statement."""

from __future__ import annotations

from enum import Enum


class Flow(Enum):
    """How control leaves a block."""

    ON = "falls through"
    BREAK = "break"
    CONTINUE = "continue"
    OUT = "return or raise"

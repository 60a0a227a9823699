"""``bnlint doctor``: why findings may not show up, or be judged for another Keras, in this project.

One module per host: each looks at the project's files and returns what it sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Args:
        area: ``keras``, ``library``, ``flake8`` or ``ruff``.
        status: a problem is something to mend, a note is something to know.
        message: what is the case, and where that stands.
        remedy: what to do, "" when there is nothing to do.
    """

    area: str
    status: Status
    message: str
    remedy: str = ""

"""What an analysis of one file says of others."""

from __future__ import annotations

import os
from dataclasses import field

from bnlint.records import dataclass


@dataclass(eq=False)
class Aside:
    """How much of a program is read, and what that says of other files than the one that is analysed.

    Args:
        users: the files that use the module are read, too; None as long as nobody has looked whether they must be.
        worth: the module is read in any case; else where something in it says that anything can be found.
        asked: those that use the module matter to it: it has functions that only they may call, or touches layers.
        doubted: so does whether there are any, and nobody has looked.
        dialect: of the Keras that the module was read for; 0 as long as it was not.
        elsewhere: the other files in which rules report something.
        cut: why a part of the module was not read to its end, "" where all of it was.
        spent: so much was read that anything may have been left out.
        failed: bnlint could not follow something, by a fault of its own.
    """

    users: bool | None = True
    worth: bool = False
    asked: bool = False
    doubted: bool = False
    dialect: int = 0
    elsewhere: set[str] = field(default_factory=set)
    cut: str = ""
    spent: bool = False
    failed: bool = False


def unread_use(path: str, why: str) -> str:
    """Return the note on a file of which a use is not read to the end.

    Args:
        path: where it is used.
        why: which limit was reached.
    """
    where = path.removeprefix(os.getcwd() + os.sep)
    return f"its use in {where} is not read to the end, so findings may be missing: {why}"

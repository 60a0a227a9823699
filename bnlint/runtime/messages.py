"""Reading other people's error messages."""

from __future__ import annotations

import re


def gist(message: str) -> str:
    """Return the line of an error message that says what happened, "" for an empty one.

    Keras 3 wraps the errors of a ``call``: a line that names the layer, then the error in bold, then the arguments.
    """
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", message).splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].startswith("Exception encountered when calling"):
        return lines[1]
    return lines[0] if lines else ""

"""Files that a project names are read only if they are files: pipes and devices may never end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def contents(path: str | Path) -> bytes:
    """Return the bytes of one file.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        os.scandir(path).close()  # says why a walk could not enter it
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file", path)
    return Path(path).read_bytes()

"""A stand-in for the analyzer on files that no guard foresaw: worker processes import it by name."""

from __future__ import annotations

import os
import signal
import time

from bnlint.mining import examine as real
from bnlint.settings.config import Config

STALLS = "# this file stalls the parser"
KILLS = "# this file kills the parser"
RAISES = "# this file takes all memory"


def examine(source: str, file: str, config: Config) -> real.Examined:
    """Hang, die or raise on marked sources, else do the real work."""
    if STALLS in source:
        time.sleep(600)
    if KILLS in source:
        os.kill(os.getpid(), signal.SIGKILL)
    if RAISES in source:
        raise MemoryError
    return real.examine(source, file, config)

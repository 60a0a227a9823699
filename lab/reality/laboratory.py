"""Worker processes, restarted when a program hangs, crashes them, or they have grown old."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

from bnlint.runtime.verify import environment
from lab.reality.worker import Reply

TIME_LIMIT = 120.0
"""Seconds that one program may take, the import of TensorFlow included."""

OLD_AGE = 400
"""Programs after which a process is replaced: TensorFlow keeps something of each."""


class Laboratory:
    """Runs programs of one dialect, one after the other.

    Args:
        dialect: 2 or 3.
    """

    def __init__(self, dialect: int) -> None:
        self.dialect = dialect
        self._folder = tempfile.TemporaryDirectory(prefix="bnlint-reality-")
        self._process: subprocess.Popen[str] | None = None
        self._replies: queue.Queue[str] = queue.Queue()
        self._served = 0
        self._count = 0

    def examine(self, text: str) -> Reply | None:
        """Run and lint a program; None when it hangs or ends the process."""
        self._count += 1
        # A name of its own: sources are cached by file.
        path = Path(self._folder.name, f"program_{self._count}.py")
        path.write_text(text, encoding="utf-8")
        if self._process is None or self._served >= OLD_AGE:
            self.close()
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._served += 1
        try:
            self._process.stdin.write(json.dumps(str(path)) + "\n")
            self._process.stdin.flush()
            line = self._replies.get(timeout=TIME_LIMIT)
        except (OSError, queue.Empty):
            line = ""
        if not line:
            self.close()
            return None
        reply: Reply = json.loads(line)
        return reply

    def _start(self) -> None:
        few = dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"), "1")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lab.reality.worker", str(self.dialect)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
            env=environment(self.dialect) | few,
        )
        self._replies = queue.Queue()
        self._served = 0
        assert self._process.stdout is not None
        threading.Thread(target=_listen, args=(self._process.stdout, self._replies), daemon=True).start()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _listen(stream: IO[str], replies: queue.Queue[str]) -> None:
    for line in stream:
        replies.put(line)
    replies.put("")

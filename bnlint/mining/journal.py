"""What a run of ``bnlint mine`` has done so far, so that a killed run goes on without losing or repeating a row.

The journal is a text file beside the output: a first line that says which run it belongs to, then one JSON line for
each finished unit, with its findings. A line that a kill tore is dropped, and its unit done again. At the end the
findings are written as one Parquet file, which appears under its name only when complete.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema(
    [
        ("input", pa.string()),
        ("row", pa.int64()),
        ("repository", pa.string()),
        ("path", pa.string()),
        ("code", pa.string()),
        ("line", pa.int32()),
        ("column", pa.int32()),
        ("end_line", pa.int32()),
        ("end_column", pa.int32()),
        ("message", pa.string()),
        ("keras", pa.int8()),
        ("backend", pa.string()),
    ]
)
"""One row for each finding. ``input`` and ``row`` lead back to the corpus; ``keras`` is the dialect that it is true
for, ``backend`` what Keras 3 runs on there. ``code`` is ``BNL001`` where a file could not be examined (it ran out of
time, or the parser died on it)."""

_ROWS_AT_A_TIME = 50_000


class JournalError(Exception):
    """A journal belongs to another run, or cannot be written."""


@dataclass
class Done:
    """What one unit came to.

    Args:
        unit: its key.
        files: files in it.
        examined: files that passed the word filter and were analysed.
        unparsable: those among them that are not Python.
        skipped: files too large to look at.
        failed: what could not be read or examined, as (file, why).
        rows: the findings, by the columns of ``SCHEMA``.
    """

    unit: str
    files: int
    examined: int = 0
    unparsable: int = 0
    skipped: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)


class Journal:
    """The journal of one output file.

    Args:
        output: the Parquet file to be.
        run: what makes a run this run (version, settings, inputs); plain data.

    Raises:
        JournalError: there is a journal of another run, or it cannot be written.
    """

    def __init__(self, output: Path, run: dict[str, Any]) -> None:
        self.output = output
        self.path = output.with_name(output.name + ".journal")
        header = json.dumps(run, sort_keys=True)
        self.finished: set[str] = set()
        try:
            kept = self._kept(header)
            self._stream = open(self.path, "r+b" if kept else "wb")  # noqa: SIM115 (open as long as the run)
            self._stream.truncate(kept)
            self._stream.seek(kept)
            if not kept:
                self._write(header)
        except OSError as error:
            raise JournalError(f"{self.path}: {error.strerror or error}") from error

    def _kept(self, header: str) -> int:
        """Read what an earlier run left, and return how many bytes of it are whole lines."""
        if not self.path.exists():
            return 0
        size = 0
        with open(self.path, "rb") as stream:
            for number, line in enumerate(stream):
                torn = not line.endswith(b"\n")
                if number == 0 and not f"{header}\n".encode().startswith(line):
                    raise JournalError(
                        f"{self.path} belongs to a run with other inputs, settings or another bnlint: finish that "
                        "run, delete the journal, or choose another output"
                    )
                if torn:
                    break
                if number:
                    self.finished.add(json.loads(line)["unit"])
                size += len(line)
        return size

    def add(self, done: Done) -> None:
        """Keep what a unit came to; on the disk when this returns."""
        self._write(json.dumps(asdict(done)))
        self.finished.add(done.unit)

    def _write(self, line: str) -> None:
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def read(self) -> Iterator[Done]:
        """Yield everything that is done."""
        with open(self.path, "rb") as stream:
            next(stream)
            for line in stream:
                yield Done(**json.loads(line))

    def close(self) -> None:
        """Stop writing; the journal stays for a later run."""
        self._stream.close()

    def publish(self) -> None:
        """Write the Parquet file and drop the journal."""
        self.close()
        partial = self.output.with_name(self.output.name + ".partial")
        try:
            with pq.ParquetWriter(partial, SCHEMA, compression="zstd") as writer:
                rows: list[dict[str, Any]] = []
                for done in self.read():
                    rows.extend(done.rows)
                    if len(rows) >= _ROWS_AT_A_TIME:
                        writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
                        rows = []
                writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
            os.replace(partial, self.output)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
        self.path.unlink()

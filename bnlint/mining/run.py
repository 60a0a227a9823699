"""A run of ``bnlint mine``: units in, examined by a pool of processes, their findings into the journal.

Reading (threads; Arrow works outside Python's lock) runs ahead of examining by a few units, which bounds the memory.
Each document is a task of its own with its own time limit: a file that kills or stalls the parser costs itself only.
"""

from __future__ import annotations

import functools
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pebble import ProcessPool

from bnlint import processes
from bnlint.commands import interruption
from bnlint.mining.corpus import Batch, CorpusError, Document, Input, Unit
from bnlint.mining.examine import Examined, examine
from bnlint.mining.isolated import failure, outcome, pool_of
from bnlint.mining.journal import SCHEMA, Done, Journal
from bnlint.results.wording import encodable
from bnlint.settings.config import Config
from bnlint.settings.options import INTERNAL_ERROR

AHEAD = 6
"""Units that are read or examined at a time."""
LISTED = 100
"""Failed files that a summary names; the table has them all."""


@dataclass
class Summary:
    """What a run found.

    Args:
        files: files in the corpus.
        examined: files that passed the word filter.
        unparsable: those among them that are not Python.
        skipped: files too large to look at.
        failures: how many files could not be read or examined.
        failed: the first of them, as (file, why).
        findings: how many.
        by_rule: findings per code.
        by_repository: findings per repository.
    """

    files: int = 0
    examined: int = 0
    unparsable: int = 0
    skipped: int = 0
    failures: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    findings: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_repository: Counter[str] = field(default_factory=Counter)

    def add(self, done: Done) -> None:
        """Add one unit."""
        self.files += done.files
        self.examined += done.examined
        self.unparsable += done.unparsable
        self.skipped += done.skipped
        self.failures += len(done.failed)
        self.failed.extend((name, why) for name, why in done.failed[: LISTED - len(self.failed)])
        found = [row for row in done.rows if row["code"] != INTERNAL_ERROR]
        self.findings += len(found)
        self.by_rule.update(row["code"] for row in found)
        self.by_repository.update(row["repository"] for row in found)


def summarize(journal: Journal) -> Summary:
    """Add up everything that a journal holds."""
    summary = Summary()
    for done in journal.read():
        summary.add(done)
    return summary


Progress = Callable[[int, Done], None]
"""Called after each unit with its weight and what it came to."""


@dataclass(frozen=True)
class Limits:
    """What one run may use.

    Args:
        jobs: worker processes.
        seconds: time for one file.
    """

    jobs: int
    seconds: float


def mine(inputs: list[Input], config: Config, limits: Limits, journal: Journal, progress: Progress) -> None:
    """Examine all inputs and keep the results in the journal.

    Args:
        inputs: the corpus.
        config: settings of the analysis.
        limits: processes and time.
        journal: gets every unit that it does not have yet.
        progress: told of each unit, those of an earlier run too.
    """
    waiting: deque[tuple[Unit, Future[Batch]]] = deque()
    running: deque[_Running] = deque()
    with (
        processes.from_anywhere(),
        ThreadPoolExecutor(2) as readers,
        pool_of(limits.jobs) as pool,
        _stopped_when_interrupted(pool),
    ):
        for unit in _all_units(inputs):
            if unit.key in journal.finished:
                progress(unit.weight, Done(unit.key, 0))
                continue
            waiting.append((unit, readers.submit(unit.read)))
            if len(waiting) > 2:
                running.append(_start(*waiting.popleft(), config, limits, pool))
            if len(running) > AHEAD:
                _finish(running.popleft(), journal, progress)
        while waiting:
            running.append(_start(*waiting.popleft(), config, limits, pool))
        while running:
            _finish(running.popleft(), journal, progress)


@contextmanager
def _stopped_when_interrupted(pool: ProcessPool) -> Iterator[None]:
    """Do not wait for what the processes have begun once the user ends the run."""
    try:
        with interruption.heeded():
            yield
    except KeyboardInterrupt:
        pool.stop()  # type: ignore[no-untyped-call]
        raise


def _all_units(inputs: list[Input]) -> Iterator[Unit]:
    """Yield the units of all inputs; an input that cannot be read becomes a unit that cannot be read."""
    for one in inputs:
        try:
            yield from one.units()
        except CorpusError as error:
            yield Unit(one.name, f"{one.name}#unreadable", 0, functools.partial(_refuse, error))


def _refuse(error: CorpusError) -> Batch:
    raise error


@dataclass
class _Running:
    """A unit whose documents are being examined."""

    unit: Unit
    batch: Batch
    tasks: list[tuple[Document, Any]]


def _start(unit: Unit, read: Future[Batch], config: Config, limits: Limits, pool: ProcessPool) -> _Running:
    try:
        batch = read.result()
    except (OSError, pa.ArrowException, CorpusError) as error:  # damaged, or gone meanwhile
        batch = Batch(0, [], broken=((0, f"{unit.key}: cannot read: {error}"),))
    tasks = [
        (document, pool.schedule(examine, (document.source, document.file, config), timeout=limits.seconds))
        for document in batch.documents
    ]
    return _Running(unit, batch, tasks)


def _finish(running: _Running, journal: Journal, progress: Progress) -> None:
    """Wait for a unit's documents and keep what they came to."""
    batch = running.batch
    done = Done(running.unit.key, batch.files, len(batch.documents), skipped=batch.skipped)
    for row, why in batch.broken:
        _fail(done, running.unit, Document(row, "", "", ""), why)
    for document, task in running.tasks:
        examined = outcome(task)
        if isinstance(examined, str):
            _fail(done, running.unit, document, examined)
            continue
        done.unparsable += not examined.parses
        for finding in examined.findings:
            done.rows.append(_row(running.unit, document, finding, examined))
    journal.add(done)
    progress(running.unit.weight, done)


def _fail(done: Done, unit: Unit, document: Document, why: str) -> None:
    done.failed.append((document.path or f"{unit.input} row {document.row}", why))
    done.rows.append(_row(unit, document, failure(why)))


def _row(unit: Unit, document: Document, finding: dict[str, Any], examined: Examined | None = None) -> dict[str, Any]:
    place = {
        "input": unit.input,
        "row": document.row,
        "repository": document.repository,
        "path": document.path,
        "keras": examined.keras if examined is not None else None,
        "backend": examined.backend if examined is not None else None,
    }
    values = {name: place.get(name, finding.get(name)) for name in SCHEMA.names}
    return {name: encodable(value) if isinstance(value, str) else value for name, value in values.items()}

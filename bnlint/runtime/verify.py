"""Runs the rules' programs on TensorFlow, JAX or PyTorch, and flake8 on them, for ``bnlint verify``.

One worker process per dialect runs the programs one after the other; this module hands out the jobs and watches the
time. What has to come out is said in ``bnlint.runtime.confirmation``. It imports neither Keras nor what is below it.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from bnlint.experiments import Quantity, Reading
from bnlint.libraries.keras_versions import BACKEND_TITLES, Backend
from bnlint.rules import rule
from bnlint.runtime.confirmation import Job, Outcome, Row, label, trouble
from bnlint.runtime.keras_api import keras_2_package
from bnlint.runtime.linting import Linted, lint
from bnlint.runtime.messages import gist
from bnlint.runtime.programs import Program
from bnlint.runtime.repairs import Repair, repair

TIME_LIMIT = 300.0
"""Seconds that one program may take: many, because somebody else may need the processor."""

START_LIMIT = 300.0
"""Seconds that importing Keras may take."""

PARALLEL = 2
"""Worker processes at a time."""

HELP_FROM = 6
"""Jobs that a dialect must have left for a second process to be worth its start."""


Progress = Callable[[str, float], None]
"""Called with a line of text and the share of the jobs that is done."""


def jobs_for(programs: Iterable[Program], dialects: Iterable[int], backend: Backend = "tensorflow") -> list[Job]:
    """Return the jobs: each program in each dialect in which its rule has a bad program.

    A bad program that is right in a dialect counts as a good one there, unless it shows another rule's mistake.

    Args:
        programs: what there is.
        dialects: 1, 2, 3; on another backend than TensorFlow there is 3 only.
        backend: what Keras 3 runs on.
    """
    known = [p for p in programs if backend in p.backends or backend == "tensorflow" and set(p.dialects) & {1, 2}]
    known = [p for p in known if backend == "tensorflow" or not rule(p.code).absence(backend)]
    wanted = set(dialects) if backend == "tensorflow" else set(dialects) & {3}
    applies = {(p.code, d) for p in known for d in wanted if p.shows(d)}
    return [
        Job(p, d, backend=backend)
        for p in known
        for d in sorted(wanted)
        if d in p.dialects and (p.code, d) in applies and (p.shows(d) or not p.bad or not p.mistaken(d))
    ]


def verify(jobs: list[Job], progress: Progress, time_limit: float = TIME_LIMIT) -> list[Row]:
    """Run the jobs and draw the conclusions; see ``measure`` for the arguments.

    Returns:
        one row per rule and dialect, in order.
    """
    rows: dict[tuple[str, int], Row] = {}
    outcomes = measure(jobs, progress, time_limit)
    for outcome in sorted(outcomes, key=lambda o: (o.job.program.code, -o.job.dialect, o.job.program.path.name)):
        key = (outcome.job.program.code, outcome.job.dialect)
        rows.setdefault(key, Row(*key, backend=outcome.job.backend)).outcomes.append(outcome)
    return list(rows.values())


def measure(jobs: list[Job], progress: Progress, time_limit: float = TIME_LIMIT) -> list[Outcome]:
    """Run the jobs, dialects side by side, the bad programs also with bnlint's fix, and flake8 on all of them.

    Args:
        jobs: what to run.
        progress: called after each program, and when a process starts.
        time_limit: seconds per program.

    Returns:
        what came of each job.
    """
    with tempfile.TemporaryDirectory(prefix="bnlint-verify-fixed-") as folder:
        repairs = repair(jobs, Path(folder))
        waiting = JobQueue([*jobs, *(r.job for r in repairs.values() if r.job is not None and r.job not in jobs)])
        with ThreadPoolExecutor(PARALLEL + 1) as pool:
            linted = pool.submit(lint, jobs)
            futures = [pool.submit(_serve, waiting, progress, time_limit) for _ in range(PARALLEL)]
            outcomes = {outcome.job: outcome for future in futures for outcome in future.result()}
    return [_complete(outcomes[job], linted.result(), repairs.get(job), outcomes) for job in jobs]


def _complete(outcome: Outcome, linted: Linted, repaired: Repair | None, outcomes: dict[Job, Outcome]) -> Outcome:
    """Add what flake8 says of a program, and what came of it with bnlint's fix."""
    said = linted.of(outcome.job)
    found = replace(outcome, linted=said, lint_problem=linted.problem(outcome.job))
    if repaired is None:
        return found
    fixed = outcomes[repaired.job] if repaired.job is not None else None
    return replace(found, fixed=fixed, fix_problem=repaired.problem)


class JobQueue:
    """Hands out jobs so that a process stays with its dialect as long as that has jobs."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[int, deque[Job]] = {}
        # Each program with a distribution strategy needs a process of its own, so they come last.
        for job in sorted(jobs, key=lambda j: j.program.distributed):
            self._jobs.setdefault(job.dialect, deque()).append(job)
        self._served: dict[int, int] = dict.fromkeys(self._jobs, 0)
        self.total = sum(map(len, self._jobs.values()))
        self._done = 0

    def choose(self) -> int | None:
        """Choose the dialect of a new process: one that nobody serves, else the one with most left to do."""
        with self._lock:
            left = {d: len(jobs) for d, jobs in self._jobs.items() if len(jobs) > (HELP_FROM if self._served[d] else 0)}
            if not left:
                return None
            chosen = min(left, key=lambda d: (self._served[d], -left[d]))
            self._served[chosen] += 1
            return chosen

    def take(self, dialect: int) -> Job | None:
        """Return the next job of a dialect."""
        with self._lock:
            return self._jobs[dialect].popleft() if self._jobs[dialect] else None

    def take_all(self, dialect: int) -> list[Job]:
        """Return what is left of a dialect."""
        with self._lock:
            left = list(self._jobs[dialect])
            self._jobs[dialect].clear()
            return left

    def count(self) -> int:
        """Count a finished job."""
        with self._lock:
            self._done += 1
            return self._done

    def share(self) -> float:
        """Return the share of the jobs that is finished."""
        with self._lock:
            return self._done / max(self.total, 1)


def _serve(waiting: JobQueue, progress: Progress, time_limit: float) -> list[Outcome]:
    """Run jobs in one process after the other until none is left."""
    outcomes: list[Outcome] = []
    while (dialect := waiting.choose()) is not None:
        with tempfile.TemporaryDirectory(prefix="bnlint-verify-") as folder:
            outcomes += _serve_dialect(dialect, waiting, progress, time_limit, folder)
    return outcomes


def _serve_dialect(
    dialect: int, waiting: JobQueue, progress: Progress, time_limit: float, folder: str
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    worker: Worker | None = None
    while (job := waiting.take(dialect)) is not None:
        if worker is None:
            progress(f"[{label(dialect)}] starting {BACKEND_TITLES[job.backend]}", waiting.share())
            worker = Worker(dialect, folder, job.backend)
            problem = worker.start()
            if problem:
                worker.stop()
                left = (job, *waiting.take_all(dialect))
                return [*outcomes, *(Outcome(j, problem, problem=problem) for j in left)]
        reply = worker.run(job, time_limit)
        outcome = _outcome(job, reply, worker.problem)
        outcomes.append(outcome)
        mark = "as expected" if outcome.right else "NOT AS EXPECTED"
        place = f"{waiting.count()}/{waiting.total}"
        progress(f"[{place}] {label(dialect)} {job.name}: {mark} ({outcome.seconds:.1f} s)", waiting.share())
        if reply is None or reply["replicas"] > 1:
            # TensorFlow numbers the collective operations of a process; a second strategy may collide with the first.
            worker.stop()
            worker = None
    if worker is not None:
        worker.stop()
    return outcomes


def _outcome(job: Job, reply: dict[str, Any] | None, problem: str) -> Outcome:
    if reply is None:
        return Outcome(job, problem, problem=problem)
    text, said = reply["text"], trouble(job, reply["exception"], reply["message"], reply["keras"])
    if reply["exception"] is not None and not said and not text.startswith("raised "):
        text += f"; then raised {reply['exception']}: {gist(reply['message'])[:160]}"
    reported = reply["reported"]
    return Outcome(
        job=job,
        text=text,
        readings=tuple(Reading(Quantity(*quantity), value) for *quantity, value in reply["readings"]),
        details=reply["details"],
        curves=reply["curves"],
        problem=said,
        runs=reply["runs"],
        raised_at=tuple((name, line) for name, line in reply["raised_at"]),
        visited=frozenset((name, line) for name, line in reply["visited"]),
        reported=None if reported is None else frozenset((name, line) for name, line in reported),
        witnessed=frozenset((code, name, line) for code, name, line in reply["witnessed"]),
        keras=reply["keras"],
        below=reply["below"],
        seconds=reply["seconds"],
        errors=tuple(reply["errors"]) + ((reply["rule_problem"],) if "\n" in reply["rule_problem"] else ()),
    )


class Worker:
    """A process that runs programs of one dialect.

    Args:
        dialect: 1, 2 or 3.
        folder: its working directory: what programs write goes there.
        backend: what Keras 3 runs on.
    """

    def __init__(self, dialect: int, folder: str, backend: Backend = "tensorflow") -> None:
        self.problem = ""
        self._folder = Path(folder)
        self._replies: queue.Queue[str | None] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bnlint.runtime.worker", str(dialect), backend],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=environment(dialect, backend),
        )
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, stream: IO[str]) -> None:
        for line in stream:
            self._replies.put(line)
        self._replies.put(None)

    def start(self) -> str:
        """Wait until Keras is imported; return what went wrong, "" if nothing did."""
        reply = self._receive(START_LIMIT)
        if reply is None:
            return f"the worker did not start: {self.problem}"
        return "" if reply["ready"] else str(reply["error"])

    def run(self, job: Job, limit: float) -> dict[str, Any] | None:
        """Run one program; None (and ``problem``) when it took too long or ended the process."""
        request = {"path": str(self._copy(job.program)), "code": job.program.code}
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            self.problem = f"the worker is gone: {error}"
            return None
        return self._receive(limit)

    def _copy(self, program: Program) -> Path:
        """Copy a program to where it runs; return the file to run.

        The recorder takes what lies in site-packages, as the programs of an installed wheel do, for a library. Each
        copy has a folder of its own: what is known of a file is kept by its name.
        """
        target = Path(tempfile.mkdtemp(dir=self._folder)) / program.code / program.path.name
        target.parent.mkdir()
        if program.path.is_dir():
            shutil.copytree(program.path, target, dirs_exist_ok=True)
            return target / program.entry.name
        shutil.copyfile(program.path, target)
        return target

    def _receive(self, limit: float) -> dict[str, Any] | None:
        try:
            line = self._replies.get(timeout=limit)
        except queue.Empty:
            self.problem = f"took longer than {limit:.0f} s"
            return None
        if line is None:
            self.problem = f"ended the process (exit code {self._process.wait()})"
            return None
        reply: dict[str, Any] = json.loads(line)
        return reply

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue


def environment(dialect: int, backend: Backend = "tensorflow") -> dict[str, str]:
    """Return the environment of a worker: the dialect, quiet, on the CPU, this very bnlint first."""
    package_root = str(Path(__file__).resolve().parent.parent.parent)
    found = dict(os.environ)
    found["PYTHONPATH"] = os.pathsep.join(p for p in (package_root, found.get("PYTHONPATH", "")) if p)
    # TensorFlow before 2.16 takes the switch for a wish to run tf_keras, and brings Keras 2 itself.
    found["TF_USE_LEGACY_KERAS"] = "1" if dialect != 3 and keras_2_package() == "tf_keras" else "0"
    # TensorFlow's own threads on top of one process per dialect only get in each other's way on small programs.
    found.update(
        TF_CPP_MIN_LOG_LEVEL="3",
        CUDA_VISIBLE_DEVICES="-1",
        PYTHONHASHSEED="0",
        KERAS_BACKEND=backend,
    )
    if backend == "jax":
        # Small programs: to compile them well takes longer than to run them.
        flags = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
        found.update(JAX_PLATFORMS="cpu", XLA_FLAGS=flags)
    return found

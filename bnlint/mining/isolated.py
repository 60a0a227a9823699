"""Sources examined in a process of their own: what kills or stalls the parser costs itself only."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError
from contextlib import ExitStack
from typing import Any

from pebble import ProcessExpired, ProcessPool

from bnlint import processes
from bnlint.analysis import worth
from bnlint.mining.examine import NOWHERE, Examined, examine
from bnlint.settings.config import Config
from bnlint.settings.options import INTERNAL_ERROR

SECONDS = 20.0
"""For one file."""


def pool_of(jobs: int) -> ProcessPool:
    """Return a pool of processes; they are started anew, because the threads of Arrow do not survive a fork."""
    return ProcessPool(jobs, context=multiprocessing.get_context("spawn"))


def outcome(task: Any) -> Examined | str:
    """Wait for what became of a source; return it, or why there is nothing.

    Args:
        task: the future of an ``examine``.
    """
    try:
        examined: Examined = task.result()
    except TimeoutError:
        return "not examined: it ran out of time"
    except ProcessExpired as error:
        return f"not examined: the parser died on it (exit code {error.exitcode})"
    except Exception as error:  # e.g. MemoryError, on its way through the pipe
        return f"not examined: {type(error).__name__}: {error}"
    return examined


def failure(why: str) -> dict[str, Any]:
    """Return the finding that stands for those that nobody knows."""
    return {"code": INTERNAL_ERROR, "line": 1, "column": 0, "end_line": 1, "end_column": 0, "message": why}


def check_sources(
    sources: Iterable[str], config: Config | None = None, seconds: float = SECONDS
) -> Iterator[list[dict[str, Any]]]:
    """Yield the findings in each of many sources; for the worker of a cluster's engine.

    The process that examines them is started for the first source that speaks of batch normalization.

    Args:
        sources: texts without a place on this machine.
        config: settings, the defaults when None.
        seconds: for one source.

    Yields:
        For each source in turn its findings, as ``Finding.to_dict`` gives them; for one that was not examined in time,
        or killed the parser, a single ``BNL001`` whose message says so.
    """
    settings = config or Config()
    with ExitStack() as stack:
        pool = None
        for source in sources:
            if not worth.worth_analysis(source, NOWHERE, settings.follow_imports, settings.library):
                yield []
                continue
            if pool is None:
                stack.enter_context(processes.from_anywhere())
                pool = stack.enter_context(pool_of(1))
            found = outcome(pool.schedule(examine, (source, "", settings), timeout=seconds))
            yield [failure(found)] if isinstance(found, str) else found.findings

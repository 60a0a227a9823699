"""What an analysis asks of the process, and that the process gets back what it had."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bnlint import check_source
from bnlint.analysis.room import room, waiting
from bnlint.analysis.stack import with_stack
from tests.static.helpers import python


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    limit, threshold = sys.getrecursionlimit(), gc.get_threshold()
    yield
    sys.setrecursionlimit(limit)
    gc.set_threshold(*threshold)


def test_an_analysis_gets_frames_and_a_collector_that_waits() -> None:
    sys.setrecursionlimit(1_000)
    gc.set_threshold(700, 10, 10)
    with room():
        assert sys.getrecursionlimit() >= 6_000
        assert gc.get_threshold() == (100_000, 10, 10)
    assert (sys.getrecursionlimit(), gc.get_threshold()) == (1_000, (700, 10, 10))


def test_larger_settings_of_the_process_stay() -> None:
    sys.setrecursionlimit(20_000)
    gc.set_threshold(0, 5, 5)  # never
    with room():
        assert (sys.getrecursionlimit(), gc.get_threshold()) == (20_000, (0, 5, 5))


def test_a_run_over_many_files_has_a_collector_that_waits_between_them() -> None:
    gc.set_threshold(700, 10, 10)
    with waiting():
        assert gc.get_threshold() == (20_000, 100, 10)
        with room():
            assert gc.get_threshold() == (100_000, 100, 10)
        assert gc.get_threshold() == (20_000, 100, 10)
    assert gc.get_threshold() == (700, 10, 10)


def test_a_run_leaves_a_collector_that_is_off() -> None:
    gc.set_threshold(0, 5, 5)
    with waiting():
        assert gc.get_threshold() == (0, 5, 5)
    assert gc.get_threshold() == (0, 5, 5)


def test_an_error_gives_everything_back() -> None:
    before = sys.getrecursionlimit(), gc.get_threshold()
    with pytest.raises(KeyError), room():
        raise KeyError
    assert (sys.getrecursionlimit(), gc.get_threshold()) == before


def test_the_frames_of_an_analysis_lie_in_one_piece() -> None:
    around = with_stack(lambda: sys._getframe(1)).f_code
    assert around.co_stacksize >= 50_000
    with pytest.raises(KeyError, match="as it was"):
        with_stack(lambda: dict[str, int]()["as it was"])


def test_threads_that_overlap_in_any_order() -> None:
    """The first to begin is not the last to end, so none may restore what another one still needs."""
    before = sys.getrecursionlimit(), gc.get_threshold()
    second_began, first_ended = Barrier(2), Barrier(2)

    def first() -> None:
        with room():
            second_began.wait(10)
        first_ended.wait(10)

    def second() -> int:
        with room():
            second_began.wait(10)
            first_ended.wait(10)
            return sys.getrecursionlimit()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(first), pool.submit(second)
        one.result()
        assert other.result() >= 6_000
    assert (sys.getrecursionlimit(), gc.get_threshold()) == before


def test_check_source_leaves_the_process_as_it_was() -> None:
    before = sys.getrecursionlimit(), gc.get_threshold()
    assert check_source("import keras\nkeras.layers.BatchNormalization(momentum=2)\n")
    assert (sys.getrecursionlimit(), gc.get_threshold()) == before


SMALL = """\
import sys, threading
from bnlint import Config, check_source

DEEP = "import keras\\nkeras.layers.BatchNormalization(momentum=2)\\nx = " + "[" * 60 + "1" + "]" * 60 + "\\n"
DEEP += "".join(" " * depth + "if x:\\n" for depth in range(90)) + " " * 90 + "y = " + "x + " * 900 + "x\\n"
threading.stack_size({size})
found = []

def check():
    found.append([finding.code for finding in check_source(DEEP)])
    found.append([finding.code for finding in check_source("def f(:")])
    notes = []
    while not notes:  # a limit that is over at once is raised by the watchdog's thread
        check_source(DEEP, config=Config(time_limit=1e-6), notes=notes)

thread = threading.Thread(target=check)
thread.start()
thread.join()
print(found, threading.stack_size() == {size})
"""
"""A thread with a small stack; where it is too small, the process dies."""


@pytest.mark.parametrize("size", [32 * 1024, 512 * 1024])
def test_threads_with_small_stacks(tmp_path: Path, size: int) -> None:
    (tmp_path / "main.py").write_text(SMALL.format(size=size))
    done = python(tmp_path / "main.py", cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("[['BNL301'], []] True\n", "")


def test_an_error_in_a_thread_is_raised_there() -> None:
    def fail() -> None:
        raise KeyError("mine")

    with ThreadPoolExecutor(1) as pool, pytest.raises(KeyError, match="mine"):
        pool.submit(with_stack, fail).result()

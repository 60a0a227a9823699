"""What an analysis asks of the process, and that the process gets back what it had."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bnlint import check_source
from bnlint.analysis.room import room


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


def test_an_error_gives_everything_back() -> None:
    before = sys.getrecursionlimit(), gc.get_threshold()
    with pytest.raises(KeyError), room():
        raise KeyError
    assert (sys.getrecursionlimit(), gc.get_threshold()) == before


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

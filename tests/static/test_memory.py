"""What a process remembers between files, and for how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.project import ttl_cache
from bnlint.syntax import trees
from bnlint.syntax.recent import Recent
from tests.static.helpers import SEED, python


def test_the_least_recently_used_goes_first() -> None:
    kept: Recent[int] = Recent(room=9)
    for number, text in enumerate(("aaa", "bbb", "ccc")):
        kept.keep(text, number)
    assert kept.get("aaa") == 0
    kept.keep("ddd", 3)
    assert [kept.get(text) for text in ("aaa", "bbb", "ccc", "ddd")] == [0, None, 2, 3]
    kept.clear()
    assert kept.get("aaa") is None


def test_a_text_takes_its_room_once() -> None:
    """Two threads may work out the same."""
    kept: Recent[int] = Recent(10)
    for text, result in (("abcd", 1), ("abcd", 2), ("efgh", 3)):
        kept.keep(text, result)
    assert (kept.get("abcd"), kept.get("efgh")) == (2, 3)


def test_a_text_that_fills_the_room_is_not_kept() -> None:
    kept: Recent[int] = Recent(room=9)
    kept.keep("aaa", 0)
    kept.keep("bbbbbb", 1)
    assert (kept.get("aaa"), kept.get("bbbbbb")) == (0, None)


def test_answers_about_folders_are_believed_for_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("bnlint.project.ttl_cache.time.monotonic", lambda: now)
    asked: list[str] = []

    @ttl_cache.for_seconds
    def count(folder: str) -> int:
        asked.append(folder)
        return len(asked)

    assert [count("a"), count("b"), count("a")] == [1, 2, 1]
    now = 9.9
    assert count("a") == 1
    now = 10.1
    assert count("a") == 3


def test_what_takes_long_is_believed_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("bnlint.project.ttl_cache.time.monotonic", lambda: now)

    @ttl_cache.for_seconds
    def slow(folder: str) -> float:
        nonlocal now
        now += 0.5
        return now

    assert slow("a") == 0.5
    now = 50.4
    assert slow("a") == 0.5
    now = 50.6
    assert slow("a") == 51.1


def test_answers_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a new folder too many all are asked for again."""
    monkeypatch.setattr(ttl_cache, "_MAX_ENTRIES", 2)
    asked: list[str] = []

    @ttl_cache.for_seconds
    def count(folder: str) -> int:
        asked.append(folder)
        return len(asked)

    assert [count(folder) for folder in ("a", "b", "a", "c", "c", "a")] == [1, 2, 1, 3, 3, 4]


@pytest.mark.parametrize("collects", [True, False])
def test_the_garbage_collector_is_left_as_it_is(collects: bool) -> None:
    """It waits while the analyzer is imported; whoever switched it off finds it so."""
    program = f"""
import gc
gc.{"enable" if collects else "disable"}()
from bnlint import check_source
assert check_source({SEED!r})
print(gc.isenabled())
"""
    assert python("-c", program).stdout == f"{collects}\n"


def test_room_may_be_taken_by_something_else_than_the_key() -> None:
    kept: Recent[int] = Recent(room=10)
    for size, result in ((5, 1), (1, 2), (4, 3)):
        kept.keep("file", result, size)
    kept.keep("other", 4, 5)
    assert (kept.get("file"), kept.get("other")) == (3, 4)
    kept.keep("third", 5, 5)
    assert (kept.get("file"), kept.get("other"), kept.get("third")) == (None, 4, 5)


def test_the_text_of_a_file_is_read_once_per_version(tmp_path: Path) -> None:
    file = tmp_path / "m.py"
    file.write_text("a = 1\n")
    assert trees.read(str(file), (1, 6)) == "a = 1\n"
    file.write_text("a = 2\n")
    assert trees.read(str(file), (1, 6)) == "a = 1\n"
    assert trees.read(str(file), (2, 6)) == "a = 2\n"

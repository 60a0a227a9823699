"""The nightly attacks see what they look for: each is shown something that must not happen."""

from __future__ import annotations

import random
import signal
import sys
from pathlib import Path

import pytest

from bnlint.syntax import parsing
from lab.robustness import calls, edits, kills, strangers
from lab.robustness.guided import guided
from tests.static.helpers import FIXABLE


def test_packages_are_drawn_by_the_seed() -> None:
    known = strangers.listed(strangers.LIST.read_text(encoding="utf-8"))
    assert len({package.name for package in known}) == len(known) > 60
    assert strangers.Package("nose", "2.7") in known
    assert strangers.drawn(known, 40, 7) == strangers.drawn(known, 40, 7) != strangers.drawn(known, 40, 8)


def test_a_package_that_changes_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "a.py").write_text(FIXABLE)
    seen = iter(({"a": "1"}, {"a": "2"}))
    monkeypatch.setattr(strangers, "digests", lambda folder: next(seen))
    assert list(strangers.checked(tmp_path / "pack")) == ["files changed"]


def test_guided_programs_can_be_read_and_end() -> None:
    draw = random.Random(1)
    texts = [guided(draw.randrange) for _ in range(120)]
    assert sum(_parses(text) for text in texts) > 60
    assert guided(lambda count: 0)
    assert guided(lambda count: count - 1)


def _parses(text: str) -> bool:
    try:
        parsing.parse(text)
    except parsing.UNPARSABLE:
        return False
    return True


LOG = """\
12 execve("/tmp/project/git", ["git"], 0x7ffe /* 3 vars */) = 0
12 openat(AT_FDCWD, "models.py", O_RDONLY|O_CLOEXEC) = 3
12 openat(AT_FDCWD, "fired", O_WRONLY|O_CREAT|O_CLOEXEC, 0666 <unfinished ...>
13 connect(4, {sa_family=AF_INET, sin_port=htons(443)}, 16) = 0
12 <... openat resumed>) = 3
13 connect(4, {sa_family=AF_UNIX, sun_path="/x"}, 16) = 0
13 rename("/home/a", "/home/b") = 0
13 unlink("/home/c") = -1 ENOENT (No such file or directory)
13 openat(AT_FDCWD, "../named/report", O_WRONLY|O_CREAT, 0666) = 3
"""


def test_calls_that_must_not_be_are_seen() -> None:
    found = list(calls.judged(calls.read(LOG), Path("/tmp/project"), [Path("/tmp/named")]))
    assert [call.partition("(")[0] for call in found] == ["execve", "connect", "openat", "rename", "rename"]


def test_a_document_of_which_something_else_is_expected_is_seen(tmp_path: Path) -> None:
    name = str(tmp_path / "a.py")  # in a folder of many programs nobody may use it
    assert edits.expected(name, FIXABLE)
    assert edits.expected(name, "def f(:\n") is None
    draw = random.Random(1)
    assert edits.edited(FIXABLE, draw) != FIXABLE


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_file_that_is_half_written_is_seen(tmp_path: Path) -> None:
    kills.make(tmp_path)
    before = kills.contents(tmp_path)
    expected = kills.whole("report", tmp_path)
    assert expected.code == 1
    (tmp_path / "code" / "m0.py").write_text("half")
    kill = kills.Kill("report", signal.SIGKILL, 2.0)
    found = list(kills.judge(kill, before, expected, tmp_path))
    assert found[0].startswith("code/m0.py is neither old nor new")

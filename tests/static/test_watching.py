"""``bnlint check --watch``: again when a file changes, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from queue import Queue

import pytest

from bnlint.commands import watching
from tests.static.helpers import ROOT, SEED, bnlint


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens in the pauses, one after the other; behind the last one the user interrupts."""
    waiting: list[Callable[[], object]] = []

    def pause(_: float) -> None:
        if not waiting:
            raise KeyboardInterrupt
        waiting.pop(0)()

    monkeypatch.setattr("bnlint.commands.watching.time.sleep", pause)
    return waiting


def test_it_checks_again_when_something_changed(tmp_path: Path, steps: list[Callable[[], object]]) -> None:
    file, other, codes = tmp_path / "a.py", tmp_path / "b.py", iter([1, 0, 2, 1])
    file.write_text("x = 1\n")
    steps += [
        lambda: None,
        lambda: file.write_text("x = 12\n"),
        lambda: None,
        lambda: other.write_text(""),
        file.unlink,
    ]
    assert watching.watch(lambda: next(codes), lambda: [str(file), str(other)]) == 1
    assert next(codes, None) is None


def test_the_settings_count_and_mistakes_in_them_are_no_end(tmp_path: Path, steps: list[Callable[[], object]]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    settings = tmp_path / "pyproject.toml"
    steps += [
        lambda: settings.write_text("[tool.bnlint]\nignore = ['X']\n"),
        lambda: settings.write_text("[tool.bnlint]\nignore = ['BNL101']\n"),
    ]
    done = bnlint("check", "--watch", "--output-format=concise", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("seed.py:4:5: BNL101") == 1
    assert "no code begins with 'X'" in done.stderr
    assert "bnlint: watching 2 files, Ctrl-C ends\n" in done.stderr


@pytest.mark.usefixtures("steps")
def test_a_terminal_shows_the_last_check_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    watching.watch(lambda: 0, list)
    assert capsys.readouterr().out == watching._CLEAR


@pytest.mark.parametrize("options", [["-"], ["--diff"], ["--add-noqa"]])
def test_what_cannot_be_watched(tmp_path: Path, options: list[str]) -> None:
    done = bnlint("check", "--watch", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert "--watch goes neither with" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C")
def test_a_real_process(tmp_path: Path) -> None:
    (tmp_path / "seed.py").write_text("x = 1\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "bnlint", "check", "--watch", "--output-format=concise"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    )
    assert process.stdout is not None
    said: Queue[str] = Queue()
    threading.Thread(target=lambda: deque(map(said.put, process.stdout or ()), 0), daemon=True).start()
    try:
        assert said.get(timeout=60).startswith("bnlint: watching 1 file")
        (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
        assert said.get(timeout=60).startswith("seed.py:4:5: BNL101")
        assert said.get(timeout=60).startswith("bnlint: watching 1 file")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 1
    finally:
        process.kill()

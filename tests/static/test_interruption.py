"""Ctrl-C and SIGTERM: what was found so far, one line about the rest, and the exit code of the signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.static.helpers import ROOT, SEED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

SIGNALS = pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])

ENDED = """\
import os, signal, sys
from bnlint.analysis import checking
from bnlint.cli import main
from bnlint.commands import parallel

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
reading = checking.files.read
parent = os.getpid() if __name__ == "__main__" else os.getppid()

def read(path):
    if path.endswith("c.py"):
        os.kill(parent, {number:d})
        while True:
            signal.pause()
    return reading(path)

checking.files.read = read
{more}
if __name__ == "__main__":
    sys.exit(main({arguments!r}))
"""
"""A run that is sent a signal when it comes to the third of its files, and would never end by itself."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Four files that have the same finding."""
    (tmp_path / "code").mkdir()
    for name in "abcd":
        (tmp_path / "code" / f"{name}.py").write_text(SEED, encoding="utf-8")
    return tmp_path


def ended(project: Path, number: int, *arguments: str, more: str = "") -> subprocess.CompletedProcess[str]:
    script = project / "main.py"
    script.write_text(ENDED.format(number=number, arguments=list(arguments), more=more))
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@SIGNALS
def test_what_was_found_is_shown(project: Path, number: int, code: int) -> None:
    done = ended(project, number, "check", "--output-format=concise", "code")
    assert [line[:21] for line in done.stdout.splitlines()] == ["code/a.py:4:5: BNL101", "code/b.py:4:5: BNL101"]
    assert done.stderr == "bnlint: code/c.py: not checked, nor 1 file after it: the run was interrupted\n"
    assert done.returncode == code


def test_a_document_is_whole(project: Path) -> None:
    done = ended(project, signal.SIGTERM, "check", "--output-format=json", "--exit-zero", "code")
    document = json.loads(done.stdout)
    assert [finding["path"] for finding in document["findings"]] == ["code/a.py", "code/b.py"]
    assert [problem["path"] for problem in document["problems"]] == ["code/c.py"]
    assert done.returncode == 143


def test_the_summary_tells_files_that_were_not_reached_from_broken_ones(project: Path) -> None:
    (project / "code" / "aa.py").write_text("def f(:\n")
    done = ended(project, signal.SIGTERM, "check", "code")
    assert "2 findings in 2 files (2 files checked, 2 not reached, 1 not read)." in done.stdout


@SIGNALS
def test_the_last_file(project: Path, number: int, code: int) -> None:
    done = ended(project, number, "check", "--output-format=concise", "code/c.py")
    assert (done.stdout, done.returncode) == ("", code)
    assert done.stderr == "bnlint: code/c.py: not checked: the run was interrupted\n"


@SIGNALS
def test_several_processes_end(project: Path, number: int, code: int) -> None:
    more = "parallel._PARTS_PER_JOB = 2\nimport multiprocessing\nmultiprocessing.set_start_method('fork')"
    done = ended(project, number, "check", "--output-format=concise", "--jobs=2", "code", more=more)
    found = done.stdout.count("BNL101")  # the processes begin with two files at a time
    assert found <= 2
    files = "1 file" if found == 2 else f"{3 - found} files"
    first = f"code/{'abcd'[found]}.py"
    assert done.stderr == f"bnlint: {first}: not checked, nor {files} after it: the run was interrupted\n"
    assert done.returncode == code


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_end_with_the_one_that_started_them(project: Path, method: str) -> None:
    """Also where it could not end them: those that went on would hold its output open."""
    more = f"if __name__ == '__main__':\n    import multiprocessing\n    multiprocessing.set_start_method({method!r})"
    done = ended(project, signal.SIGKILL, "check", "--jobs=2", "code", more=more)
    assert (done.stdout, done.returncode) == ("", -signal.SIGKILL)


def test_a_baseline_is_not_cut_short(project: Path) -> None:
    (project / "b.json").write_text("as it was")
    done = ended(project, signal.SIGINT, "baseline", "-o", "b.json", "code")
    assert (project / "b.json").read_text() == "as it was"
    assert done.stderr.splitlines()[1:] == ["bnlint: b.json is as it was"]
    assert done.returncode == 130


def test_entries_of_files_that_were_not_looked_at_are_not_called_stale(project: Path) -> None:
    whole = [sys.executable, "-m", "bnlint", "baseline", "-o", "b.json", "code"]
    subprocess.run(whole, cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    done = ended(project, signal.SIGINT, "check", "--baseline=b.json", "--output-format=concise", "code")
    assert done.stdout == ""
    assert done.stderr == "bnlint: code/c.py: not checked, nor 1 file after it: the run was interrupted\n"


def test_fixes_that_were_made_are_named(project: Path) -> None:
    for file in (project / "code").iterdir():
        file.write_text("import keras\n\nbn = keras.layers.BatchNormalization(fused=True)\n")
    more = (
        "from bnlint.fixes.command import Fixing\npath = Fixing.path\n"
        "Fixing.path = lambda self, name, write: (name.endswith('c.py') and read(name), path(self, name, write))"
    )
    done = ended(project, signal.SIGINT, "check", "--fix", "--keras=3", "code", more=more)
    fixed = [file.name for file in sorted((project / "code").iterdir()) if "fused" not in file.read_text()]
    assert fixed == ["a.py", "b.py"]
    assert "code/c.py: not checked, nor 1 file after it" in done.stderr
    assert "2 files" in done.stderr
    assert done.returncode == 130


def test_elsewhere_one_line(project: Path) -> None:
    more = "from bnlint.commands import rule\ndef main_(argv): raise KeyboardInterrupt\nrule.main = main_"
    done = ended(project, signal.SIGINT, "rule", "BNL101", more=more)
    assert (done.stdout, done.stderr, done.returncode) == ("", "bnlint: interrupted\n", 130)


def test_a_handler_of_the_embedding_program_stays(project: Path) -> None:
    more = "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))"
    done = ended(project, signal.SIGTERM, "check", "code", more=more)
    assert done.returncode == 7

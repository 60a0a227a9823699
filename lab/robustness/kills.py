"""Commands that are ended at any moment: whatever the moment, nothing is lost, half written or left running.

Usage: ``python -m lab.robustness.kills --kills 200 --seed 7``. A project is made anew for each kill; a command begins
and gets SIGKILL, SIGTERM or SIGINT after a part of the time that it needs. Then each file must hold what it held or
what the whole run writes, reports must be the old ones or whole, no process of the run may be left, and the same
command, run again, must come to its usual end and remove what the killed one left. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lab.robustness import seeds
from tests.static.helpers import FIXABLE, SEED

FILES = 12
OLD = '{"version": 1, "findings": {}}\n'
COMMANDS: dict[str, tuple[str, ...]] = {
    "fix": ("check", "--fix", "--unsafe-fixes", "code"),
    "fix in two processes": ("check", "--fix", "--jobs=2", "code"),
    "comments": ("check", "--add-noqa", "code"),
    "report": ("check", "--output-format=json", "-o", "report.json", "code"),
    "two processes": ("check", "--jobs=2", "--report=json=report.json", "code"),
    "baseline": ("baseline", "-o", "report.json", "code"),
    "mine": ("mine", "--jobs=1", "-o", "mined.parquet", "code"),
    "doctor": ("doctor", "code"),
    "server": ("lsp",),
}
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
_STRAY = ".bnlint-"
_LONG_AGO = 7_200
"""Seconds after which what is left over is nobody's."""
_ENDING = 20.0
"""Seconds that the processes of a run have to end."""


@dataclass(frozen=True)
class Whole:
    """A run that nobody ended.

    Args:
        seconds: how long it took.
        code: its exit code.
        files: what the project holds afterwards.
    """

    seconds: float
    code: int
    files: dict[str, bytes]


@dataclass(frozen=True)
class Kill:
    """One run that is ended.

    Args:
        command: its name.
        number: the signal.
        after: when, as a share of the time that the whole run takes.
    """

    command: str
    number: signal.Signals
    after: float


def make(folder: Path) -> None:
    """Write the project: files with fixes, files with findings, a notebook, an old report."""
    code = folder / "code"
    code.mkdir(parents=True)
    for number in range(FILES):
        text = (FIXABLE if number % 2 else SEED) * (1 + number % 3)
        (code / f"m{number}.py").write_text(text.replace("\n", "\r\n") if number % 4 == 3 else text, newline="")
    cell: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": FIXABLE,
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (code / "n.ipynb").write_text(json.dumps(notebook, indent=1))
    (folder / "report.json").write_text(OLD)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what all files of the project hold, without the strays."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(_STRAY))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def begin(name: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bnlint", *COMMANDS[name]],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=seeds.environment(0),
    )


def whole(name: str, folder: Path) -> Whole:
    """Run a command to its end."""
    began = time.monotonic()
    process = begin(name, folder)
    process.communicate()
    return Whole(time.monotonic() - began, process.returncode, contents(folder))


def left_running(session: int) -> list[str]:
    """Return the processes of a session that have not ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its = entry.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has ended meanwhile
            continue
        if int(its) == session and state != "Z":
            found.append(entry.parent.name)
    return found


def judge(kill: Kill, before: dict[str, bytes], expected: Whole, folder: Path) -> Iterator[str]:
    """Begin a run in a project, end it, and yield what is wrong then."""
    process = begin(kill.command, folder)
    time.sleep(kill.after * expected.seconds)
    process.send_signal(kill.number)
    try:
        _, errors = process.communicate(timeout=_ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        yield "it does not end"
        return
    if b"Traceback" in errors and b"/bnlint/" in errors:
        yield f"a traceback: {errors[-400:].decode(errors='replace')}"
    if process.returncode not in (expected.code, -kill.number, 128 + kill.number):
        yield f"exit code {process.returncode}: {errors[-300:].decode(errors='replace')}"
    until = time.monotonic() + _ENDING
    while left := left_running(process.pid):
        if time.monotonic() > until:
            yield f"left running: {left}"
            os.killpg(process.pid, signal.SIGKILL)
            break
        time.sleep(0.1)
    yield from _half_written(kill, before, expected, contents(folder))
    for stray in folder.rglob(f"{_STRAY}*"):
        os.utime(stray, (time.time() - _LONG_AGO,) * 2)
    again = whole(kill.command, folder)
    if kill.command not in ("baseline", "report", "two processes", "mine"):
        again = replace(again, code=expected.code)  # what was fixed before the kill is found no more
    if (again.code, again.files) != (expected.code, expected.files):
        changed = [
            name for name in {*again.files, *expected.files} if again.files.get(name) != expected.files.get(name)
        ]
        yield f"run again, it ends with {again.code}, and with others of {changed}"
    strays = [stray.name for stray in folder.rglob(f"{_STRAY}*")]
    if strays and COMMANDS[kill.command][0] in ("check", "baseline") and again.files != before:
        yield f"still there: {strays}"


def _half_written(kill: Kill, before: dict[str, bytes], expected: Whole, found: dict[str, bytes]) -> Iterator[str]:
    for name in sorted({*before, *expected.files, *found}):
        allowed = (before.get(name), expected.files.get(name))
        ended = kill.number != signal.SIGKILL and name == "report.json" and b'"problems"' in found.get(name, b"")
        if found.get(name) not in allowed and not ended and not name.startswith("mined.parquet"):
            yield f"{name} is neither old nor new: {found.get(name, b'')[-100:]!r}"


def main(argv: Sequence[str] | None = None) -> int:
    """End runs, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m lab.robustness.kills", description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="(default: 200)")
    parser.add_argument("--command", choices=COMMANDS, action="append", help="this one only")
    seeds.add_option(parser)
    parsed = parser.parse_args(argv)
    print(f"seed {parsed.seed}", flush=True)
    draw = random.Random(parsed.seed)
    names = parsed.command or list(COMMANDS)
    bad = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as top:
        expected = {}
        for number, name in enumerate(names):
            folder = Path(top) / f"whole{number}"
            make(folder)
            before = contents(folder)
            expected[name] = whole(name, folder)
        for number in range(parsed.kills):
            kill = Kill(names[number % len(names)], draw.choice(SIGNALS), draw.uniform(0.05, 1.1))
            folder = Path(top) / f"project{number}"
            make(folder)
            troubles = list(judge(kill, before, expected[kill.command], folder))
            for trouble in troubles:
                print(f"TROUBLE {number}: {kill}: {trouble}", flush=True)
            bad += bool(troubles)
    print(f"{parsed.kills} kills, {bad} with trouble", flush=True)
    if bad:
        seeds.repeat("kills", parsed.seed, "--kills", str(parsed.kills))
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())

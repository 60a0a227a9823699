"""What checking whole packages of PyPI costs, beside other tools on the same files.

    python lab/benchmarks/packages.py [PACKAGE==VERSION ...]

(``nox -s packages_cost`` installs what it needs.) Wheels are downloaded and unpacked into a folder that is deleted at
the end. Every tool runs once over each package, all of them in turn, as a process of its own: CPU seconds of it and its
children (in brackets: over those of plain flake8), wall seconds where there are several processes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

PACKAGES = (
    "keras==3.15.1",
    "keras_hub==0.32.0",
    "keras_cv_attention_models==1.4.3",
    "tf_models_official==2.20.0",
    "keras_unet_collection==0.1.13",
    "segmentation_models==1.0.1",
    "deepctr==0.9.3",
    "tensorpack==0.11",
)
"""Pinned: what is measured today can be measured again. The last two are old code, for TensorFlow 1."""
LAUNCHER = Path(__file__).with_name("plain_flake8.py")
_PARSE = (
    "import sys, pathlib, libcst\n"
    "for path in sorted(pathlib.Path('.').rglob('*.py')):\n"
    "    try: libcst.parse_module(path.read_bytes())\n"
    "    except Exception: pass\n"
)


class Tool(NamedTuple):
    """A command that reads all files below the folder in which it runs.

    Args:
        name: its column.
        command: behind the interpreter.
        wall: what counts is how long somebody waits.
        most: a package of more lines is left out, where the tool would take longer than all others together.
    """

    name: str
    command: tuple[str, ...]
    wall: bool = False
    most: int = sys.maxsize


TOOLS = (
    Tool("flake8", (str(LAUNCHER), "without", ".")),
    Tool("bnlint check", ("-m", "bnlint", "check", ".", "--isolated", "--exit-zero", "--jobs", "1")),
    Tool("flake8 with bnlint", (str(LAUNCHER), "with", ".")),
    Tool("flake8 with TorchFix", (str(LAUNCHER), "torchfix", ".")),
    Tool("libcst's parse", ("-c", _PARSE)),
    Tool("ruff check", ("-m", "ruff", "check", "--isolated", "--no-cache", ".")),
    Tool("Fixit", ("-m", "fixit", "--quiet", "lint", "."), most=20_000),
    Tool("one process, wall", ("-m", "bnlint", "check", ".", "--isolated", "--exit-zero", "--jobs", "1"), True),
    Tool("processes, wall", ("-m", "bnlint", "check", ".", "--isolated", "--exit-zero"), True),
)


def main(packages: Sequence[str]) -> None:
    """Measure and print; see the module."""
    print("| package | files | lines |", " | ".join(tool.name for tool in TOOLS), "| memory of bnlint |")
    print("|---" * (len(TOOLS) + 4) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for package in packages or PACKAGES:
            print(_row(package, Path(folder)), flush=True)


def _row(package: str, folder: Path) -> str:
    home = folder / re.split("[=<>]", package)[0]
    for wheel in _wheels(package, folder / "wheels"):
        zipfile.ZipFile(wheel).extractall(home)
    files = sorted(home.rglob("*.py"))
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    spent = [_seconds(tool, home) if lines <= tool.most else None for tool in TOOLS]
    cells = [_cell(tool, seconds, spent[0] or 1.0) for tool, seconds in zip(TOOLS, spent, strict=True)]
    return f"| {package} | {len(files):,} | {lines:,} | {' | '.join(cells)} | {_memory(home)} MB |"


def _cell(tool: Tool, seconds: float | None, yardstick: float) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.1f}" if tool.wall else f"{seconds:.1f} ({seconds / yardstick:.2f})"


def _wheels(package: str, folder: Path) -> Iterator[Path]:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"]
    before = set(folder.glob("*")) if folder.exists() else set()
    subprocess.run([*command, str(folder), package], check=True)
    yield from sorted(set(folder.glob("*.whl")) - before)


def _seconds(tool: Tool, folder: Path) -> float:
    begun, waited = os.times(), time.monotonic()
    _run(tool, folder)
    ended = os.times()
    if tool.wall:
        return time.monotonic() - waited
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def _run(tool: Tool, folder: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *tool.command]
    subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _memory(folder: Path) -> int:
    """Return the megabytes that ``bnlint check`` needs at its peak, in a process of its own."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    command = [sys.executable, "-c", code, sys.executable, *TOOLS[1].command]
    return int(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main(sys.argv[1:])

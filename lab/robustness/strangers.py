"""Packages of PyPI that are drawn by a seed: does one of them crash, stall or silence bnlint, or change under it?

Usage: ``python -m lab.robustness.strangers --packages 40 --seed 7 -o FOLDER``. The wheels are unpacked, never
installed, so nothing of them runs. ``bnlint check`` reads each package whole with all rules, twice: in one process and
in two, under different hash seeds. Both must say the same. Then files of it, drawn too, go through
``lab.robustness.sweep``. No file may change. The exit code is 1 if anything was found that must not happen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bnlint.settings.options import INTERNAL_ERROR
from lab.robustness import seeds, sweep
from lab.robustness.probing import OPT_IN

LIST = Path(__file__).with_name("packages.txt")
_KEPT = (".py", ".pyi", ".ipynb", ".toml", ".cfg", ".txt")
_PATIENCE = 1800
"""Seconds that one run over a package may take."""


@dataclass(frozen=True)
class Package:
    """A package of PyPI.

    Args:
        name: of the project.
        python: the Python that its wheel is for, "" for this one.
    """

    name: str
    python: str


def listed(text: str) -> list[Package]:
    """Return the packages of a list."""
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return [Package(words[0], "".join(words[1:])) for words in lines]


def drawn(packages: Sequence[Package], count: int, seed: int) -> list[Package]:
    """Return some of the packages, the same ones for the same seed."""
    return random.Random(seed).sample(packages, min(count, len(packages)))


def fetched(package: Package, folder: Path) -> Path:
    """Download a wheel and unpack what bnlint may read of it.

    Raises:
        subprocess.CalledProcessError: there is no such wheel.
    """
    target = folder / package.name
    if not target.exists():
        wheels = folder / "wheels" / package.name
        line = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(wheels), package.name]
        if package.python:
            line += ["--python-version", package.python, "--implementation=cp", "--platform=any"]
            line += ["--platform=manylinux2014_x86_64"]
        subprocess.run([sys.executable, "-m", "pip", *line], check=True)
        for wheel in wheels.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(target, [name for name in archive.namelist() if name.endswith(_KEPT)])
    return target


def digests(folder: Path) -> dict[str, str]:
    """Return what every file below a folder holds."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def checked(folder: Path) -> Iterator[str]:
    """Yield what is wrong when a package is checked whole; print how it went."""
    before = digests(folder)
    began = time.monotonic()
    documents = []
    for number, jobs in enumerate((1, 2)):
        line = ["-m", "bnlint", "check", f"--jobs={jobs}", "--isolated", f"--enable={','.join(sorted(OPT_IN))}"]
        done = subprocess.run(
            [sys.executable, *line, "--output-format=json", folder.name],
            cwd=folder.parent,
            env=seeds.environment(number),
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode not in (0, 1, 2) or done.stderr:
            yield f"exit code {done.returncode}, {done.stderr[-300:].decode(errors='replace')}"
            return
        documents.append(json.loads(done.stdout))
    first, second = documents
    if first != second:
        yield "two runs differ"
    yield from (f"{one['path']}: {one['message']}" for one in first["findings"] if one["code"] == INTERNAL_ERROR)
    if digests(folder) != before:
        yield "files changed"
    problems = [problem["message"] for problem in first["problems"]]
    cut = sum("not read to its end" in message for message in problems)
    print(
        f"{folder.name}: {len(before)} files, {len(first['findings'])} findings, {cut} not read to the end,"
        f" {len(problems) - cut} not read, {time.monotonic() - began:.0f} s",
        flush=True,
    )


def swept(folder: Path, count: int, seed: int, limits: sweep.Limits, every: int) -> Iterator[str]:
    """Yield what is wrong with files of a package that go through the sweep."""
    before = digests(folder)
    paths = list(sweep.python_files([str(folder)]))
    some = sorted(random.Random(seed).sample(paths, min(count, len(paths))))
    probes = list(sweep.sweep(some, 1, limits, every))
    for probed in probes:
        yield from (f"{probed.path}: {trouble.where}: {trouble.what}" for trouble in probed.troubles)
    if digests(folder) != before:
        yield "files changed"
    slowest, largest = (max((getattr(one, what) for one in probes), default=0) for what in ("seconds", "peak"))
    print(
        f"  {len(probes)} of them swept, {sum(one.programs for one in probes)} programs: the slowest"
        f" {slowest:.1f} s, the largest {largest / 2**20:.0f} MB",
        flush=True,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Try packages, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m lab.robustness.strangers", description=__doc__.partition("\n")[0])
    parser.add_argument("--packages", type=int, default=40, metavar="N", help="to draw (default: 40)")
    parser.add_argument("--package", action="append", default=[], metavar="NAME", help="this one instead of a draw")
    parser.add_argument("--files", type=int, default=100, metavar="N", help="to sweep of each (default: 100)")
    parser.add_argument("--every", type=int, default=100, metavar="N", help="one of N through all front ends")
    parser.add_argument("--seconds", type=float, default=120, metavar="N", help="for one file (default: 120)")
    parser.add_argument("--megabytes", type=int, default=4_000, metavar="N", help="for one process (default: 4000)")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/strangers"), metavar="FOLDER")
    seeds.add_option(parser)
    parsed = parser.parse_args(argv)
    known = listed(LIST.read_text(encoding="utf-8"))
    named = [package for package in known if package.name in parsed.package]
    limits = sweep.Limits(parsed.seconds, parsed.megabytes)
    print(f"seed {parsed.seed}", flush=True)
    bad = 0
    for package in named or drawn(known, parsed.packages, parsed.seed):
        folder = fetched(package, parsed.output.resolve())
        troubles = [*checked(folder), *swept(folder, parsed.files, parsed.seed, limits, parsed.every)]
        for trouble in troubles:
            print(f"TROUBLE {package.name}: {trouble}", flush=True)
        if troubles:
            bad += 1
            seeds.repeat("strangers", parsed.seed, "--package", package.name, "--files", str(parsed.files))
    if sys.platform != "win32":
        import resource

        print(f"the largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
    print(f"{bad} packages with trouble", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())

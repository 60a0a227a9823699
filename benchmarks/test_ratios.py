"""What bnlint costs, as ratios measured in one run on one machine.

Run with ``python -m pytest benchmarks`` (extra ``bench``). Each benchmark runs the product under pytest-benchmark and
its yardstick in the untimed set-up before each round, so that the two alternate and a busy machine hits both. The
ratios are of CPU time, children included; pytest-benchmark's own table shows wall time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libcst
import pytest

from bnlint import prefilter
from bnlint.api import check_source
from bnlint.config import Config

ROOT = Path(__file__).resolve().parents[1]
LAUNCHER = ROOT / "benchmarks" / "plain_flake8.py"
FILES_WITHOUT_BN = 200


def _flake8(plugin: str, *arguments: str) -> Callable[[], object]:
    command = [sys.executable, str(LAUNCHER), plugin, *arguments]
    return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=False, cwd=ROOT)


def _cpu() -> float:
    """Return the CPU seconds that this process and its finished children have used."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _timed(action: Callable[[], object]) -> float:
    start = _cpu()
    action()
    return _cpu() - start


def _ratio(benchmark: Any, product: Callable[[], object], yardstick: Callable[[], object], rounds: int) -> float:
    """Return the median time of the product over that of the yardstick."""
    products: list[float] = []
    yardsticks: list[float] = []
    benchmark.pedantic(
        lambda: products.append(_timed(product)),
        setup=lambda: yardsticks.append(_timed(yardstick)),
        rounds=rounds,
        warmup_rounds=1,
    )
    return statistics.median(products[1:]) / statistics.median(yardsticks[1:])


def _files_without_bn() -> list[str]:
    """Return real files of a few hundred lines without a BN word: the standard library's."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    files = [
        path
        for path in sorted(stdlib.glob("*.py")) + sorted(stdlib.glob("[a-s]*/*.py"))
        if path.stat().st_size < 30_000
    ]
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files}
    return [str(path) for path, text in texts.items() if not prefilter.may_concern(text)][:FILES_WITHOUT_BN]


def test_flake8_on_files_without_bn(benchmark: Any, ratio: list[str]) -> None:
    files = _files_without_bn()
    found = _ratio(benchmark, _flake8("with", *files), _flake8("without", *files), rounds=7)
    ratio.append(f"flake8 on {len(files)} files without BN, with over without bnlint: {found:.3f}")


def test_flake8_on_one_file_without_bn(benchmark: Any, ratio: list[str]) -> None:
    file = str(Path(sysconfig.get_path("stdlib")) / "bisect.py")
    found = _ratio(benchmark, _flake8("with", file), _flake8("without", file), rounds=20)
    ratio.append(f"flake8 on one file without BN, with over without bnlint: {found:.3f}")


def test_flake8_on_one_file_with_bn(benchmark: Any, ratio: list[str]) -> None:
    file = str(ROOT / "fixtures" / "BNL102" / "bad_custom_loop.py")
    found = _ratio(benchmark, _flake8("with", file), _flake8("without", file), rounds=10)
    ratio.append(f"flake8 on one file with BN, cold, with over without bnlint: {found:.2f}")


@pytest.mark.parametrize("kind", ["good", "bad"])
def test_analysis_over_parsing(benchmark: Any, ratio: list[str], kind: str) -> None:
    """All rules, imports followed; positions are resolved only where there are findings, so the bad ones cost more."""
    paths = [path for path in sorted((ROOT / "fixtures").rglob("*.py")) if f"{kind}_" in path.as_posix()]
    texts = {str(path): path.read_text(encoding="utf-8") for path in paths}
    sources = {path: text for path, text in texts.items() if prefilter.may_concern(text)}
    config = Config(keras="3")

    def analyse() -> None:
        for path, text in sources.items():
            check_source(text, path, config)

    def parse() -> None:
        for text in sources.values():
            libcst.parse_module(text)

    found = _ratio(benchmark, analyse, parse, rounds=9)
    ratio.append(f"analysis over libcst.parse_module, {len(sources)} {kind} fixtures: {found:.2f}")

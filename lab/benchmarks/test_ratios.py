"""What bnlint costs, as ratios measured in one run on one machine.

Run with ``python -m pytest lab/benchmarks`` (extra ``bench``). Each benchmark runs the product under pytest-benchmark
and its yardstick in the untimed set-up before each round, so that the two alternate and a busy machine hits both. The
ratios are of CPU time, children included; pytest-benchmark's own table shows wall time.
"""

from __future__ import annotations

import ast
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libcst
import pytest

from bnlint.api import check_source
from bnlint.project import prefilter
from bnlint.settings.config import Config
from bnlint.syntax.trees import PARSED

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = ROOT / "lab" / "benchmarks" / "plain_flake8.py"
FILES_WITHOUT_BN = 200


def _flake8(plugin: str, *arguments: str, stdin: Path | None = None) -> Callable[[], object]:
    command = [sys.executable, str(LAUNCHER), plugin, *arguments]
    data = stdin.read_bytes() if stdin is not None else b""
    # Byte code is kept, as in any installation.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, input=data, stdout=subprocess.DEVNULL, check=False, cwd=ROOT, env=env)


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


def test_flake8_on_files_without_bn(benchmark: Any, ratio: list[str], tmp_path: Path) -> None:
    """A repository of their own: what a larger one around them costs once is part of checking that one."""
    (tmp_path / ".git").mkdir()
    files = [shutil.copy(file, tmp_path / f"{n}_{Path(file).name}") for n, file in enumerate(_files_without_bn())]
    names = [str(file) for file in files]
    found = _ratio(benchmark, _flake8("with", *names), _flake8("without", *names), rounds=5)
    ratio.append(f"flake8 on {len(files)} files without BN, with over without bnlint: {found:.3f}")


def test_flake8_on_one_file_without_bn(benchmark: Any, ratio: list[str]) -> None:
    file = str(Path(sysconfig.get_path("stdlib")) / "bisect.py")
    found = _ratio(benchmark, _flake8("with", file), _flake8("without", file), rounds=20)
    ratio.append(f"flake8 on one file without BN, with over without bnlint: {found:.3f}")


@pytest.mark.parametrize("name", ["bad_custom_loop", "good_custom_loop"])
def test_flake8_on_one_file_with_bn(benchmark: Any, ratio: list[str], tmp_path: Path, name: str) -> None:
    """As editors do it: a process for one file, in a project of its own."""
    (tmp_path / ".git").mkdir()
    file = tmp_path / "train.py"
    file.write_bytes((ROOT / "fixtures" / "BNL102" / f"{name}.py").read_bytes())
    editor = ("-", "--stdin-display-name", str(file))
    found = _ratio(benchmark, _flake8("with", *editor, stdin=file), _flake8("without", *editor, stdin=file), rounds=15)
    ratio.append(f"flake8 on one file with BN, cold, with over without bnlint ({name}): {found:.2f}")


def _fixtures(kind: str) -> list[Path]:
    return [path for path in sorted((ROOT / "fixtures").rglob("*.py")) if f"{kind}_" in path.as_posix()]


def _installed(_kind: str) -> list[Path]:
    """Return the files about BN in the installed Kerases, every second one: large, and importing each other."""
    site = Path(sysconfig.get_path("purelib"))
    paths = [path for package in ("keras", "tf_keras") for path in sorted((site / package / "src").rglob("*.py"))]
    return [path for path in paths if "BatchNorm" in path.read_text(encoding="utf-8")][::2]


def _networks(_kind: str) -> list[Path]:
    """Return the networks of keras.applications."""
    return sorted(Path(sysconfig.get_path("purelib"), "keras", "src", "applications").glob("*.py"))


FILES_WITH_BN = {
    "good fixtures": _fixtures,
    "bad fixtures": _fixtures,
    "files of Keras": _installed,
    "networks of Keras": _networks,
}


def _sources_with_bn(kind: str) -> dict[str, str]:
    texts = {str(path): path.read_text(encoding="utf-8") for path in FILES_WITH_BN[kind](kind.partition(" ")[0])}
    return {path: text for path, text in texts.items() if prefilter.may_concern(text)}


@pytest.mark.parametrize("repeated", [False, True], ids=["first", "again"])
@pytest.mark.parametrize("kind", FILES_WITH_BN)
def test_analysis_over_parsing(benchmark: Any, ratio: list[str], kind: str, repeated: bool) -> None:
    """All rules, imports followed; positions are resolved only where there are findings, so the bad ones cost more.

    ``repeated`` is a second analysis in the same process, as in an editor's server.
    """
    sources = _sources_with_bn(kind)
    config = Config(keras="3")
    trees = {path: ast.parse(text) for path, text in sources.items()}

    def analyse() -> None:
        if not repeated:
            PARSED.clear()
        for path, text in sources.items():
            check_source(text, path, config, tree=trees[path])

    def parse() -> None:
        for text in sources.values():
            libcst.parse_module(text)

    found = _ratio(benchmark, analyse, parse, rounds=9 if "fixtures" in kind else 3)
    again = ", again" if repeated else ""
    ratio.append(f"analysis{again} over libcst.parse_module, {len(sources)} {kind}: {found:.2f}")


@pytest.fixture(scope="session")
def python_with_torchfix(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An environment of its own: TorchFix 0.7 wants an older libcst."""
    folder = tmp_path_factory.mktemp("torchfix")
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "torchfix==0.7.0"], check=True)
    return python


@pytest.mark.parametrize("kind", FILES_WITH_BN)
def test_added_cost_against_torchfix(benchmark: Any, ratio: list[str], python_with_torchfix: str, kind: str) -> None:
    files = list(_sources_with_bn(kind))
    cost = str(ROOT / "lab" / "benchmarks" / "plugin_cost.py")

    def seconds(python: str, plugin: str) -> float:
        done = subprocess.run([python, cost, plugin, *files], capture_output=True, text=True, check=True)
        return float(done.stdout)

    theirs = seconds(python_with_torchfix, "torchfix")
    ours = benchmark.pedantic(lambda: seconds(sys.executable, "bnlint"), rounds=1)
    ratio.append(f"CPU that TorchFix adds over what bnlint adds, {len(files)} {kind}: {theirs / ours:.1f}")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """2,000 files in 40 folders, every twentieth with BN: of the standard library, and fixtures."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(stdlib.rglob("*.py")))
    others = [text for text in texts if 500 < len(text) < 20_000 and not prefilter.may_concern(text)]
    with_bn = [*_sources_with_bn("good fixtures").values(), *_sources_with_bn("bad fixtures").values()]
    (tmp_path / ".git").mkdir()
    for number in range(2_000):
        folder = tmp_path / f"package{number % 40}"
        folder.mkdir(exist_ok=True)
        pool = with_bn if number % 20 == 0 else others
        (folder / f"module{number}.py").write_text(pool[number % len(pool)], encoding="utf-8")
    return tmp_path


def test_checking_a_repository(benchmark: Any, ratio: list[str], repository: Path) -> None:
    """Wall time on two cores; flake8 has the plugin and nothing else switched on."""

    def check() -> object:
        command = [sys.executable, "-m", "bnlint", "check", "--jobs=2"]
        return subprocess.run(command, stdout=subprocess.DEVNULL, cwd=repository, check=False)

    start = time.perf_counter()
    command = [sys.executable, "-m", "flake8", "--isolated", "-j2", "--select=BNL", "."]
    subprocess.run(command, stdout=subprocess.DEVNULL, cwd=repository, check=False)
    theirs = time.perf_counter() - start
    start = time.perf_counter()
    benchmark.pedantic(check, rounds=1)
    ratio.append(f"flake8 over bnlint check, 2,000 files, two jobs, wall: {theirs / (time.perf_counter() - start):.1f}")

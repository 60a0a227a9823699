"""What ``bnlint mine`` costs beside a bare scan of the corpus and beside flake8 with the plugin, in one run.

The corpora are made of what is at hand. One is like public code: the standard library, the installed packages and the
fixtures, somewhat below one file in a hundred with BN. The other has Keras and TensorFlow themselves in it, whose
files are long and speak of BN three times as often: what bnlint costs is what those files cost. CPU time, children
included, as in ``test_ratios``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bnlint.cli import main
from bnlint.project import prefilter
from lab.benchmarks.test_ratios import ROOT, _flake8, _ratio, _timed

LINTED = 300
"""Files for flake8, which would need an hour for all of them."""


IMPLEMENT_BN = frozenset(("keras", "tensorflow", "tf_keras"))


def _records(with_keras: bool) -> list[dict[str, str]]:
    stdlib, packages = Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_path("purelib"))
    paths = [*stdlib.rglob("*.py"), *packages.rglob("*.py"), *(ROOT / "fixtures").rglob("*.py")]
    return [
        {"repo_name": path.parent.name, "path": str(path), "content": path.read_bytes().decode("utf-8", "replace")}
        for path in paths
        if with_keras or not IMPLEMENT_BN.intersection(path.parts)
    ]


def _store(records: list[dict[str, str]], path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(records), path, compression="zstd", row_group_size=1_000)
    return path


def _scan(corpus: Path) -> Callable[[], object]:
    def scan() -> int:
        with pq.ParquetFile(corpus) as file:
            return sum(batch.num_rows for batch in file.iter_batches(2_048, columns=["content"]))

    return scan


def _mine(corpus: Path) -> Callable[[], object]:
    command = [sys.executable, "-m", "bnlint", "mine", str(corpus), "-o", str(corpus.with_suffix(".findings"))]
    return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def test_mining_where_nothing_matches(benchmark: Any, ratio: list[str], tmp_path: Path) -> None:
    """In this process, so that the yardstick does not pay for imports either."""
    records = [record for record in _records(True) if not prefilter.may_concern(record["content"])]
    corpus = _store(records, tmp_path / "unrelated.parquet")
    mine = ["mine", str(corpus), "-o", str(tmp_path / "findings.parquet")]
    found = _ratio(benchmark, lambda: main(mine), _scan(corpus), rounds=5)
    ratio.append(f"bnlint mine where nothing matches ({len(records)} files), over the bare scan: {found:.2f}")


@pytest.mark.parametrize("with_keras", [False, True], ids=["like public code", "with Keras and TensorFlow"])
def test_mining_over_flake8(benchmark: Any, ratio: list[str], tmp_path: Path, with_keras: bool) -> None:
    records = _records(with_keras)
    corpus = _store(records, tmp_path / "corpus.parquet")
    concerned = sum(prefilter.may_concern(record["content"]) for record in records)
    files = [record["path"] for record in records][:: len(records) // LINTED]
    linted = statistics.median(_timed(_flake8("with", *files)) for _ in range(3)) / len(files)
    mined: list[float] = []
    benchmark.pedantic(lambda: mined.append(_timed(_mine(corpus))), rounds=3)
    each = statistics.median(mined) / len(records)
    ratio.append(
        f"bnlint mine, {'with' if with_keras else 'without'} Keras and TensorFlow in the corpus ({len(records)} files, "
        f"{concerned} speak of BN): {1 / each:,.0f} files per CPU second, {linted / each:.0f} times flake8 with the "
        "plugin"
    )

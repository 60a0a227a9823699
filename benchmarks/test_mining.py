"""What ``bnlint mine`` costs beside a bare scan of the corpus and beside flake8 with the plugin, in one run.

The corpus is made of what is at hand: the standard library and the installed packages, about one file in a hundred
with BN. CPU time, children included, as in ``test_ratios``.
"""

from __future__ import annotations

import resource
import statistics
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.test_ratios import _flake8, _ratio, _timed
from bnlint import prefilter
from bnlint.cli import main

LINTED = 300
"""Files for flake8, which would need an hour for all of them."""


def _records() -> list[dict[str, str]]:
    top = Path(sysconfig.get_path("purelib"))
    paths = [*Path(sysconfig.get_path("stdlib")).rglob("*.py"), *top.rglob("*.py")]
    records = []
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        records.append({"repo_name": path.parent.name, "path": str(path), "content": text})
    return records


def _store(records: list[dict[str, str]], path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(records), path, compression="zstd", row_group_size=1_000)
    return path


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """Return a corpus, the part of it where nothing matches, and how many files the first has."""
    folder = tmp_path_factory.mktemp("corpus")
    records = _records()
    unrelated = [record for record in records if not prefilter.may_concern(record["content"])]
    return _store(records, folder / "all.parquet"), _store(unrelated, folder / "unrelated.parquet"), len(records)


def _scan(corpus: Path) -> Callable[[], object]:
    def scan() -> int:
        with pq.ParquetFile(corpus) as file:
            return sum(batch.num_rows for batch in file.iter_batches(2_048, columns=["content"]))

    return scan


def _mine(corpus: Path) -> Callable[[], object]:
    return lambda: main(["mine", str(corpus), "-o", str(corpus.with_suffix(".findings"))])


def test_mining_where_nothing_matches(benchmark: Any, ratio: list[str], corpora: tuple[Path, Path, int]) -> None:
    _, unrelated, _ = corpora
    found = _ratio(benchmark, _mine(unrelated), _scan(unrelated), rounds=5)
    ratio.append(f"bnlint mine where nothing matches, over the bare scan: {found:.2f}")


def test_mining_over_flake8(benchmark: Any, ratio: list[str], corpora: tuple[Path, Path, int]) -> None:
    corpus, _, count = corpora
    every = count // LINTED
    files = [record["path"] for record in _records()][::every]
    mined: list[float] = []
    linted = [_timed(_flake8("with", *files)) for _ in range(2)]
    benchmark.pedantic(lambda: mined.append(_timed(_mine(corpus))), rounds=3)
    faster = (count / statistics.median(mined)) / (len(files) / statistics.median(linted))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ratio.append(
        f"files per second of CPU, bnlint mine over flake8 with the plugin: {faster:.0f} "
        f"({count} files, {count / statistics.median(mined):,.0f}/s; peak memory of the main process {memory} MB)"
    )

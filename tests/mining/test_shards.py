"""Recipes for clusters: sources in a process of their own, and the shards of an array of jobs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bnlint.mining import isolated
from tests.mining import hostile
from tests.mining.test_mine import expected, programs, table
from tests.static.helpers import ROOT, SEED

CLUSTER = ROOT / "examples" / "cluster"


def marked(mark: str) -> str:
    return f"import keras\nBatchNormalization {mark}\n"


def test_a_source_that_is_too_much_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "examine", hostile.examine)
    sources = ["print(1)\n", SEED, marked(hostile.STALLS), marked(hostile.KILLS), SEED]
    found = list(isolated.check_sources(sources, seconds=8))
    assert [[finding["code"] for finding in findings] for findings in found] == [
        *([], ["BNL101"], ["BNL001"], ["BNL001"], ["BNL101"])
    ]
    assert [findings[0]["message"].partition(" (")[0] for findings in found[2:4]] == [
        "not examined: it ran out of time",
        "not examined: the parser died on it",
    ]


def test_no_process_is_started_for_sources_without_bn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "pool_of", lambda jobs: pytest.fail("a process was started"))
    assert list(isolated.check_sources(["print(1)\n"] * 3)) == [[], [], []]


@pytest.mark.skipif(sys.platform == "win32", reason="a script for bash")
def test_the_shards_come_to_what_one_run_does(tmp_path: Path) -> None:
    corpus, findings = tmp_path / "corpus", tmp_path / "found"
    corpus.mkdir()
    records = programs(6)
    for number in range(3):
        pq.write_table(pa.Table.from_pylist(records[number::3]), corpus / f"--jobs part {number}.parquet")
    scripts = tmp_path / "bin"
    scripts.mkdir()
    command = scripts / "bnlint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bnlint "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "SLURM_ARRAY_TASK_COUNT": "2",
        "SLURM_CPUS_PER_TASK": "1",
    }
    for task in ("0", "1", "1"):  # one is submitted again
        script = [CLUSTER / "shards.sh", corpus, findings]
        subprocess.run(script, check=True, env=environment | {"SLURM_ARRAY_TASK_ID": task}, cwd=tmp_path)
    merged = tmp_path / "all.parquet"
    subprocess.run([sys.executable, CLUSTER / "merge.py", findings, merged], check=True)
    assert sorted(row[1:] for row in table(merged)) == sorted(row[1:] for row in expected(records))

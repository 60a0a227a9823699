"""The recipes in local mode, each against ``bnlint mine`` on the same corpus, row for row.

Run by ``nox -s ray`` and ``nox -s spark``, each with its own environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures"
COLUMNS = ("repository", "path", "code", "line", "column", "message")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with two Parquet files: the fixtures, files without BN, and one that is no Python."""
    records = [
        {"repo_name": file.parent.name, "path": file.name, "content": file.read_text(encoding="utf-8")}
        for file in sorted(FIXTURES.rglob("*.py"))
    ]
    records += [{"repo_name": "other", "path": f"{i}.py", "content": "print(1)\n"} for i in range(500)]
    records.append({"repo_name": "other", "path": "broken.py", "content": "import keras\nprint 'BatchNorm'\n"})
    killer = "import keras  # kills the parser\nkeras.layers.BatchNormalization()\n"
    records.append({"repo_name": "other", "path": "killer.py", "content": killer})
    folder = tmp_path / "corpus"
    folder.mkdir()
    for part in range(2):
        pq.write_table(pa.Table.from_pylist(records[part::2]), folder / f"part-{part}.parquet")
    return folder


def _rows(where: Path) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in COLUMNS) for row in pq.read_table(where).to_pylist())


DIES = """import os
import bnlint.api as api

def check_source(source, *arguments, check_source=api.check_source, **named):
    if "kills the parser" in source:
        os._exit(9)
    return check_source(source, *arguments, **named)

api.check_source = check_source
"""
"""What each Python of the runs does first: there is no text that kills the parser of every version."""


@pytest.mark.parametrize("recipe", ["ray_data", "spark"])
def test_the_findings_are_those_of_mine(recipe: str, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "sitecustomize.py").write_text(DIES)
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(tmp_path / "first")}
    mined, found = tmp_path / "mined.parquet", tmp_path / "found"
    for command in (
        [sys.executable, "-m", "bnlint", "mine", str(corpus), "-o", str(mined)],
        [sys.executable, str(HERE / f"{recipe}.py"), str(corpus), str(found)],
    ):
        done = subprocess.run(command, check=False, env=environment, cwd=tmp_path)
        assert done.returncode == (2 if "mine" in command else 0)
    assert _rows(found) == _rows(mined) != []
    assert [row[:3] for row in _rows(found) if row[2] == "BNL001"] == [("other", "killer.py", "BNL001")]

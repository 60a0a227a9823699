"""bnlint over a corpus with Spark: ``python spark.py CORPUS FINDINGS`` (both folders of Parquet files).

Needs ``pip install 'bnlint[mine]' pyspark pandas`` on every node, and ``PYSPARK_PYTHON`` set to that Python, else the
workers take the system's. The same findings as ``bnlint mine``, row for row: a file that kills or stalls the parser
costs itself only, and has the row ``BNL001``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pandas as pd
from pyspark.sql import SparkSession

SCHEMA = "repository string, path string, code string, line int, column int, message string"
COLUMNS = [part.split()[0] for part in SCHEMA.split(", ")]


def examine(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Turn batches of sources into batches of findings; runs on a worker, which imports what it needs."""
    from bnlint.mining.isolated import check_sources

    for batch in batches:
        found = check_sources(source or "" for source in batch["content"])
        rows = [
            {**finding, "repository": repository, "path": path}
            for repository, path, findings in zip(batch["repo_name"], batch["path"], found, strict=True)
            for finding in findings
        ]
        yield pd.DataFrame(rows, columns=COLUMNS)


def main(corpus: str, findings: str) -> None:
    """Examine a corpus with the columns ``repo_name``, ``path`` and ``content``."""
    spark = SparkSession.builder.appName("bnlint").getOrCreate()
    sources = spark.read.parquet(corpus).select("repo_name", "path", "content")
    sources.mapInPandas(examine, SCHEMA).write.parquet(findings)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])

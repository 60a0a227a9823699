"""bnlint over a corpus with Spark: ``python spark.py CORPUS FINDINGS`` (both folders of Parquet files).

Needs ``pip install bnlint pyspark pandas pyarrow`` on every node, and ``PYSPARK_PYTHON`` set to that Python, else the
workers take the system's. The same findings as ``bnlint mine``, row for row, but no time limit for a single file: a
file that kills a worker is tried four times and then ends the job.
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
    import bnlint

    for batch in batches:
        rows = [
            {**finding.to_dict(), "repository": repository, "path": path}
            for repository, path, source in zip(batch["repo_name"], batch["path"], batch["content"], strict=True)
            for finding in bnlint.check_source(source or "", "<corpus>")
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

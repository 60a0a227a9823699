"""bnlint over a corpus with Ray Data: ``python ray_data.py CORPUS FINDINGS`` (both folders of Parquet files).

Needs ``pip install 'bnlint[mine]' 'ray[data]'`` on every node. The same findings as ``bnlint mine``, row for row: a
file that kills or stalls the parser costs itself only, and has the row ``BNL001``.
"""

from __future__ import annotations

import sys

import pyarrow as pa
import ray

TEXT, NUMBER = pa.string(), pa.int32()
SCHEMA = pa.schema({"repository": TEXT, "path": TEXT, "code": TEXT, "line": NUMBER, "column": NUMBER, "message": TEXT})


def examine(batch: pa.Table) -> pa.Table:
    """Turn a batch of sources into a batch of findings; runs on a worker, which imports what it needs."""
    from bnlint.mining.isolated import check_sources

    records = batch.to_pylist()
    found = check_sources(record["content"] or "" for record in records)
    rows = [
        {**finding, "repository": record["repo_name"], "path": record["path"]}
        for record, findings in zip(records, found, strict=True)
        for finding in findings
    ]
    return pa.Table.from_pylist([{name: row[name] for name in SCHEMA.names} for row in rows], SCHEMA)


def main(corpus: str, findings: str) -> None:
    """Examine a corpus with the columns ``repo_name``, ``path`` and ``content``."""
    sources = ray.data.read_parquet(corpus, columns=["repo_name", "path", "content"])
    sources.map_batches(examine, batch_format="pyarrow", batch_size=1_024).write_parquet(findings)


if __name__ == "__main__":
    main(*sys.argv[1:])

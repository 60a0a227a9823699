"""bnlint over a corpus with Ray Data: ``python ray_data.py CORPUS FINDINGS`` (both folders of Parquet files).

Needs ``pip install bnlint 'ray[data]'`` on every node. The same findings as ``bnlint mine``, row for row, but no time
limit for a single file: a file that kills a worker is tried again and then ends the job.
"""

from __future__ import annotations

import sys

import pyarrow as pa
import ray

TEXT, NUMBER = pa.string(), pa.int32()
SCHEMA = pa.schema({"repository": TEXT, "path": TEXT, "code": TEXT, "line": NUMBER, "column": NUMBER, "message": TEXT})


def examine(batch: pa.Table) -> pa.Table:
    """Turn a batch of sources into a batch of findings; runs on a worker, which imports what it needs."""
    import bnlint

    rows = [
        {**finding.to_dict(), "repository": record["repo_name"], "path": record["path"]}
        for record in batch.to_pylist()
        for finding in bnlint.check_source(record["content"] or "", "<corpus>")
    ]
    return pa.Table.from_pylist([{name: row[name] for name in SCHEMA.names} for row in rows], SCHEMA)


def main(corpus: str, findings: str) -> None:
    """Examine a corpus with the columns ``repo_name``, ``path`` and ``content``."""
    sources = ray.data.read_parquet(corpus, columns=["repo_name", "path", "content"])
    sources.map_batches(examine, batch_format="pyarrow", batch_size=1_024).write_parquet(findings)


if __name__ == "__main__":
    main(*sys.argv[1:])

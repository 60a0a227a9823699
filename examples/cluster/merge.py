"""One table out of those that the shards of a corpus came to: ``python merge.py FINDINGS ALL.parquet``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def main(findings: str, merged: str) -> None:
    """Write the rows of all Parquet files of a folder, in the order of the files' numbers, into one.

    Args:
        findings: the folder.
        merged: the new file; it appears when it is complete.
    """
    parts = sorted(Path(findings).glob("*.parquet"), key=lambda part: (len(part.stem), part.stem))
    partial = f"{merged}.partial"
    with pq.ParquetWriter(partial, pq.read_schema(parts[0]), compression="zstd") as writer:
        for part in parts:
            for batch in pq.ParquetFile(part).iter_batches():
                writer.write_table(pa.Table.from_batches([batch]))
    os.replace(partial, merged)


if __name__ == "__main__":
    main(*sys.argv[1:])

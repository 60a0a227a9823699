"""Small inputs that would fill the memory, and columns of other kinds: bounded, named, and nothing else is lost."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bnlint.mining import corpus
from bnlint.mining.corpus import Batch, Columns
from tests.static.helpers import ROOT

SOURCE = "from keras.layers import BatchNormalization\n"
LONG = SOURCE + "#" * 1_500_000
READ = r"""
import re, sys
from bnlint.mining import corpus
for one in corpus.find(sys.argv[1:], corpus.Columns()):
    for unit in one.units():
        batch = unit.read()
        print(batch.files, len(batch.documents), *[why for _, why in batch.broken], sep="|")
print(int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
BARE = 150
"""Megabytes that reading a corpus of one line takes, about."""


def read(path: Path) -> tuple[list[str], int]:
    """Return what the units of a corpus came to, and the memory that reading them took, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, cwd=ROOT, check=True, timeout=300
    )
    *units, size = done.stdout.splitlines()
    return units, int(size)


def batches(path: Path) -> list[Batch]:
    return [unit.read() for one in corpus.find([str(path)], Columns()) for unit in one.units()]


def test_a_column_of_equal_texts_is_decoded_once(tmp_path: Path) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), pa.array([LONG]))
    pq.write_table(pa.table({"content": column}), tmp_path / "equal.parquet", compression="zstd", store_schema=False)
    assert (tmp_path / "equal.parquet").stat().st_size < 10_000
    units, size = read(tmp_path / "equal.parquet")
    assert units == ["2000|2000"]
    assert size < BARE + 250


def test_a_column_that_only_a_bomb_inflates_to_is_not_decoded(tmp_path: Path) -> None:
    texts = pa.array([LONG]).take(pa.array([0] * 300))
    with pq.ParquetWriter(
        tmp_path / "plain.parquet", pa.schema([("content", pa.string())]), compression="zstd", use_dictionary=False
    ) as writer:
        writer.write_table(pa.table({"content": texts}))
        writer.write_table(pa.table({"content": [SOURCE]}))
    units, size = read(tmp_path / "plain.parquet")
    assert size < BARE + 250
    refused, kept = units
    assert refused.startswith("300|0|")
    assert "row group 0: not read: column content grows from" in refused
    assert kept == "1|1"


def test_a_line_without_an_end_costs_itself(tmp_path: Path) -> None:
    record = b'{"content": "from keras.layers import BatchNormalization"}\n'
    with gzip.open(tmp_path / "line.jsonl.gz", "wb", compresslevel=1) as file:
        file.write(record)
        file.write(b'{"content": "BatchNormalization ')
        for _ in range(400):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + record)
    units, size = read(tmp_path / "line.jsonl.gz")
    assert size < BARE + 250
    assert units == ["3|2|line 2 is not read: it has more than 16,000,000 bytes"]


def test_a_file_that_is_one_line_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "MAX_LINE", 100)
    monkeypatch.setattr(corpus, "MAX_WASTE", 1_000)
    path = tmp_path / "endless.jsonl"
    path.write_bytes(b"x" * 1_400 + b"\n{}\n")
    with pytest.raises(corpus.CorpusError, match="a line of more than 1,000 bytes; the rest of the file is not read"):
        batches(path)


def test_units_of_long_lines_are_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "BYTES_PER_UNIT", 150)
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"content": "from keras.layers import BatchNormalization"}\n' * 10)
    found = batches(path)
    assert [batch.files for batch in found] == [3, 3, 3, 1]
    assert [document.row for batch in found for document in batch.documents] == list(range(10))


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.binary(),
        pa.large_binary(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int8(), pa.binary()),
    ],
    ids=str,
)
def test_columns_of_each_kind_of_text(tmp_path: Path, kind: pa.DataType) -> None:
    binary = "binary" in str(kind)
    texts = ["x = 1\n", SOURCE, None, SOURCE, SOURCE + "é"]
    values = [text.encode() if binary and text is not None else text for text in texts]
    value_type = kind.value_type if pa.types.is_dictionary(kind) else kind
    column = pa.array(values, value_type)
    column = column.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else column
    pq.write_table(pa.table({"content": column, "path": column}), tmp_path / "c.parquet")
    (batch,) = batches(tmp_path / "c.parquet")
    assert [(document.row, document.source) for document in batch.documents] == [
        (1, SOURCE),
        (3, SOURCE),
        (4, SOURCE + "é"),
    ]
    assert [document.path for document in batch.documents] == [SOURCE, SOURCE, SOURCE + "é"]


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"content": [SOURCE.encode() + b"# \xff\n"], "path": [b"caf\xe9.py"]}), tmp_path / "c.parquet"
    )
    (batch,) = batches(tmp_path / "c.parquet")
    assert [(document.source, document.path) for document in batch.documents] == [(SOURCE + "# �\n", "caf�.py")]


def test_names_that_are_numbers(tmp_path: Path) -> None:
    pq.write_table(pa.table({"content": [SOURCE, SOURCE], "repo": [7, None]}), tmp_path / "c.parquet")
    (batch,) = batches(tmp_path / "c.parquet")
    assert [document.repository for document in batch.documents] == ["7", ""]


def test_a_column_of_numbers_is_no_source_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"content": [1, 2]}), tmp_path / "c.parquet")
    with pytest.raises(corpus.CorpusError, match="column content holds int64, not text"):
        batches(tmp_path / "c.parquet")

"""Inputs of ``bnlint mine``, cut into units of work: Parquet and JSONL corpora, folders of repositories.

A unit is what a resumed run skips as a whole: one row group of a Parquet file, some thousand lines of a JSONL file,
some hundred files of a repository. Its documents are only those that pass the word filter, which for Parquet runs
inside Arrow, so that the text of the others never becomes a Python object.
"""

from __future__ import annotations

import functools
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs
import pyarrow.parquet as pq

from bnlint.analysis import worth
from bnlint.libraries import user
from bnlint.libraries.user import Row
from bnlint.project import import_graph, prefilter
from bnlint.sources import files

LINES_PER_UNIT = 5_000
FILES_PER_UNIT = 500
ROWS_PER_BATCH = 2_048
"""Rows that are decoded at a time: bounds the memory where somebody wrote one huge row group."""
MAX_CHARS = 2_000_000
"""Sources longer than this are data, not code; they are counted as skipped."""
MAX_LINE = 8 * MAX_CHARS
"""Bytes of a line of JSON: room for a source with many escapes."""
MAX_WASTE = 64 * MAX_LINE
"""Bytes of a longer line that are passed over until the next one begins; after these the rest is not looked for."""
BYTES_PER_UNIT = 32 * 1024 * 1024
BYTES_PER_BATCH = 64 * 1024 * 1024
"""Bytes of text that are decoded at a time, as far as rows can be parted."""
MAX_INFLATION, HARMLESS = 200, 256 * 1024 * 1024
"""Source text shrinks to a fifth or a tenth of its size. What is to grow by more than this factor, and to more bytes
than are harmless, is no source text."""

_ENDINGS = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_COMPRESSED = (".gz", ".zst", ".bz2", ".lz4")


class CorpusError(Exception):
    """An input cannot be read, or is not a corpus."""


@dataclass(frozen=True)
class Columns:
    """Where a corpus keeps what; several names are tried in turn.

    Args:
        source: the text of the file.
        path: its path in the repository.
        repository: the repository's name.
    """

    source: tuple[str, ...] = ("content", "source", "code", "text")
    path: tuple[str, ...] = ("max_stars_repo_path", "path", "file_path", "filename")
    repository: tuple[str, ...] = ("max_stars_repo_name", "repo_name", "repository_name", "repo", "repository")


@dataclass(frozen=True)
class Wanted:
    """What is read of inputs.

    Args:
        columns: where a corpus keeps what.
        library: what the user says of code that cannot be read: what uses it passes the word filter, too.
    """

    columns: Columns
    library: tuple[Row, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Names of the user's own that contain BN."""
        return user.words(self.library).bn

    @property
    def pattern(self) -> str:
        """The regular expression without which the word filter lets no file pass."""
        return "|".join([prefilter.BN_WORD, *map(re.escape, self.words)])


class Document(NamedTuple):
    """One file that passed the word filter.

    Args:
        row: its place in the input: row or line from 0, or position in the sorted folder.
        repository: "" where the corpus does not say.
        path: in the repository.
        source: the text.
        file: where it lies, so that its imports can be followed; "" for a row of a corpus.
    """

    row: int
    repository: str
    path: str
    source: str
    file: str = ""


@dataclass(frozen=True)
class Batch:
    """What a unit holds.

    Args:
        files: how many files it has.
        documents: those that pass the word filter.
        skipped: those that pass it, but are too large.
        broken: what could not be read, as (row, why).
    """

    files: int
    documents: list[Document]
    skipped: int = 0
    broken: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Unit:
    """A piece of work.

    Args:
        input: the file or folder it belongs to, as named in the findings.
        key: distinguishes it from all others of the same run, the same in a resumed run.
        weight: its share of the work, in bytes.
        read: loads it; may take long.
    """

    input: str
    key: str
    weight: int
    read: Callable[[], Batch]


@dataclass(frozen=True)
class Input:
    """One file or folder of repositories.

    Args:
        name: as named in the findings.
        size: in bytes; 0 where not known.
        units: yields its units in a fixed order.
    """

    name: str
    size: int
    units: Callable[[], Iterator[Unit]]


def find(names: Sequence[str], columns: Columns, library: tuple[Row, ...] = ()) -> list[Input]:
    """Return the inputs that paths or URIs of any pyarrow file system name.

    Args:
        names: Parquet or JSONL files (compressed or not), folders of such files, or local folders of repositories.
        columns: the columns to read.
        library: what the user says of code that cannot be read.

    Raises:
        CorpusError: one of them does not exist or is none of these.
    """
    return [one for name in names for one in _find(name, Wanted(columns, library))]


def _find(name: str, wanted: Wanted) -> Iterator[Input]:
    try:
        if "://" in name:
            system, path = pyarrow.fs.FileSystem.from_uri(name)
        else:
            system, path = pyarrow.fs.LocalFileSystem(), os.path.abspath(name)
        info = system.get_file_info(path)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CorpusError(f"{name}: {error}") from error
    if info.type == pyarrow.fs.FileType.NotFound:
        raise CorpusError(f"{name}: no such file or folder")
    if info.type == pyarrow.fs.FileType.File:
        yield _file(name, system, info, wanted)
        return
    selector = pyarrow.fs.FileSelector(path, recursive=True)
    local = isinstance(system, pyarrow.fs.LocalFileSystem)
    inside = [] if local and not _holds_corpus(path) else system.get_file_info(selector)
    corpora = sorted((i for i in inside if i.is_file and _kind(i.path)), key=lambda i: i.path)
    for one in corpora:
        yield _file(f"{name.rstrip('/')}{one.path[len(path.rstrip('/')) :]}", system, one, wanted)
    if not corpora:
        if not local:
            raise CorpusError(f"{name}: no Parquet or JSONL files in it")
        yield from _repositories(name, path, wanted.library)


def _holds_corpus(folder: str) -> bool:
    """Whether a local folder is a data set (files of a corpus or partitions at its top), not a repository with data."""
    entries = list(os.scandir(folder))
    if any(_marks_repository(entry) for entry in entries):
        return False
    return any(_kind(entry.name) or (entry.is_dir() and "=" in entry.name) for entry in entries)


def _kind(path: str) -> str | None:
    stem, ending = os.path.splitext(path)
    if ending in _COMPRESSED:
        ending = os.path.splitext(stem)[1]
    return _ENDINGS.get(ending)


def _file(name: str, system: Any, info: Any, wanted: Wanted) -> Input:
    kind = _kind(info.path)
    if kind is None:
        raise CorpusError(f"{name}: neither a Parquet nor a JSONL file nor a folder")
    units = _parquet_units if kind == "parquet" else _jsonl_units
    return Input(name, info.size or 0, functools.partial(units, name, system, info.path, info.size or 0, wanted))


# --- Parquet


def _parquet_units(name: str, system: Any, path: str, size: int, wanted: Wanted) -> Iterator[Unit]:
    try:
        metadata = pq.ParquetFile(path, filesystem=system).metadata
        schema = metadata.schema.to_arrow_schema()
        chosen = _choose(name, schema.names, wanted.columns)
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(f"{name}: {error}") from error
    if not _is_text(kind := schema.field(chosen[0]).type):
        raise CorpusError(f"{name}: column {chosen[0]} holds {kind}, not text")
    first = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        read = functools.partial(_read_row_group, system, path, group, first, chosen, wanted)
        if reason := _bomb(rows, [column for column in chosen if column]):
            read = functools.partial(_refuse, rows.num_rows, first, f"{name}, row group {group}: {reason}")
        yield Unit(name, f"{name}#row-group-{group}", size // metadata.num_row_groups, read)
        first += rows.num_rows


def _bomb(group: Any, names: list[str]) -> str | None:
    """Say why a row group must not be decoded: a few bytes of it would fill the memory."""
    for number in range(group.num_columns):
        column = group.column(number)
        inflated, stored = column.total_uncompressed_size, max(column.total_compressed_size, 1)
        if column.path_in_schema in names and inflated > max(HARMLESS, MAX_INFLATION * stored):
            return f"not read: column {column.path_in_schema} grows from {stored:,} to {inflated:,} bytes"
    return None


def _refuse(count: int, first: int, why: str) -> Batch:
    return Batch(count, [], broken=((first, why),))


def _choose(name: str, present: Sequence[str], columns: Columns) -> tuple[str, str | None, str | None]:
    """Return the corpus's names of the columns for source, path and repository."""
    source, path, repository = (
        next((column for column in wanted if column in present), None)
        for wanted in (columns.source, columns.path, columns.repository)
    )
    if source is None:
        tried = ", ".join(columns.source)
        raise CorpusError(f"{name}: no column of source text (tried {tried}; it has {', '.join(present)})")
    return source, path, repository


def _read_row_group(
    system: Any, path: str, group: int, first: int, chosen: tuple[str, str | None, str | None], wanted: Wanted
) -> Batch:
    """Read one row group; the word filter runs in Arrow, on the text as it is decoded, once for equal texts."""
    source, where, repository = chosen
    names = [column for column in chosen if column]
    count, skipped = first, 0
    documents: list[Document] = []
    with pq.ParquetFile(path, filesystem=system, read_dictionary=names) as file:
        size = _rows_per_batch(file.metadata.row_group(group), source)
        for batch in file.iter_batches(size, row_groups=[group], columns=names, use_threads=False):
            texts = _Texts(batch.column(source))
            matching = {
                number: text
                for number, text in texts.matching(wanted.pattern)
                if prefilter.may_concern(text, wanted.words)
            }
            found = {row: matching[number] for row, number in enumerate(texts.numbers) if number in matching}
            kept = {row: text for row, text in found.items() if len(text) <= MAX_CHARS}
            skipped += len(found) - len(kept)
            names_of = batch.take(pa.array(list(kept), pa.int64()))
            places = zip(_names(names_of, repository), _names(names_of, where), strict=True)
            documents += [
                Document(count + row, *place, text) for (row, text), place in zip(kept.items(), places, strict=True)
            ]
            count += batch.num_rows
    return Batch(count - first, documents, skipped)


def _rows_per_batch(group: Any, source: str) -> int:
    """Return how many rows of a row group are decoded at a time."""
    columns = (group.column(number) for number in range(group.num_columns))
    size = next(column.total_uncompressed_size for column in columns if column.path_in_schema == source)
    return max(1, min(ROWS_PER_BATCH, BYTES_PER_BATCH * int(group.num_rows) // max(int(size), 1)))


class _Texts:
    """A column of a batch as its distinct texts, which are decoded once, and their numbers row by row."""

    def __init__(self, column: Any) -> None:
        encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
        self.numbers: list[int | None] = encoded.indices.to_pylist()
        self._used = pc.unique(encoded.indices).drop_null()
        self._values = encoded.dictionary.take(self._used)

    def matching(self, pattern: str) -> Iterator[tuple[int, str]]:
        """Yield number and text of those that a regular expression finds something in."""
        found = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(self._values, pattern), False))
        return zip(self._used.take(found).to_pylist(), map(_decoded, self._values.take(found).to_pylist()), strict=True)

    def rows(self) -> list[str]:
        """Return all rows, "" for null."""
        texts = dict(zip(self._used.to_pylist(), map(_decoded, self._values.to_pylist()), strict=True))
        return ["" if number is None else texts[number] for number in self.numbers]


def _decoded(text: str | bytes | None) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text or ""


def _names(batch: Any, column: str | None) -> list[str]:
    """Return what a column says of each row; names that are numbers as text."""
    if column is None:
        return [""] * batch.num_rows
    values = batch.column(column)
    return _Texts(values).rows() if _is_text(values.type) else ["" if v is None else str(v) for v in values.to_pylist()]


def _is_text(kind: Any) -> bool:
    of = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(test(of) for test in _TEXTS)


_TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)


# --- JSONL


def _jsonl_units(name: str, system: Any, path: str, size: int, wanted: Wanted) -> Iterator[Unit]:
    try:
        with system.open_input_stream(path, compression="detect") as raw:
            lines = io.BufferedReader(raw)
            first, left = 0, size
            while chunk := _chunk(lines):
                weight = min(left, sum(map(len, chunk)))
                left -= weight
                yield Unit(name, f"{name}#line-{first}", weight, functools.partial(_read_lines, chunk, first, wanted))
                first += len(chunk)
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(f"{name}: {error}") from error


_TOO_LONG = b"!"
"""Stands for a line that is not kept; no line of JSON is that."""


def _chunk(lines: io.BufferedReader) -> list[bytes]:
    """Return the next lines, as many as make a unit of work."""
    chunk: list[bytes] = []
    size = 0
    while len(chunk) < LINES_PER_UNIT and size < BYTES_PER_UNIT and (line := _line(lines)):
        chunk.append(line)
        size += len(line)
    return chunk


def _line(lines: io.BufferedReader) -> bytes:
    """Return the next line, b"" at the end; of one that is too long only a mark."""
    line = lines.readline(MAX_LINE)
    if len(line) < MAX_LINE or line.endswith(b"\n"):
        return line
    wasted = 0
    while (rest := lines.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        wasted += len(rest)
        if wasted > MAX_WASTE:
            raise OSError(f"a line of more than {MAX_WASTE:,} bytes; the rest of the file is not read")
    return _TOO_LONG


def _read_lines(lines: list[bytes], first: int, wanted: Wanted) -> Batch:
    columns, speaks_of_bn = wanted.columns, re.compile(wanted.pattern.encode())
    count, skipped = 0, 0
    documents: list[Document] = []
    broken: list[tuple[int, str]] = []
    for row, line in enumerate(lines, first):
        if not line.strip():
            continue
        count += 1
        if line == _TOO_LONG:
            broken.append((row, f"line {row + 1} is not read: it has more than {MAX_LINE:,} bytes"))
            continue
        if speaks_of_bn.search(line) is None:  # letters are not escaped in JSON: no need to parse this line
            continue
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError("not a JSON object")
            source, path, repository = (
                next((record[name] for name in named if isinstance(record.get(name), str)), None)
                for named in (columns.source, columns.path, columns.repository)
            )
            if source is None:
                raise ValueError(f"no text under any of {', '.join(columns.source)}")
        except (ValueError, RecursionError) as error:
            broken.append((row, f"line {row + 1} is not a record of a corpus: {error}"))
            continue
        if len(source) > MAX_CHARS:
            skipped += 1
        elif prefilter.may_concern(source, wanted.words):
            documents.append(Document(row, repository or "", path or "", source))
    return Batch(count, documents, skipped, tuple(broken))


# --- Folders of repositories


def _repositories(name: str, top: str, library: tuple[Row, ...]) -> Iterator[Input]:
    for folder in _roots(top, levels=2):
        repository = os.path.relpath(folder, top) if folder != top else os.path.basename(top)
        shown = repository.replace(os.sep, "/")
        yield Input(name, 0, functools.partial(_repository_units, name, folder, shown, library))


def _roots(folder: str, levels: int) -> Iterator[str]:
    """Yield the repositories in a folder: itself, its children, or (``owner/name``) theirs."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if levels == 0 or any(_marks_repository(entry) for entry in entries):
        yield folder
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from _roots(entry.path, levels - 1)


def _marks_repository(entry: os.DirEntry[str]) -> bool:
    if entry.name in import_graph.ROOT_MARKS:
        return True
    return entry.is_file() and (entry.name.endswith(".py") or entry.name.upper().startswith(("README", "LICENSE")))


def _repository_units(name: str, folder: str, repository: str, library: tuple[Row, ...]) -> Iterator[Unit]:
    paths = files.find([folder])
    first = 0
    while chunk := list(islice(paths, FILES_PER_UNIT)):
        read = functools.partial(_read_files, chunk, first, folder, repository, library)
        yield Unit(name, f"{name}#{repository}#file-{first}", 0, read)
        first += len(chunk)


def _read_files(paths: list[str], first: int, folder: str, repository: str, library: tuple[Row, ...]) -> Batch:
    skipped = 0
    documents: list[Document] = []
    broken: list[tuple[int, str]] = []
    for row, path in enumerate(paths, first):
        try:
            text = files.read(path).text
        except OSError as error:
            broken.append((row, f"{path}: cannot read: {error.strerror or error}"))
            continue
        if worth.worth_analysis(text, path, True, library):
            if len(text) > MAX_CHARS:
                skipped += 1
            else:
                inside = os.path.relpath(path, folder).replace(os.sep, "/")
                documents.append(Document(row, repository, inside, text, path))
    return Batch(len(paths), documents, skipped, tuple(broken))

"""Puts what ``bnlint verify`` measures of a few rules into evidence that is there already."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from bnlint.libraries.keras_versions import Backend
from bnlint.runtime.confirmation import PARTS, Row, label
from bnlint.runtime.keras_api import keras_2_package
from bnlint.runtime.report import dumped, row_data
from bnlint.sources import writing


class MergeError(Exception):
    """The new measurements do not belong into the file; the message says why, for people."""


@dataclass(frozen=True)
class Evidence:
    """What a file of evidence holds.

    Args:
        path: the file.
        text: as it was read.
        document: what it says.
    """

    path: Path
    text: bytes
    document: dict[str, Any]

    @property
    def versions(self) -> dict[int, tuple[str, str]]:
        """The versions of Keras and of what it runs on, by dialect."""
        return {row["dialect"]: (row["keras"], row[self.backend]) for row in self.document["rows"]}

    @property
    def backend(self) -> Backend:
        """What the Keras runs on: a file is about one backend, rows of old about TensorFlow."""
        backend: Backend = next((row["backend"] for row in self.document["rows"] if "backend" in row), "tensorflow")
        return backend

    def check_installed(self, dialects: Collection[int], backend: Backend = "tensorflow") -> None:
        """Make sure that what is measured now belongs to what is in the file.

        Args:
            dialects: what is to be measured.
            backend: what Keras 3 runs on.

        Raises:
            MergeError: the file has no such dialect, or was made with other versions than the installed ones.
        """
        for dialect in dialects:
            if dialect not in self.versions or backend != self.backend:
                raise MergeError(f"{self.path} holds nothing about {label(dialect, backend)}")
            self._compare(dialect, _version(_distribution(dialect)), _version(backend))

    def merge(self, rows: Sequence[Row], codes: Collection[str]) -> None:
        """Replace what the file says about some rules, and write it.

        Args:
            rows: what was measured.
            codes: the rules that are measured anew.

        Raises:
            MergeError: other versions ran than the file is about, or it has changed meanwhile.
            OSError: it cannot be written; it is as it was.
        """
        for row in rows:
            self._compare(row.dialect, row.version, row.below)
        dialects = {row.dialect for row in rows}
        kept = [r for r in self.document["rows"] if r["rule"] not in codes or r["dialect"] not in dialects]
        today = date.today().isoformat()
        since = {} if today == self.document["date"] else {"date": today}
        merged = [*kept, *({**row_data(row), **since} for row in rows)]
        merged.sort(key=lambda row: (row["rule"], -row["dialect"]))
        document = {**self.document, "confirmed": all(row["confirmed"] for row in merged), "rows": merged}
        failed = {part for row in merged for part in row.get("failed", ())}
        document["failed"] = [part for part in PARTS if part in failed]
        try:
            writing.replace(str(self.path), self.text, dumped(document).encode())
        except writing.Changed as error:
            raise MergeError(f"{self.path}: {error}") from None

    def _compare(self, dialect: int, keras: str, below: str) -> None:
        if self.versions[dialect] != (keras, below):
            package, measured = _distribution(dialect), f" and {self.backend} ".join(self.versions[dialect])
            raise MergeError(
                f"{self.path} was measured on {package} {measured}, but here run {package} {keras} and {self.backend} "
                f"{below}"
            )


def read(path: Path) -> Evidence:
    """Read a file of evidence, as ``bnlint verify --output-format json`` writes it.

    Raises:
        MergeError: it cannot be read, or is something else.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise MergeError(f"{path}: cannot read: {error.strerror}") from None
    try:
        document = json.loads(text)
    except ValueError:  # UnicodeDecodeError among them
        document = None
    if not _is_evidence(document):
        raise MergeError(f"{path} holds no evidence: write it with bnlint verify --output-format json")
    return Evidence(path, text, document)


def _is_evidence(document: Any) -> bool:
    rows = document.get("rows") if isinstance(document, dict) else None
    return isinstance(rows, list) and isinstance(document.get("date"), str) and _all_rows(rows)


def _all_rows(rows: Iterable[Any]) -> bool:
    kinds = {"rule": str, "dialect": int, "keras": str, "confirmed": bool, "programs": list}
    return all(
        isinstance(row, dict)
        and all(isinstance(row.get(key), kind) for key, kind in kinds.items())
        and isinstance(row.get(row.get("backend", "tensorflow")), str)
        for row in rows
    )


def _distribution(dialect: int) -> str:
    """Return what a dialect's Keras is installed by; Keras 2 came with TensorFlow, as ``keras``, before 2.16."""
    return "keras" if dialect == 3 else (keras_2_package() or "tf-keras").replace("_", "-")


def _version(distribution: str) -> str:
    """Return the installed version of a distribution, or of one that brings the same package (``tensorflow-cpu``)."""
    package = distribution.replace("-", "_")
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        for other in metadata.packages_distributions().get(package, ()):
            return metadata.version(other)
    return "?"

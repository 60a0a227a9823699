"""What ``bnlint verify`` measured, per version of Keras: one JSON file per run, as ``--output-format json`` writes it.

The files are made by the nox session ``matrix``, each in an environment of its own. A rule that was measured later
(``bnlint verify --rule CODE --merge FILE``) has a date of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

BACKENDS = ("tensorflow", "jax", "torch")
"""In the order in which they are shown."""


@dataclass(frozen=True)
class Measured:
    """One program's part in a confirmation.

    Args:
        program: ``BNLxxx/file name``.
        bad: it is expected to show the symptom in this dialect.
        present: the symptom was there; None when the program could not be judged.
        text: what was measured, for people, ``numbers`` by name ("nan" and "inf" as text).
        problem: why the program does not count, "" if it does.
    """

    program: str
    bad: bool
    present: bool | None
    text: str
    numbers: Mapping[str, float | str]
    problem: str


@dataclass(frozen=True)
class Confirmation:
    """One rule in one version of Keras.

    Args:
        code: ``BNLxxx``.
        dialect: 1 (TF1 graph code on tf_keras), 2 (tf_keras) or 3.
        keras: the version that ran, ``below`` that of what it ran on.
        date: of the run, ISO 8601.
        confirmed: all parts of the proof held (``bnlint.runtime.confirmation``).
        programs: in order.
        backend: what it ran on, "tensorflow", "jax" or "torch".
    """

    code: str
    dialect: int
    keras: str
    below: str
    date: str
    confirmed: bool
    programs: tuple[Measured, ...]
    backend: str = "tensorflow"

    @property
    def release(self) -> tuple[int, ...]:
        """The version of Keras, for sorting."""
        return tuple(int(part) for part in self.keras.split(".") if part.isdigit())

    def to_dict(self) -> dict[str, Any]:
        """Return the confirmation as plain data."""
        return asdict(self)


def confirmations(code: str) -> tuple[Confirmation, ...]:
    """Return what was measured for one rule, Keras 3 first, on TensorFlow first, the newest version first."""
    return tuple(found for found in all_confirmations() if found.code == code)


@dataclass(frozen=True)
class Run:
    """One run of ``bnlint verify``: the dialect, the versions, and the day."""

    dialect: int
    keras: str
    backend: str
    below: str
    date: str


def run_of(confirmation: Confirmation) -> Run:
    """Return the run that measured something."""
    c = confirmation
    return Run(c.dialect, c.keras, c.backend, c.below, c.date)


def runs() -> tuple[Run, ...]:
    """Return every run, in the same order."""
    return tuple(dict.fromkeys(map(run_of, all_confirmations())))


def backends() -> tuple[str, ...]:
    """Return what Keras 3 ran on in any run, TensorFlow first."""
    return tuple(dict.fromkeys(c.backend for c in all_confirmations()))


@cache
def all_confirmations() -> tuple[Confirmation, ...]:
    """Return what was measured for every rule, in the same order."""
    found: list[Confirmation] = []
    for file in files(__name__).iterdir():
        if file.name.endswith(".json"):
            document = json.loads(file.read_text(encoding="utf-8"))
            found += (_confirmation(row, row.get("date", document["date"])) for row in document["rows"])
    return tuple(sorted(found, key=lambda c: (c.dialect, -BACKENDS.index(c.backend), c.release, c.code), reverse=True))


def _confirmation(row: dict[str, Any], date: str) -> Confirmation:
    programs = tuple(
        Measured(p["program"], p["bad"], p["present"], p["measured"], p["numbers"], p["problem"])
        for p in row["programs"]
    )
    backend = row.get("backend", "tensorflow")
    return Confirmation(
        row["rule"], row["dialect"], row["keras"], row[backend], date, row["confirmed"], programs, backend
    )

"""One document of a corpus, in a worker process: a pure function of its text."""

from __future__ import annotations

from typing import Any, NamedTuple

from bnlint.analysis import backend, dialect
from bnlint.api import check_source
from bnlint.settings.config import Config
from bnlint.syntax import parsing


class Examined(NamedTuple):
    """What came of one file.

    Args:
        parses: whether it is Python at all, 2 or 3.
        findings: as ``Finding.to_dict`` gives them.
        keras: the dialect they are true for.
        backend: the backend of Keras 3 that they are true for, None in Keras 2.
    """

    parses: bool
    findings: list[dict[str, Any]]
    keras: int
    backend: str | None = None


NOWHERE = "<corpus>"
"""The name of a source without a place on this machine: nothing is looked up beside it."""


def examine(source: str, file: str, config: Config) -> Examined:
    """Check one file.

    Args:
        source: its text.
        file: where it lies; "" if nowhere.
        config: settings.
    """
    path = file or NOWHERE
    keras = dialect.target(source, path, config).dialect
    runs_on = backend.target(source, path, keras, config).name if keras == 3 else None
    try:
        tree = parsing.parse(source)
    except parsing.UNPARSABLE:
        return Examined(False, [], keras, runs_on)
    found = check_source(source, path, config, tree=tree)
    return Examined(True, [finding.to_dict() for finding in found], keras, runs_on)

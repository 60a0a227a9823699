"""Findings as one JSON document for machines.

``findings[]`` has ``path``, ``line``, ``column``, ``end_line``, ``end_column``, ``code``, ``message`` and ``related``
(``path``, ``line``, ``column``, ``message``); ``problems[]`` has ``path``, ``line`` (0: the whole file) and
``message``. Lines and columns count from 1 as in the other outputs; ``end_column`` is the column after the last
character.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bnlint import __version__
from bnlint.findings import Finding
from bnlint.output import Report, statistics


def render(report: Report, with_statistics: bool = False) -> Iterator[str]:
    """Yield the document.

    Args:
        report: what was found.
        with_statistics: add the number of findings per code.
    """
    document: dict[str, Any] = {
        "version": __version__,
        "findings": [_entry(finding) for finding in report.findings],
        "problems": [asdict(problem) for problem in report.problems],
    }
    if with_statistics:
        document["statistics"] = dict(statistics(report.findings))
    yield json.dumps(document, indent=2)


def _entry(finding: Finding) -> dict[str, Any]:
    entry = finding.to_json()
    entry["column"] += 1
    entry["end_column"] += 1
    for place in entry["related"]:
        place["column"] += 1
    return entry

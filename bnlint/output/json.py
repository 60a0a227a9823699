"""Findings as one JSON document for machines.

``findings[]`` has ``path``, ``line``, ``column``, ``end_line``, ``end_column``, ``code``, ``message``, ``related``
(``path``, ``line``, ``column``, ``message``), ``url`` (the rule's page), ``fingerprint`` (see ``bnlint.fingerprints``)
and ``fix`` (null, or ``description``, ``safety`` and ``edits``: ``offset``, ``length`` and ``replacement``, in code
points of the text without BOM and with line feeds). ``problems[]`` has ``path``, ``line`` (0: the whole file) and
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
from bnlint.fingerprints import identify
from bnlint.links import rule_page
from bnlint.output import Report, Style, statistics


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    identities = identify(report.everything(), report.sources, style.root)
    document: dict[str, Any] = {
        "version": __version__,
        "findings": [_entry(finding, identities[finding].fingerprint) for finding in report.findings],
        "problems": [asdict(problem) for problem in report.problems],
    }
    if style.statistics:
        document["statistics"] = dict(statistics(report.findings))
    yield json.dumps(document, indent=2)


def _entry(finding: Finding, fingerprint: str) -> dict[str, Any]:
    entry = finding.to_json()
    entry["column"] += 1
    entry["end_column"] += 1
    for place in entry["related"]:
        place["column"] += 1
    return {**entry, "url": rule_page(finding.code), "fingerprint": fingerprint}

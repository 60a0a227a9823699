"""Findings as one JSON document for machines.

``findings[]`` has ``path``, ``cell`` (in a notebook, from 1, else null), ``line``, ``column``, ``end_line``,
``end_column``, ``code``, ``message`` (all that fits on one line), ``headline`` (what goes wrong), ``remedy`` (what to
do), ``reason`` (why), ``notes`` (what else the message says: how many places it is about), ``related`` (``path``,
``cell``, ``line``, ``column``, ``message``), ``url`` (the rule's page), ``fingerprint`` (see ``results.fingerprints``)
and ``fix`` (null, or ``description``, ``safety`` and ``edits``: ``offset``, ``length`` and ``replacement``, in code
points of the text without BOM and with line feeds; for a notebook, of its JSON as it is) and ``places`` (what the
finding stands for when it is about more than one place: ``path``, ``cell``, ``line``, ``column``, ``end_line``,
``end_column``; see ``--group``). ``keras[]`` has the Keras that files were judged for: ``dialect`` (2 or 3), ``why``
("option" when the user set it, "default" when nothing says which), ``assumed`` (nothing in the project says so) and
``paths``; ``keras`` of a finding is the dialect of its file. ``backends[]`` has the same of what Keras 3 runs on:
``backend`` ("tensorflow", "jax" or "torch"), ``why``, ``assumed`` and ``paths``; ``backend`` of a finding is that of
its file, null in Keras 2. ``rules[]`` has the rules with findings: ``code``, ``name``, ``summary``, ``url`` and
``evidence``, what was measured of it: ``dialect``, ``keras`` (the version that ran), ``backend``, ``below`` (the
version of that), ``date`` and ``confirmed``. ``problems[]`` has ``path``, ``line`` (0: the whole file), ``message`` and
``failed`` (false where a limit has cut the reading of a file short). Lines (of a notebook: of the cell) and columns
count from 1 as in the other outputs; ``end_column`` is the column after the last character.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from bnlint import __version__
from bnlint.evidence import confirmations
from bnlint.links import rule_page
from bnlint.output import Style, statistics
from bnlint.output.documents import dumped
from bnlint.output.in_files import fix_in_file
from bnlint.results.findings import Finding
from bnlint.results.report import Report
from bnlint.rules import rule
from bnlint.settings.options import INTERNAL_ERROR
from bnlint.sources.notebooks import FileMap
from bnlint.syntax.source import Source


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    document: dict[str, Any] = {
        "version": __version__,
        "findings": [entry(finding, report) for finding in report.findings],
        "rules": [_rule(code) for code in sorted({finding.code for finding in report.findings} - {INTERNAL_ERROR})],
        "keras": [{**judged._asdict(), "paths": paths} for judged, paths in report.by_keras()],
        "backends": [{**runs_on._asdict(), "paths": paths} for runs_on, paths in report.by_backend()],
        "problems": [asdict(problem) for problem in report.problems],
    }
    if style.statistics:
        document["statistics"] = dict(statistics(report.findings))
    yield dumped(document)


def _rule(code: str) -> dict[str, Any]:
    known = rule(code)
    return {
        "code": code,
        "name": known.name,
        "summary": known.summary,
        "url": rule_page(code),
        "evidence": [
            {name: value for name, value in asdict(confirmation).items() if name not in ("code", "programs")}
            for confirmation in confirmations(code)
        ],
    }


def entry(finding: Finding, report: Report) -> dict[str, Any]:
    """Return a finding as an entry of ``findings``."""
    source, fingerprint = report.sources[finding.path], report.identities[finding].fingerprint
    if source.notebook is not None:
        finding = replace(finding, fix=fix_in_file(finding.fix, FileMap(source.notebook, source.text)))
    found = finding.to_json()
    found["end_line"] = source.place(found["end_line"])[1]
    found["end_column"] += 1
    for place in found["places"]:
        place["end_line"] = source.place(place["end_line"])[1]
        place["end_column"] += 1
    for place in (found, *found["related"], *found["places"]):
        at = report.sources.get(place["path"], Source(place["path"], ""))
        place["cell"], place["line"] = at.place(place["line"])
        place["column"] += 1
    judged = report.judged.get(finding.path)
    found["keras"] = judged.dialect if judged is not None else None
    runs_on = report.backends.get(finding.path)
    found["backend"] = runs_on.backend if runs_on is not None else None
    return {**found, "url": rule_page(finding.code), "fingerprint": fingerprint}

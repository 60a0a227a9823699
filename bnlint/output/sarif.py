"""SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning and viewers.

What GitHub asks for beyond the schema is there: texts of the rules, levels, paths relative to the repository. What
``# noqa`` comments or a baseline hide is there too, marked as suppressed, which GitHub shows as closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bnlint import __version__
from bnlint.explain import explanation, markdown
from bnlint.links import DOCUMENTATION, rule_page
from bnlint.output import Style
from bnlint.output.documents import dumped
from bnlint.output.levels import level
from bnlint.results.edits import Edit, Fix, Lines
from bnlint.results.findings import Finding
from bnlint.results.report import Problem, Report
from bnlint.rules import rule
from bnlint.settings import options
from bnlint.sources import files

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "bnlint/v1"
_BASE = "%SRCROOT%"
_TEXT_LIMIT = 1000
"""GitHub takes up to 1024 characters."""


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    yield dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, style)]})


def _run(report: Report, style: Style) -> dict[str, Any]:
    findings = sorted(set(report.everything()))
    codes = sorted({finding.code for finding in findings})
    writer = _Results(report, style, codes)
    failed = any(problem.failed for problem in report.problems) or options.INTERNAL_ERROR in codes
    return {
        "tool": {
            "driver": {
                "name": "bnlint",
                "informationUri": DOCUMENTATION,
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "automationDetails": {"id": "bnlint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"uri": f"{style.root.absolute().as_uri().rstrip('/')}/"}},
        "invocations": [
            {
                "executionSuccessful": not failed,
                "toolExecutionNotifications": [_notification(problem, style.root) for problem in report.problems],
            }
        ],
        "results": [writer.result(finding) for finding in findings],
        "properties": {
            "keras": [
                {**judged._asdict(), "files": [_artifact(path, style.root) for path in paths]}
                for judged, paths in report.by_keras()
            ],
            "backends": [
                {**runs_on._asdict(), "files": [_artifact(path, style.root) for path in paths]}
                for runs_on, paths in report.by_backend()
            ],
        },
    }


def _rule(code: str) -> dict[str, Any]:
    if code == options.INTERNAL_ERROR:
        text = "bnlint itself failed on a file."
        return {
            "id": code,
            "name": "internal-error",
            "shortDescription": {"text": text},
            "fullDescription": {"text": text},
            "help": {"text": text},
            "defaultConfiguration": {"level": level(code)},
        }
    entry, found = rule(code), explanation(code)
    text = markdown.without_evidence(found)
    return {
        "id": code,
        "name": entry.name,
        "shortDescription": {"text": entry.summary[:_TEXT_LIMIT]},
        "fullDescription": {"text": found.lead[:_TEXT_LIMIT]},
        "helpUri": rule_page(code),
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": level(code)},
        "properties": {
            "precision": "very-high",
            "problem.severity": "recommendation" if entry.opt_in else "warning",
            "tags": ["batch-normalization", "correctness", "keras", "tensorflow"],
        },
    }


@dataclass
class _Results:
    """Writes the results of one report."""

    report: Report
    style: Style
    codes: Sequence[str]

    def __post_init__(self) -> None:
        self._suppressed = set(self.report.suppressed)
        self._baselined = set(self.report.baselined)
        self._lines: dict[str, Lines] = {}

    def result(self, finding: Finding) -> dict[str, Any]:
        """Return one result."""
        found: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": self.codes.index(finding.code),
            "level": level(finding.code),
            "message": {"text": finding.said.full},
            "locations": [{"physicalLocation": self._place(finding.path, _region(finding))}],
            "partialFingerprints": {_FINGERPRINT: self.report.identities[finding].fingerprint},
            "suppressions": list(self._suppressions(finding)),
        }
        judged = self.report.judged.get(finding.path)
        if judged is not None:
            found["properties"] = {"keras": judged._asdict()}
            runs_on = self.report.backends.get(finding.path)
            if runs_on is not None:
                found["properties"]["backend"] = runs_on._asdict()
        if self.report.identities[finding].context:
            name = self.report.identities[finding].context
            found["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": name}]
        if finding.related:
            found["relatedLocations"] = [
                {
                    "id": number,
                    "physicalLocation": self._place(
                        related.path, {"startLine": related.line, "startColumn": related.column + 1}
                    ),
                    "message": {"text": related.message},
                }
                for number, related in enumerate(finding.related)
            ]
        if finding.fix is not None and finding.fix.edits:
            found["fixes"] = [self._fix(finding.path, finding.fix)]
        if self.style.baseline:
            found["baselineState"] = "unchanged" if finding in self._baselined else "new"
        return found

    def _suppressions(self, finding: Finding) -> Iterator[dict[str, str]]:
        if finding in self._suppressed:
            yield {"kind": "inSource", "status": "accepted"}
        if finding in self._baselined:
            yield {"kind": "external", "status": "accepted", "justification": "in the baseline"}

    def _place(self, path: str, region: dict[str, int]) -> dict[str, Any]:
        return {"artifactLocation": _artifact(path, self.style.root), "region": region}

    def _fix(self, path: str, fix: Fix) -> dict[str, Any]:
        if path not in self._lines:
            self._lines[path] = Lines(self.report.sources[path].text)
        return {
            "description": {"text": f"{fix.description} ({fix.safety})"},
            "artifactChanges": [
                {
                    "artifactLocation": _artifact(path, self.style.root),
                    "replacements": [_replacement(edit, self._lines[path]) for edit in fix.edits],
                }
            ],
        }


def _region(finding: Finding) -> dict[str, int]:
    end = max((finding.end_line, finding.end_column), (finding.line, finding.column + 1))  # GitHub takes no empty one
    return {"startLine": finding.line, "startColumn": finding.column + 1, "endLine": end[0], "endColumn": end[1] + 1}


def _replacement(edit: Edit, lines: Lines) -> dict[str, Any]:
    (line, column), (end_line, end_column) = lines.place(edit.offset), lines.place(edit.end)
    deleted = {"startLine": line, "startColumn": column + 1, "endLine": end_line, "endColumn": end_column + 1}
    return {"deletedRegion": deleted, "insertedContent": {"text": edit.replacement}}


def _notification(problem: Problem, root: Path) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(problem.path, root)}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    level = "error" if problem.failed else "note"
    return {"level": level, "message": {"text": problem.message}, "locations": [{"physicalLocation": place}]}


def _artifact(path: str, root: Path) -> dict[str, str]:
    name = files.portable(path, root)
    if Path(name).is_absolute():
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(name, errors="surrogateescape"), "uriBaseId": _BASE}

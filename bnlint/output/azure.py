"""Annotations of Azure Pipelines: logging commands that show up in the summary of a run and at the lines of a file.

https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.output import Style, summary
from bnlint.output.levels import level
from bnlint.results.findings import Finding
from bnlint.results.report import Problem, Report
from bnlint.results.wording import harmless
from bnlint.sources import files

_ESCAPES = {"%": "%AZP25", ";": "%3B", "\r": "%0D", "\n": "%0A", "]": "%5D"}


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines to print."""
    for finding in report.findings:
        yield _finding(finding, style)
    for problem in report.problems:
        yield _problem(problem, style)
    yield summary(report)


def _finding(finding: Finding, style: Style) -> str:
    where = {
        "sourcepath": files.portable(finding.path, style.root),
        "linenumber": str(finding.line),
        "columnnumber": str(finding.column + 1),
        "code": finding.code,
    }
    kind = "error" if level(finding.code) == "error" else "warning"
    return _command(kind, where, finding.message)


def _problem(problem: Problem, style: Style) -> str:
    where = {"sourcepath": files.portable(problem.path, style.root), "linenumber": str(problem.line or 1)}
    return _command("error" if problem.failed else "warning", where, str(problem))


def _command(kind: str, properties: dict[str, str], text: str) -> str:
    listed = "".join(f"{key}={_escaped(value)};" for key, value in properties.items())
    return f"##vso[task.logissue type={kind};{listed}]{_escaped(text)}"


def _escaped(text: str) -> str:
    return harmless("".join(_ESCAPES.get(char, char) for char in text))

"""Annotations of GitHub Actions: workflow commands that show up at the lines of a pull request.

GitHub shows ten of each level per step, so a summary follows.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.output import Style, summary
from bnlint.output.levels import level
from bnlint.results.findings import Finding
from bnlint.results.report import Problem, Report
from bnlint.results.wording import harmless
from bnlint.sources import files

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines to print."""
    for finding in report.findings:
        yield _finding(finding, style)
    for problem in report.problems:
        yield _problem(problem, style)
    yield summary(report)


def _finding(finding: Finding, style: Style) -> str:
    where = {
        "title": f"bnlint ({finding.code})",
        "file": files.portable(finding.path, style.root),
        "line": str(finding.line),
        "col": str(finding.column + 1),
        "endLine": str(finding.end_line),
        "endColumn": str(finding.end_column + 1),
    }
    if finding.end_line > finding.line:  # GitHub ignores columns of more than one line
        del where["col"], where["endColumn"]
    text = harmless(f"{finding.path}:{finding.line}:{finding.column + 1}: {finding.code} {finding.message}")
    reason = f"\n{harmless(finding.said.reason)}" if finding.said.reason else ""
    return _command(_COMMANDS[level(finding.code)], where, text + reason)


def _problem(problem: Problem, style: Style) -> str:
    where = {"title": "bnlint", "file": files.portable(problem.path, style.root), "line": str(problem.line or 1)}
    return _command("error" if problem.failed else "notice", where, str(problem))


def _command(name: str, properties: dict[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return harmless(text)

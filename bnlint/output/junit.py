"""Findings as JUnit's XML, which Jenkins, GitLab, Azure and CircleCI show as tests: one that fails for each finding.

A file is a suite. A run without findings is one test that passes, because a report without tests is an error to some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from xml.etree import ElementTree

from bnlint.links import rule_page
from bnlint.output import Style
from bnlint.results.findings import Finding, Related
from bnlint.results.report import Problem, Report
from bnlint.results.wording import harmless
from bnlint.settings.options import INTERNAL_ERROR
from bnlint.sources import files


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the document."""
    cases: dict[str, list[ElementTree.Element]] = defaultdict(list)
    for finding in report.findings:
        cases[files.portable(finding.path, style.root)].append(_case(finding, style))
    for problem in filter(attrgetter("failed"), report.problems):
        cases[files.portable(problem.path, style.root)].append(_broken(problem, style))
    if not cases:
        cases["bnlint"].append(ElementTree.Element("testcase", name="no findings", classname="bnlint"))
    root = ElementTree.Element("testsuites", _counts([case for each in cases.values() for case in each]))
    for path, inside in cases.items():
        suite = ElementTree.SubElement(root, "testsuite", {"name": harmless(path), **_counts(inside)})
        suite.extend(inside)
    ElementTree.indent(root)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from ElementTree.tostring(root, encoding="unicode").split("\n")


def _counts(cases: Sequence[ElementTree.Element]) -> dict[str, str]:
    failures, errors = (sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error"))
    return {"tests": str(len(cases)), "failures": str(failures), "errors": str(errors)}


def _case(finding: Finding, style: Style) -> ElementTree.Element:
    where = f"{finding.path}:{finding.line}:{finding.column + 1}"
    case = _at(finding.path, finding.line, f"{finding.code} at {finding.line}:{finding.column + 1}", style)
    failed = "error" if finding.code == INTERNAL_ERROR else "failure"
    said = ElementTree.SubElement(case, failed, type=finding.code, message=harmless(finding.message))
    page = "" if finding.code == INTERNAL_ERROR else f"\n{rule_page(finding.code)}"
    related = "".join(f"\n{p.path}:{p.line}:{p.column + 1}: {p.message}" for p in map(_shown, finding.related))
    said.text = f"{harmless(where)}: {finding.code} {harmless(finding.said.full)}{related}{page}"
    return case


def _shown(place: Related) -> Related:
    return replace(place, path=harmless(place.path), message=harmless(place.message))


def _broken(problem: Problem, style: Style) -> ElementTree.Element:
    case = _at(problem.path, problem.line or 1, "is read", style)
    ElementTree.SubElement(case, "error", type="unread", message=harmless(problem.message)).text = harmless(
        str(problem)
    )
    return case


def _at(path: str, line: int, name: str, style: Style) -> ElementTree.Element:
    file = harmless(files.portable(path, style.root))
    return ElementTree.Element("testcase", {"name": name, "classname": file, "file": file, "line": str(line)})

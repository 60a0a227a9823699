"""How the command shows a report: one module per format (its hyphens are underscores), with ``render(report, style)``.

``FORMATS`` says what a format needs; ``bnlint.settings.options.OUTPUT_FORMATS`` has the names once more, because the
command's options must not cost an import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from bnlint.results.findings import Finding
from bnlint.results.fingerprints import identify
from bnlint.results.report import Report
from bnlint.results.wording import plural
from bnlint.settings.options import INTERNAL_ERROR


class Format(NamedTuple):
    """What a format needs, and what may be done to its output.

    Args:
        document: it is one document, to which nothing can be added.
        fingerprints: it names findings by what stays the same when lines move.
        cells: its readers know the cells of notebooks; those of the others know files only.
        copies: it is read by people who want to see what is the same in copies of a file once.
    """

    document: bool = False
    fingerprints: bool = False
    cells: bool = True
    copies: bool = False


FORMATS = {
    "text": Format(copies=True),
    "concise": Format(copies=True),
    "grouped": Format(copies=True),
    "json": Format(document=True, fingerprints=True),
    "json-lines": Format(document=True, fingerprints=True),
    "sarif": Format(document=True, fingerprints=True, cells=False),
    "github": Format(cells=False),
    "gitlab": Format(document=True, fingerprints=True, cells=False),
    "azure": Format(cells=False),
    "rdjson": Format(document=True, cells=False),
    "junit": Format(document=True, cells=False),
    "markdown": Format(document=True, copies=True),
}


@dataclass(frozen=True)
class Style:
    """What a format may want to know beside the report.

    Args:
        root: the directory that machines name files relative to.
        color: whether to use terminal colours and links.
        statistics: whether to add how often each rule was found.
        baseline: whether the report was held against a baseline.
        quiet: whether to leave out what is said of the run as a whole.
        unsafe_fixes: whether ``--fix`` makes the unsafe fixes without being asked.
        verbose: whether to say of each finding why it is one, where a format leaves that out.
        width: columns of the terminal, 0 where lines may be of any length.
        group: whether one mistake is one finding, also where it stands in copies of a file.
    """

    root: Path
    color: bool = False
    statistics: bool = False
    baseline: bool = False
    quiet: bool = False
    unsafe_fixes: bool = False
    verbose: bool = False
    width: int = 0
    group: bool = False


def render(name: str, report: Report, style: Style) -> Iterator[str]:
    """Yield the lines of a report in one of the ``FORMATS``."""
    if FORMATS[name].fingerprints:  # before anything is moved
        identities = identify(report.everything(), report.sources, style.root)
        report = replace(report, identities=identities)
    if FORMATS[name].copies and style.group:
        from bnlint.results.copies import folded  # start-up: most runs find nothing

        report = folded(report)
    if not FORMATS[name].cells:
        from bnlint.output.in_files import in_files  # start-up: the formats for people know cells

        report = in_files(report)
    lines: Iterator[str] = import_module(f"bnlint.output.{name.replace('-', '_')}").render(report, style)
    return lines


def statistics(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Return how often each code was found, most frequent first."""
    counts = Counter(finding.code for finding in findings)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def summary(report: Report) -> str:
    """Return a sentence on what was found."""
    files_checked = plural(report.checked, "file")
    failed, unread = (len({p.path for p in report.problems if p.failed is state}) for state in (True, False))
    failed -= report.unreached > 0
    known = [f"{len(report.baselined)} in the baseline"] if report.baselined else []
    known += [f"{unread} not read to the end"] if unread else []
    known += [f"{report.unreached} not reached"] if report.unreached else []
    more = "".join(f", {each}" for each in known)
    if not report.findings and failed:
        broken = f"{plural(failed, 'file')} could not be read"
        return (
            f"Nothing found in {files_checked}{more}; {broken}." if report.checked else f"{broken}, none was checked."
        )
    if not report.findings:
        return f"No findings in {files_checked} ({', '.join(known)})." if known else f"No findings in {files_checked}."
    affected = len({finding.path for finding in report.findings})
    more += f", {failed} not read" if failed else ""
    return f"{plural(len(report.findings), 'finding')} in {plural(affected, 'file')} ({files_checked} checked{more})."


def fixable(report: Report, unsafe_fixes: bool = False) -> str:
    """Return how many findings can be fixed, and with which options; "" for none.

    Args:
        report: what was found.
        unsafe_fixes: ``--fix`` makes the unsafe fixes without being asked.
    """
    everywhere = (each for finding in report.findings for each in (finding, *finding.copies))
    safeties = Counter(finding.fix.safety for finding in everywhere if finding.fix is not None)
    safe, unsafe = safeties["safe"], safeties["unsafe"]
    if unsafe_fixes:
        safe, unsafe = safe + unsafe, 0
    if not safe:
        return f"[*] {unsafe} fixable with --fix --unsafe-fixes." if unsafe else ""
    return f"[*] {safe} fixable with --fix{f', {unsafe} more with --unsafe-fixes' if unsafe else ''}."


def assumption(report: Report) -> str:
    """Return what is said of the Keras and the backend that files were judged for although nothing says so.

    The backend is worth a word only where a finding depends on it.
    """
    return " ".join(filter(None, (_assumed_keras(report), _assumed_backend(report))))


def _assumed_backend(report: Report) -> str:
    from bnlint.rules import rule  # start-up: most runs find nothing

    assumed = {path for path, runs_on in report.backends.items() if runs_on.assumed}
    codes = {finding.code for finding in report.findings if finding.path in assumed} - {INTERNAL_ERROR}
    mattered = ", ".join(sorted(code for code in codes if rule(code).by_backend))
    if not mattered:
        return ""
    return f"{mattered} judged for the TensorFlow backend: set backend in [tool.bnlint], or --backend."


def _assumed_keras(report: Report) -> str:
    assumed = [(judged.dialect, len(paths)) for judged, paths in report.by_keras() if judged.assumed]
    if not assumed:
        return ""
    count = sum(number for _, number in assumed)
    which = "Judged" if count == len(report.judged) else f"{plural(count, 'file')} judged"
    remedy = "set keras in [tool.bnlint], or --keras"
    return f"{which} for Keras {assumed[0][0]}, because nothing in the project says otherwise: {remedy}."

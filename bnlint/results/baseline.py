"""Baselines: the findings that were there when a project began to use bnlint.

A baseline is a JSON file, sorted by path, without line numbers (see ``fingerprints``), so that it changes only
when findings come or go. Files are named relative to the baseline's own directory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bnlint.results.findings import Finding
from bnlint.results.fingerprints import Identity, at_cause, identify, identify_places
from bnlint.results.grouping import grouped, single
from bnlint.results.report import Report
from bnlint.settings import options
from bnlint.sources import files, regular

_VERSION = 1


class BaselineError(Exception):
    """A baseline cannot be used; the message names the file."""


@dataclass(frozen=True, order=True)
class Entry:
    """One known finding.

    Args:
        path: its file, relative to the baseline's directory.
        code: the rule.
        context: the function or class around it.
        fingerprint: what it is recognised by.
    """

    path: str
    code: str
    context: str
    fingerprint: str

    def __str__(self) -> str:
        where = f" in {self.context}" if self.context else ""
        return f"{self.path}: {self.code}{where}"


def read(file: Path) -> list[Entry]:
    """Read a baseline.

    Raises:
        BaselineError: it is not there, or it is not a baseline.
    """
    try:
        document = json.loads(regular.contents(file).decode("utf-8"))
        if document["version"] != _VERSION:
            raise BaselineError(f"{file}: a baseline of version {document['version']!r}, not {_VERSION}")
        return sorted(
            Entry(path, str(entry["code"]), str(entry["context"]), str(entry["fingerprint"]))
            for path, entries in document["findings"].items()
            for entry in entries
        )
    except OSError as error:
        raise BaselineError(f"{file}: cannot read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BaselineError(f"{file}: not a baseline (write one with: bnlint baseline)") from error


def write(report: Report, file: Path) -> str:
    """Return the text of the baseline that holds what a report shows.

    Args:
        report: what was found.
        file: where the baseline will lie.
    """
    identities = _identities(report, file)
    entries = sorted(_entry(finding, identities[finding], file) for finding in _known(report.findings))
    found: dict[str, list[dict[str, str]]] = {}
    for entry in entries:
        found.setdefault(entry.path, []).append(
            {"code": entry.code, "context": entry.context, "fingerprint": entry.fingerprint}
        )
    document: dict[str, Any] = {"version": _VERSION, "findings": found}
    return json.dumps(document, indent=2) + "\n"


def apply(report: Report, file: Path) -> list[Entry]:
    """Move the findings that a baseline knows from those that a report shows.

    Args:
        report: changed in place.
        file: the baseline.

    Returns:
        The entries that no finding of the report matches.

    Raises:
        BaselineError: it is not there, or it is not a baseline.
    """
    entries = {(entry.path, entry.fingerprint): entry for entry in read(file)}
    identities = _identities(report, file)
    places = single(report.everything())
    by_group = _by_group(report, file)
    by_place = identify_places(places, report.sources, file.parent)
    by_cause = identify_places(map(at_cause, places), report.sources, file.parent)

    def keys(finding: Finding) -> set[tuple[str, str]]:
        """Return all ways to know it: the baseline may be written with another grouping than this run."""
        path = files.portable(finding.path, file.parent)
        ways = {identities[finding]}
        for place in single([finding]):
            ways |= {by_place[place], by_cause[at_cause(place)], by_group[place]}
        return {(path, identity.fingerprint) for identity in ways}

    known = {finding for finding in _known(report.findings) if not entries.keys().isdisjoint(keys(finding))}
    report.baselined = [finding for finding in report.findings if finding in known]
    report.findings = [finding for finding in report.findings if finding not in known]
    matched = {key for finding in report.everything() for key in keys(finding)}
    return [entry for place, entry in entries.items() if place not in matched]


def stale(
    unmatched: Collection[Entry], file: Path, checked: Collection[str], selected: Callable[[str], bool]
) -> Iterator[Entry]:
    """Yield those of the unmatched entries that this run could have matched.

    Args:
        unmatched: what ``apply`` returns.
        file: the baseline.
        checked: the files that were checked.
        selected: whether a rule was asked for.
    """
    names = {files.portable(path, file.parent) for path in checked}
    for entry in unmatched:
        gone = not os.path.exists(file.parent / entry.path)
        if (gone or entry.path in names) and selected(entry.code):
            yield entry


def _known(findings: Collection[Finding]) -> list[Finding]:
    """Return what may stand in a baseline: an error of bnlint's own is no opinion on the code."""
    return [finding for finding in findings if finding.code != options.INTERNAL_ERROR]


def _identities(report: Report, file: Path) -> dict[Finding, Identity]:
    return identify(report.everything(), report.sources, file.parent)


def _by_group(report: Report, file: Path) -> dict[Finding, Identity]:
    """Return by what each place is recognised where those of one mistake are one finding."""
    in_files: dict[str, list[Finding]] = {}
    for place in single(report.findings):
        in_files.setdefault(place.path, []).append(place)
    groups = [each for path, found in in_files.items() for each in grouped(found, report.sources[path])]
    whole = [*groups, *report.suppressed, *report.baselined]
    identities = identify(whole, report.sources, file.parent)
    return {place: identities[each] for each in whole for place in single([each])}


def _entry(finding: Finding, identity: Identity, file: Path) -> Entry:
    return Entry(files.portable(finding.path, file.parent), finding.code, *identity)

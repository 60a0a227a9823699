"""What the rules say of a recording, as findings in the user's files."""

from __future__ import annotations

import linecache
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bnlint import rules
from bnlint.analysis import checking
from bnlint.events import Site, Testimony
from bnlint.results.findings import Finding, Related
from bnlint.results.messages import Message
from bnlint.runtime.sites import kind_of_file
from bnlint.settings.loading import Settings
from bnlint.sources import files
from bnlint.syntax.source import Source
from bnlint.syntax.texts import NOTEBOOK

_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


def is_project_file(path: str) -> bool:
    """Say whether a file is the user's: one that is neither Python's nor an installed package's, or a cell."""
    written = path.endswith((".py", NOTEBOOK)) or path.startswith("<")
    return written and kind_of_file(path) == "user" and not any(part in path for part in _INSTALLED)


def findings_of(testimony: Testimony, settings: Settings) -> list[Finding]:
    """Run the rules on what the recorder saw.

    Args:
        testimony: the recorder's.
        settings: which rules are wanted; ``# noqa`` comments count as they do for the linter.

    Returns:
        The findings in the user's files, sorted; a rule that fails becomes one ``BNL001`` finding.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in sorted(set(_reported(testimony, settings))):
        by_file.setdefault(finding.path, []).append(finding)
    found: list[Finding] = []
    for path, group in by_file.items():
        unique = {(f.line, f.code): f for f in reversed(group)}
        found += checking.shown(unique.values(), _source(path), settings)
    return sorted(found)


def _reported(testimony: Testimony, settings: Settings) -> Iterator[Finding]:
    for code, report in rules.judge(replace(testimony, min_values=settings.min_values), settings.enable):
        if isinstance(report, Exception):
            text = f"rule {code} failed on what the run showed: {type(report).__name__}: {report}"
            yield Finding("", 0, 0, "BNL001", Message(" ".join(text.split())[:300]))
        elif report.site.line and is_project_file(report.site.path):
            yield _finding(code, report.message, report.site, report.related)


def _finding(code: str, message: Message, site: Site, related: tuple[tuple[Site, str], ...]) -> Finding:
    notes = tuple(Related(place.path, place.line, place.column, text) for place, text in related if place.line)
    return Finding(site.path, site.line, site.column, code, message, related=notes)


@lru_cache(maxsize=256)
def _source(path: str) -> Source:
    if path.startswith("<"):
        return Source(path, "".join(linecache.getlines(path)))
    try:
        return files.read(path)
    except OSError:
        return Source(path, "".join(linecache.getlines(path)))


def named_from(folder: str, finding: Finding) -> Finding:
    """Name a finding's files as seen from a directory, if they lie below it."""
    related = tuple(replace(place, path=relative(folder, place.path)) for place in finding.related)
    return replace(finding, path=relative(folder, finding.path), related=related)


def relative(folder: str, path: str) -> str:
    """Name a file as seen from a directory, if it lies below it."""
    if not os.path.isabs(path):
        return path
    try:
        inside = os.path.commonpath((folder, path)) == folder
    except ValueError:  # another drive
        return path
    return os.path.relpath(path, folder) if inside else path

"""Suppression comments, with exactly flake8's meaning because flake8's own code judges them.

Only files that have findings and the word "noqa" get here, so that flake8 is imported when needed and not before.
"""

from __future__ import annotations

import io
import re
import tokenize
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from bnlint.results.findings import Finding, Habit, Place
from bnlint.results.grouping import grouped, single
from bnlint.results.messages import Message
from bnlint.sources import files
from bnlint.syntax.source import Source

if TYPE_CHECKING:
    from flake8.processor import FileProcessor

_PROCESSOR_OPTIONS = Namespace(
    disable_noqa=False,
    hang_closing=False,
    indent_size=4,
    max_doc_length=None,
    max_line_length=79,
    stdin_display_name="stdin",
    verbose=0,
)
"""What flake8's ``FileProcessor`` reads; only ``disable_noqa`` matters for us."""


def split(findings: Iterable[Finding], source: Source) -> tuple[list[Finding], list[Finding]]:
    """Part the findings that no ``# noqa`` or ``# flake8: noqa`` comment suppresses from those that one does.

    A comment in the line of a cause (see ``results.grouping``), be it in another file, suppresses all that comes from
    it; one in the line of a place, that place.

    Args:
        findings: findings in one file.
        source: the file.

    Returns:
        What is to be shown, and what is suppressed.
    """
    findings = list(findings)
    readers = {path: reader(path, text) for path, text in _commented(findings, source)}
    if not readers:
        return findings, []
    if source.path in readers and readers[source.path].should_ignore_file():
        return [], findings
    shown: list[Finding] = []
    suppressed: list[Finding] = []
    for finding in findings:
        hidden = [place for place in single([finding]) if _hidden(place, readers)]
        whole = not isinstance(finding.cause, Habit) and _hidden(finding, readers)
        if whole or len(hidden) == len(single([finding])):
            suppressed.append(finding)
            continue
        suppressed += hidden
        shown += grouped(set(single([finding])).difference(hidden), source) if hidden else [finding]
    return sorted(shown), suppressed


def _commented(findings: Iterable[Finding], source: Source) -> Iterator[tuple[str, str]]:
    """Yield the files in which findings are, or what they come from, with their texts, where those hold comments."""
    causes = {place.cause.path for place in single(findings) if isinstance(place.cause, Place)}
    for path in (source.path, *sorted(causes - {source.path})) if findings else ():
        try:
            text = source.text if path == source.path else files.read(path).text
        except OSError:
            continue
        if "noqa" in text.lower():
            yield path, text


def _hidden(finding: Finding, readers: Mapping[str, FileProcessor]) -> bool:
    lines = {(finding.path, finding.line)}
    if isinstance(finding.cause, Place):
        lines.add((finding.cause.path, finding.cause.line))
    return any(_suppressed(finding, line, readers[path].noqa_line_for(line)) for path, line in lines if path in readers)


def comment_lines(text: str) -> dict[int, int]:
    """Return where a comment has to stand that suppresses what is found in a line, by line; both from 1.

    Lines joined by a backslash or by a string over several lines are one line for flake8; only the last of them has
    room for a comment.

    Args:
        text: the module's source.
    """
    ends: dict[int, int] = {}
    first = 0
    try:
        for token in reader("", text).file_tokens:
            if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                continue
            first = min(first, token.start[0]) if first else token.start[0]
            if token.type in (tokenize.NL, tokenize.NEWLINE):
                ends.update(dict.fromkeys(range(first, token.end[0] + 1), token.start[0]))
                first = 0
    except (tokenize.TokenError, SyntaxError):
        pass
    return ends


def reader(path: str, text: str) -> FileProcessor:
    """Return what flake8 reads a file with.

    Args:
        path: the file's name.
        text: its text.
    """
    from flake8.processor import FileProcessor  # start-up: most files have no such comments

    # Not str.splitlines, which also splits at form feeds and the like.
    return FileProcessor(path, _PROCESSOR_OPTIONS, lines=io.StringIO(text).readlines())


def inline(text: str) -> re.Match[str] | None:
    """Return the first comment in a text that flake8 takes for one; its group ``codes`` is None where it has none."""
    from flake8 import defaults  # start-up: most files have no such comments

    found: re.Match[str] | None = defaults.NOQA_INLINE_REGEXP.search(text)
    return found


def names(codes: str, code: str) -> bool:
    """Whether a comment with these codes suppresses a rule."""
    return _suppressed(Finding("", 1, 0, code, Message("")), 1, f"# noqa: {codes}")


def _suppressed(finding: Finding, line: int, noqa_line: str | None) -> bool:
    from flake8.violation import Violation  # start-up: most files have no such comments

    violation = Violation(finding.code, finding.path, line, finding.column + 1, finding.message, noqa_line)
    return bool(violation.is_inline_ignored(False))

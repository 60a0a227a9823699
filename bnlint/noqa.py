"""Suppression comments, with exactly flake8's meaning because flake8's own code judges them.

Only files that have findings and the word "noqa" get here, so that flake8 is imported when needed and not before.
"""

from __future__ import annotations

import io
from argparse import Namespace
from collections.abc import Iterable

from bnlint.findings import Finding

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


def unsuppressed(findings: Iterable[Finding], path: str, text: str) -> list[Finding]:
    """Return the findings that no ``# noqa`` or ``# flake8: noqa`` comment suppresses.

    Args:
        findings: findings in one file.
        path: the file's name.
        text: its source.
    """
    findings = list(findings)
    if not findings or "noqa" not in text.lower():
        return findings
    from flake8.processor import FileProcessor

    # Not str.splitlines, which also splits at form feeds and the like.
    processor = FileProcessor(path, _PROCESSOR_OPTIONS, lines=io.StringIO(text).readlines())
    if processor.should_ignore_file():
        return []
    return [finding for finding in findings if not _suppressed(finding, processor.noqa_line_for(finding.line))]


def _suppressed(finding: Finding, noqa_line: str | None) -> bool:
    from flake8.violation import Violation

    violation = Violation(finding.code, finding.path, finding.line, finding.column + 1, finding.message, noqa_line)
    return bool(violation.is_inline_ignored(False))

"""Findings for people: message, source line with a caret, and the places the finding rests on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bnlint import files
from bnlint.findings import Finding
from bnlint.output import Report, plural

_RESET = "\x1b[0m"
_STYLES = {"path": "\x1b[1m", "code": "\x1b[1;31m", "gutter": "\x1b[34m", "caret": "\x1b[1;31m", "note": "\x1b[36m"}
_TAB = "    "


@dataclass
class Renderer:
    """Renders one report.

    Args:
        report: what was found.
        color: whether to use terminal colours.
    """

    report: Report
    color: bool = False

    def render(self) -> Iterator[str]:
        """Yield the lines to print."""
        for finding in self.report.findings:
            yield from self._finding(finding)
            yield ""
        yield _summary(self.report)

    def _finding(self, finding: Finding) -> Iterator[str]:
        place = self._paint("path", _printable(f"{finding.path}:{finding.line}:{finding.column + 1}:"))
        yield f"{place} {self._paint('code', finding.code)} {_printable(finding.message)}"
        width = len(str(max((finding.line, *(related.line for related in finding.related)))))
        end = finding.end_column if finding.end_line == finding.line else None
        yield from self._snippet(finding.path, finding.line, finding.column, end, width)
        for related in finding.related:
            where = "" if related.path == finding.path else f"{related.path}:"
            note = _printable(f"{where}{related.line}:{related.column + 1}: {related.message}")
            yield f"{' ' * width} {self._paint('gutter', '=')} {self._paint('note', note)}"
            yield from self._snippet(related.path, related.line, related.column, related.column + 1, width)

    def _snippet(self, path: str, line: int, column: int, end: int | None, width: int) -> Iterator[str]:
        """Yield the source line and the marker under it; nothing when the line is not at hand."""
        text = self._line(path, line)
        if text is None:
            return
        code = text.rstrip()
        before, marked = code[:column], code[column : len(code) if end is None else end]
        number = self._paint("gutter", f"{line:>{width}} |")
        gutter = self._paint("gutter", f"{' ' * width} |")
        yield f"{number} {_shown(code)}"
        yield f"{gutter} {' ' * _columns(_shown(before))}{self._paint('caret', '^' * max(1, _columns(_shown(marked))))}"

    def _line(self, path: str, line: int) -> str | None:
        if path not in self.report.sources:
            try:
                self.report.sources[path] = files.read(path)
            except OSError:
                self.report.sources[path] = files.Source(path, "")
        lines = self.report.sources[path].text.split("\n")
        return lines[line - 1] if 0 < line <= len(lines) else None

    def _paint(self, style: str, text: str) -> str:
        return f"{_STYLES[style]}{text}{_RESET}" if self.color else text


def _summary(report: Report) -> str:
    files_checked = plural(report.checked, "file")
    if not report.findings:
        return f"No findings in {files_checked}."
    affected = len({finding.path for finding in report.findings})
    return f"{plural(len(report.findings), 'finding')} in {plural(affected, 'file')} ({files_checked} checked)."


def _shown(text: str) -> str:
    return _printable(text.replace("\t", _TAB))


def _printable(text: str) -> str:
    """Replace control characters: source text must not steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _columns(text: str) -> int:
    """Return how many terminal columns a text takes: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )

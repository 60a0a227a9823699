"""Findings for people: what goes wrong, the source line with a caret, what to do, and what the finding rests on."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bnlint.links import rule_page
from bnlint.output import Style, assumption, fixable, summary
from bnlint.results.edits import Safety
from bnlint.results.findings import Finding
from bnlint.results.report import Report
from bnlint.settings.options import INTERNAL_ERROR
from bnlint.sources import files
from bnlint.syntax.source import Source

_RESET = "\x1b[0m"
_STYLES = {
    "path": "\x1b[1m",
    "code": "\x1b[1;31m",
    "gutter": "\x1b[34m",
    "caret": "\x1b[1;31m",
    "note": "\x1b[36m",
    "fix": "\x1b[32m",
}
_NARROWEST = 40
"""Columns that a text gets even on a narrower terminal."""
_OFFERS: dict[Safety, str] = {"safe": "--fix does it", "unsafe": "--fix --unsafe-fixes does it", "shown": "your choice"}
_TAB = "    "
_MANY = 4
"""Places of one mistake that are shown; people see by then what they have in common."""


def render(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines to print."""
    return Renderer(report, style).render()


@dataclass
class Renderer:
    """Renders one report.

    Args:
        report: what was found.
        style: colours, and how much to say.
    """

    report: Report
    style: Style

    def render(self) -> Iterator[str]:
        """Yield the lines to print."""
        for finding in self.report.findings:
            yield from self._finding(finding)
            yield ""
        if not self.style.quiet:
            fixes = fixable(self.report, self.style.unsafe_fixes)
            for said in filter(None, (summary(self.report), fixes, assumption(self.report))):
                yield from self._wrapped("", said, "")

    def _finding(self, finding: Finding) -> Iterator[str]:
        place = _printable(f"{self.report.where(finding.path, finding.line, finding.column)}:")
        first, *others = self._wrapped(f"{place} {finding.code} ", _printable(finding.said.headline), " " * 4)
        headline = first[len(f"{place} {finding.code}") :]
        yield f"{self._paint('path', place)} {self._code(finding.code)}{headline}"
        yield from others
        places = [(finding.path, finding.line), *((place.path, place.line) for place in finding.related)]
        width = max(len(str(self._number(path, line))) for path, line in places)
        end = finding.end_column if finding.end_line == finding.line else None
        yield from self._snippet(finding.path, finding.line, finding.column, end, width)
        for style, said in self._advice(finding):
            yield from self._remark(style, said, width)
        shown = finding.related[: _MANY if finding.places or finding.copies else None]
        for related in shown:
            where = self.report.where(related.path, related.line, related.column)
            if related.path == finding.path:
                where = where.removeprefix(f"{finding.path}:")
            yield from self._remark("note", f"{where}: {related.message}", width)
            yield from self._snippet(related.path, related.line, related.column, related.column + 1, width)
        if len(shown) < len(finding.related):
            yield from self._remark("note", f"and {len(finding.related) - len(shown)} more", width)

    def _advice(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Yield what to do, whether ``--fix`` does it, and what else is to be said, each with its style."""
        said, fix = finding.said, finding.fix
        offer = "" if fix is None else f" ({self._offer(fix.safety)})"
        same = fix is not None and said.remedy.startswith(fix.description)
        if said.remedy:
            yield "fix" if same else "help", f"help: {said.remedy}{offer if same else ''}"
        if fix is not None and not same:
            yield "fix", f"fix: {fix.description}{offer}"
        if said.reason and self.style.verbose:
            yield "help", f"why: {said.reason}"
        for note in said.notes:
            yield "note", f"note: {note}"

    def _offer(self, safety: Safety) -> str:
        return _OFFERS["safe" if safety == "unsafe" and self.style.unsafe_fixes else safety]

    def _remark(self, style: str, text: str, width: int) -> Iterator[str]:
        """Yield the lines of what stands below a source line, beside its number."""
        margin = " " * (width + 3)
        for number, line in enumerate(self._wrapped(margin, _printable(text), margin)):
            gutter = f"{' ' * width} {self._paint('gutter', '=')} " if number == 0 else margin
            yield f"{gutter}{self._paint(style, line[len(margin) :])}"

    def _wrapped(self, first: str, text: str, others: str) -> list[str]:
        """Return a text in lines that fit the terminal, the first one behind something, the others indented."""
        if not self.style.width:
            return [f"{first}{text}"]
        return textwrap.wrap(
            text,
            max(self.style.width, _NARROWEST),
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _snippet(self, path: str, line: int, column: int, end: int | None, width: int) -> Iterator[str]:
        """Yield the source line and the marker under it; nothing when the line is not at hand."""
        text = self._line(path, line)
        if text is None:
            return
        code = text.rstrip()
        before, marked = code[:column], code[column : len(code) if end is None else end]
        number = self._paint("gutter", f"{self._number(path, line):>{width}} |")
        gutter = self._paint("gutter", f"{' ' * width} |")
        yield f"{number} {_shown(code)}"
        yield f"{gutter} {' ' * _columns(_shown(before))}{self._paint('caret', '^' * max(1, _columns(_shown(marked))))}"

    def _line(self, path: str, line: int) -> str | None:
        lines = self._source(path).text.split("\n")
        return lines[line - 1] if 0 < line <= len(lines) else None

    def _number(self, path: str, line: int) -> int:
        """Return the number that a line is shown with."""
        return self._source(path).place(line)[1]

    def _source(self, path: str) -> Source:
        if path not in self.report.sources:
            try:
                self.report.sources[path] = files.read(path)
            except OSError:
                self.report.sources[path] = Source(path, "")
        return self.report.sources[path]

    def _code(self, code: str) -> str:
        """Return the code, on a terminal as a link to the rule's page."""
        painted = self._paint("code", code)
        if not self.style.color or code == INTERNAL_ERROR:
            return painted
        return f"\x1b]8;;{rule_page(code)}\x1b\\{painted}\x1b]8;;\x1b\\"

    def _paint(self, style: str, text: str) -> str:
        return f"{_STYLES[style]}{text}{_RESET}" if self.style.color and style in _STYLES else text


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

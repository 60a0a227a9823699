"""``bnlint check --add-noqa``: writes the comments that suppress what is found."""

from __future__ import annotations

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bnlint.analysis import checking
from bnlint.fixes.files import Refused, edited
from bnlint.results import noqa
from bnlint.results.edits import Edit, Lines, apply
from bnlint.results.findings import Finding, Habit, Place
from bnlint.results.grouping import single
from bnlint.results.report import Problem, Report
from bnlint.settings import options
from bnlint.settings.loading import Settings
from bnlint.sources import files, regular, writing
from bnlint.syntax import parsing
from bnlint.syntax.source import Source

_CODES = re.compile(r"# noqa:\s?(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)", re.IGNORECASE)
"""flake8's form of a comment that names codes."""
_NOT_TO_HIDE = (options.INTERNAL_ERROR, options.UNNEEDED_NOQA)
"""An error of ours is no opinion on the code, and a comment that hides another comment helps nobody."""


def add_comments(paths: Iterable[str], settings: Settings, report: Report, reason: str = "") -> dict[str, int]:
    """Add a comment for each finding in files, where flake8 and bnlint look for it.

    Args:
        paths: the files, as ``bnlint.sources.files.find`` yields them.
        settings: what the user set.
        report: gets the problems.
        reason: what is written behind each comment.

    Returns:
        How many findings are suppressed now, by file.
    """
    written: dict[str, int] = {}
    for path in paths:
        try:
            data = regular.contents(path)
            source = files.decode(path, data)
            own = settings.of(path)
            findings, problem = checking.find(source, own)
            one = Report()
            checking.conclude(one, source, findings, problem, own, offers=False)
            report.problems.extend(one.problems)
            todo = [finding for finding in one.findings if finding.code not in _NOT_TO_HIDE]
            if not todo or any(problem.failed for problem in one.problems):
                continue
            writing.replace(path, data, edited(source, data, [comments(source, todo, reason)]))
            written[path] = len(todo)
        except (Refused, writing.Changed) as error:
            report.problems.append(Problem(path, 0, f"no comments added: {error}"))
        except OSError as error:
            report.problems.append(Problem(path, 0, f"cannot read or write: {error.strerror or error}"))
    return written


def comments(source: Source, findings: Sequence[Finding], reason: str = "") -> list[Edit]:
    """Return the edits that add one comment per line that flake8 takes for one.

    Args:
        source: what was analysed.
        findings: what the comments are to suppress.
        reason: what is written behind those that are new.

    Raises:
        Refused: they would not suppress it, or change the program.
    """
    ends = noqa.comment_lines(source.text)
    codes_at: dict[int, list[str]] = defaultdict(list)
    for finding in findings:
        for line in _lines(finding):
            codes_at[ends.get(line, line)].append(finding.code)
    lines, all_lines = Lines(source.text), io.StringIO(source.text).readlines()
    edits = [
        _edit(lines.offset(line, 0), all_lines[line - 1], sorted({*codes}), reason) for line, codes in codes_at.items()
    ]
    after = apply(source.text, edits)
    left, _ = noqa.split(findings, replace(source, text=after))
    if left:
        raise Refused(f"a comment in line {left[0].line} would not suppress {left[0].code}")
    if ast.dump(parsing.parse(source.text)) != ast.dump(parsing.parse(after)):
        raise Refused("the program would not be the same")
    return edits


def _lines(finding: Finding) -> set[int]:
    """Return where comments hide all of a finding: where there is no one cause, in each place."""
    if not isinstance(finding.cause, Habit):
        return {finding.line}
    causes = {place.cause if isinstance(place.cause, Place) else place for place in single([finding])}
    return {cause.line for cause in causes}


def _edit(offset: int, line: str, codes: Sequence[str], reason: str) -> Edit:
    code = line.rstrip("\n")
    existing = list(_CODES.finditer(code))
    if existing:
        return Edit(offset + existing[-1].end("codes"), 0, "".join(f",{found}" for found in codes))
    end = len(code.rstrip(" \t\f"))
    return Edit(offset + end, len(code) - end, f"  # noqa: {','.join(codes)} {reason}".rstrip())

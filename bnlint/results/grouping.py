"""One mistake, one finding: places whose mistake has the same cause become one finding, at the cause.

The cause is where a value was written that several layers take (a parameter's default, a constant of the module), or
something that is wrong wherever it is used (a package that is gone): then the first use is the place. A value that is
written again and again (fifteen layers, each with its own ``momentum=0.1``) is one habit, at its first place. The
others are related places.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bnlint.results.edits import Edit, Fix
from bnlint.results.findings import Finding, Habit, Place, Related
from bnlint.syntax import parsing
from bnlint.syntax.positions import column_at, split_lines
from bnlint.syntax.source import Source

_MANY = 4
"""From so many places on, a value is not written by mistake in each of them."""

_LISTED = 3
"""Lines that a message names; the related places are all there."""


def grouped(findings: Iterable[Finding], source: Source) -> list[Finding]:
    """Return one finding for each mistake, sorted.

    Args:
        findings: those in one file, one for each place.
        source: the file.
    """
    by_cause: dict[tuple[str, Place | str], list[Finding]] = {}
    found: list[Finding] = []
    for finding in sorted(findings):
        if finding.cause is None or finding.places:
            found.append(finding)
        else:
            by_cause.setdefault((finding.code, finding.cause), []).append(finding)
    names: dict[tuple[int, int], str] = {}
    for (_, cause), places in by_cause.items():
        if len(places) > 1 and isinstance(cause, Place) and cause.path == source.path:
            names = names or _named(source.text)
            found.append(_at_cause(cause, names.get((cause.line, cause.column), "this value"), places, source))
        else:
            enough = _MANY if isinstance(cause, Habit) else 2
            found += [_at_first(cause, places, source)] if len(places) >= enough else places
    return sorted(found)


def single(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each place again."""
    return [place for finding in findings for place in finding.places or (finding,)]


def _at_cause(cause: Place, name: str, places: Sequence[Finding], source: Source) -> Finding:
    """Return the finding that stands for the places that use a value, where it is written."""
    related = tuple(_related(place, "it is used here") for place in places)
    said = f"{name} decides it for {len(places)} places{_lines(': line', places, source)}"
    return replace(
        _standing_for(places, said, related),
        line=cause.line,
        column=cause.column,
        end_line=cause.end_line,
        end_column=cause.end_column,
    )


def _at_first(cause: Place | str, places: Sequence[Finding], source: Source) -> Finding:
    """Return the finding that stands for places where the same is wrong, at the first of them."""
    first, others = places[0], places[1:]
    if isinstance(cause, Place):
        name = f"line {cause.line} of {os.path.basename(cause.path)}"
        said = f"{name} decides it for {len(places)} places{_lines(': line', places, source)}"
    else:
        count = "1 other place" if len(others) == 1 else f"{len(others)} other places"
        said = f"the same in {count}{_lines(': line', others, source)}"
    return _standing_for(places, said, (*first.related, *(_related(place, "the same here") for place in others)))


def _standing_for(places: Sequence[Finding], said: str, related: tuple[Related, ...]) -> Finding:
    first = places[0]
    message = replace(first.said, notes=(*first.said.notes, said))
    return replace(first, said=message, related=related, fix=_fix(places), places=tuple(places))


def _related(place: Finding, message: str) -> Related:
    return Related(place.path, place.line, place.column, message)


def _lines(before: str, places: Sequence[Finding], source: Source) -> str:
    """Return which lines are meant; those of a notebook are counted by cell, and related places say it better."""
    if source.notebook is not None:
        return ""
    lines = [str(place.line) for place in places]
    if len(lines) == 1:
        return f"{before} {lines[0]}"
    last = lines[-1] if len(lines) <= _LISTED + 1 else f"{len(lines) - _LISTED} more"
    return f"{before}s {', '.join(lines[: min(_LISTED, len(lines) - 1)])} and {last}"


def _fix(places: Sequence[Finding]) -> Fix | None:
    """Return what repairs all places at once, None if one of them cannot be repaired, or not beside the others."""
    fixes = [place.fix for place in places if place.fix is not None]
    edits: list[Edit] = sorted({edit for fix in fixes for edit in fix.edits})
    if len(fixes) < len(places) or any(one.overlaps(other) for one, other in pairwise(edits)):
        return None
    least_safe = max(fixes, key=lambda fix: ("safe", "unsafe", "shown").index(fix.safety))
    return Fix(tuple(edits), least_safe.safety, fixes[0].description)


# -- what stands at a cause ---------------------------------------------------------------------------------------


def _named(text: str) -> dict[tuple[int, int], str]:
    """Return what values are in a program ("the default of 'momentum'"), by line and column."""
    lines = split_lines(text)
    return {
        (value.lineno, column_at(lines, value.lineno, value.col_offset)): name
        for node in ast.walk(parsing.parse(text))
        for value, name in _slots(node)
    }


def _slots(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the values that a node gives a name to."""
    if isinstance(node, ast.arguments):
        positional = [*node.posonlyargs, *node.args]
        yield from _defaults(positional[len(positional) - len(node.defaults) :], node.defaults)
        yield from _defaults(node.kwonlyargs, node.kw_defaults)
    elif isinstance(node, ast.Assign):
        yield from _assigned(node.targets[0], node.value)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield from _assigned(node.target, node.value)
    elif isinstance(node, ast.keyword) and node.arg is not None:
        yield node.value, f"the argument '{node.arg}'"
    elif isinstance(node, ast.Call):
        for value in node.args:
            yield value, "this argument"
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield value, f"the entry {key.value!r}"


def _defaults(parameters: Iterable[ast.arg], values: Iterable[ast.expr | None]) -> Iterator[tuple[ast.expr, str]]:
    for parameter, value in zip(parameters, values, strict=True):
        if value is not None:
            yield value, f"the default of '{parameter.arg}'"


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(target, ast.Name):
        yield value, f"'{target.id}'"
    elif isinstance(target, ast.Attribute):
        yield value, f"'{target.attr}'"

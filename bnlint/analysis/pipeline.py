"""One analysis from source to findings; imports libcst, so ``bnlint.api`` loads it only for files that need it."""

from __future__ import annotations

import ast
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libcst as cst

from bnlint import rules
from bnlint.analysis import backend, dialect
from bnlint.analysis.aside import Aside, unread_use
from bnlint.analysis.watchdog import time_limit
from bnlint.events import Site, Testimony, always
from bnlint.interpreter.domain.values import Module
from bnlint.interpreter.modules import Project
from bnlint.interpreter.reading import interpret
from bnlint.libraries.keras_versions import BACKENDS
from bnlint.project import defaults, tried
from bnlint.project.unused import unused
from bnlint.results.findings import Finding, Habit, Note, Place, Related
from bnlint.results.intended import not_meant
from bnlint.results.messages import Message
from bnlint.rules import Report
from bnlint.settings.config import Config
from bnlint.syntax import parsing
from bnlint.syntax.overwritten import overwritten
from bnlint.syntax.positions import resolve_positions, split_lines
from bnlint.syntax.trees import TooDeep, parse

if TYPE_CHECKING:
    from bnlint.results.edits import Fix

Reports = dict[tuple[str, int], Report]
"""What the rules report, by code and ``id`` of the node."""


def internal_error(path: str, what: str, line: int = 1) -> Finding:
    """Return the finding that says, on one line, that bnlint itself failed."""
    return Finding(path, line, 0, "BNL001", Message(" ".join(what.split())[:300]), line, 0)


def analyse(
    source: str, path: str, config: Config, tree: ast.AST | None, fixes: bool, notes: list[Note], aside: Aside
) -> list[Finding]:
    """Parse, interpret and judge one module; see ``bnlint.api.check_source``.

    Raises:
        SyntaxError: the source does not parse.
    """
    real = _place(path)
    stdlib = tree if isinstance(tree, ast.Module) else None
    try:
        module = Module(path, real, parse(source, stdlib), source)
    except TooDeep as error:
        return [internal_error(path, f"not analysed: {error}")]
    try:
        return _analyse(module, config, stdlib, fixes, notes, aside)
    finally:
        module.tree.let_go()


def _analyse(
    module: Module, config: Config, stdlib: ast.Module | None, fixes: bool, notes: list[Note], aside: Aside
) -> list[Finding]:
    source, path = module.text, module.path
    project = Project(config.follow_imports, aside.users is not False)
    with time_limit(config.time_limit):
        target = dialect.target(source, path, config)
        runs_on = backend.Choice(source, path, target.dialect, config)
        testimony = interpret(module, project, target.dialect, runs_on.name, config.library)
    testimony.newest = dialect.newest(source, path, testimony, target.assumed)
    testimony.newest_package = dialect.newest_package(source, path, testimony, target.assumed)
    testimony.old_graphs = dialect.lays_out_graphs(source, path, testimony)
    testimony.none_asks = dialect.none_asks(path, testimony)
    with time_limit(config.time_limit):
        reports, failures = judge(testimony, module, config, aside.elsewhere)
        failures += _said(testimony, module, source, notes)
        aside.dialect, aside.spent, aside.failed = target.dialect, testimony.spent, bool(failures)
        aside.asked, aside.doubted = project.asked, project.doubted
        aside.cut = next((unread.why for unread in testimony.unread if unread.site.path == path), "")
        for other in backend.also_read(source, runs_on):
            for key, report in _reported(module, config, target.dialect, other).items():
                reports.setdefault(key, report)
        if target.assumed and reports:
            reports = _with_their_keras(reports, module, target.dialect, config)
        if any(rules.rule(code).by_backend for code, _ in reports) and runs_on.made.assumed:
            reports = _with_their_backend(reports, testimony)
        elsewhere = _elsewhere(reports, module, project, fixes)
        written = _fixes(reports, module, source, stdlib) if fixes else {}
        arguable = frozenset(code for code, _ in reports if target.dialect in rules.rule(code).arguable)
        placed = not_meant(_placed(reports, module, source, written, elsewhere), source, arguable)
        found = [*_headed(_alive(placed, path, source, config), source), *failures]
    unique = {(f.line, f.code): f for f in sorted(found, reverse=True)}
    return sorted(unique.values())


_HEADS = ("class ", "def ", "async def ")


def _headed(findings: Iterable[Finding], source: str) -> Iterator[Finding]:
    """Yield findings; what is said of a function or a class is said of its first line."""
    lines: list[str] = []
    for finding in findings:
        if finding.end_line > finding.line:
            lines = lines or split_lines(source)
            first = lines[finding.line - 1].rstrip()
            if first[finding.column :].startswith(_HEADS):
                finding = replace(finding, end_line=finding.line, end_column=len(first))
        yield finding


def _said(testimony: Testimony, module: Module, source: str, notes: list[Note]) -> list[Finding]:
    """Return what failed in the module itself, and add a note about what a limit has cut short.

    Args:
        testimony: what the interpreter says.
        module: the module.
        source: its text.
        notes: gets the first place that was not followed to its end, in the module or in one that uses it; what stands
            behind it was, as far as possible.
    """
    here = [unread for unread in testimony.unread if unread.site.path == module.path]
    places = resolve_positions(module.tree, source, [u.site.node for u in here]) if here else {}
    lines = [(places[id(u.site.node)][0] if id(u.site.node) in places else 1, u) for u in here]
    cut = min((line for line, unread in lines if not unread.failed), default=0)
    if cut:
        why = next(unread.why for line, unread in lines if line == cut and not unread.failed)
        notes.append(Note(cut, f"not read to its end, so findings may be missing: {why}"))
    there = next((u for u in testimony.unread if not u.failed and u.site.path != module.path), None)
    if there is not None and not cut:
        notes.append(Note(1, unread_use(there.site.path, there.why)))
    return [internal_error(module.path, f"not followed: {u.why}", line) for line, u in lines if u.failed]


def _alive(placed: Iterable[Finding], path: str, source: str, config: Config) -> list[Finding]:
    """Return findings but those in functions that nobody calls, and about defaults that no call takes.

    Nor is there anything to say of a layer that is in no model, because its result is lost, unless it raises.
    """
    found = list(placed)
    lost = overwritten(parsing.parse(source)) if any(map(_is_of_layer, found)) else []
    found = [finding for finding in found if not _is_of_layer(finding) or not _lies_in(finding, lost)]
    dead = unused(path, source) if found and config.follow_imports else []
    alive = [finding for finding in found if not _lies_in(finding, dead)]
    written = [_written(finding, path) for finding in alive]
    untaken = defaults.untaken(path, source) if any(written) and config.follow_imports else set()
    return [finding for finding, place in zip(alive, written, strict=True) if place not in untaken]


def _is_of_layer(finding: Finding) -> bool:
    """Whether a finding is about a layer's numbers, or its place among others: groups 3 and 4."""
    return finding.code.startswith(("BNL3", "BNL4"))


def _lies_in(finding: Finding, places: Iterable[range]) -> bool:
    return any(finding.line in lines for lines in places)


def _written(finding: Finding, path: str) -> tuple[int, int] | None:
    """Return where a value is written, if that is elsewhere in the file, that a finding comes from."""
    cause = finding.cause
    return (cause.line, cause.column) if isinstance(cause, Place) and cause.path == path else None


def _with_their_keras(reports: Reports, module: Module, assumed: int, config: Config) -> Reports:
    """Return reports in a Keras that nothing speaks for: what is no mistake in the other one notes which it means.

    Args:
        reports: those for the Keras that is assumed.
        module: the module.
        assumed: the dialect.
        config: the user's settings.
    """
    in_both = _reported(module, config, dialect.OTHER[assumed], backend.DEFAULT.name).keys()
    return {
        key: report if key in in_both else _noted(report, f"in Keras {assumed}", f"Keras {assumed}")
        for key, report in reports.items()
    }


def _with_their_backend(reports: Reports, testimony: Testimony) -> Reports:
    """Return reports on TensorFlow where nothing says what Keras runs on: what differs elsewhere says that it means it.

    Args:
        reports: those on TensorFlow.
        testimony: what the interpreter says; what happens is the same on all of them, but not what comes of it.
    """
    asked = [rule for rule in map(rules.rule, {code for code, _ in reports}) if rule.by_backend]
    others = [replace(testimony, runs_on=always(name)) for name in BACKENDS if name != backend.DEFAULT.name]
    said = [{(rule.code, id(r.site.node), r.message) for rule in asked for r in rule.check(each)} for each in others]
    depends = {
        (code, node)
        for (code, node), report in reports.items()
        if rules.rule(code).by_backend and not all((code, node, report.message) in other for other in said)
    }
    return {
        key: _noted(report, "on TensorFlow", "on TensorFlow") if key in depends else report
        for key, report in reports.items()
    }


def _noted(report: Report, note: str, said: str) -> Report:
    """Return a report with a note on what it is true for, unless its headline or remedy says so."""
    message = report.message
    if said in message.short:
        return report
    return replace(report, message=replace(message, notes=(*message.notes, note)))


def _reported(module: Module, config: Config, number: int, name: str) -> Reports:
    """Return what the rules report of a module in another Keras, or on another backend."""
    again = Module(module.path, module.file, module.tree, module.text)
    testimony = interpret(again, Project(config.follow_imports), number, always(name), config.library)
    return judge(testimony, again, config)[0]


def _place(path: str) -> Path | None:
    """Return where a module lies (or would lie: editors hand over unsaved text), None for a name that is no place."""
    full = os.path.abspath(path)
    is_place = not path.startswith("<") and path not in ("-", "stdin") and os.path.isdir(os.path.dirname(full))
    return Path(full) if is_place else None


_WRITTEN = "the value is written here"
_WRITTEN_TOO = f"{_WRITTEN}, too"
"""What stands beside where a value comes from, and where others of it do; in this order."""


def judge(
    testimony: Testimony, module: Module, config: Config, elsewhere: set[str] | None = None
) -> tuple[Reports, list[Finding]]:
    """Run the rules on a testimony and keep what they report in one module.

    Args:
        testimony: what the interpreter says.
        module: the module.
        config: the user's settings.
        elsewhere: gets the names of the other modules in which they report something.

    Returns:
        The reports, and a ``BNL001`` finding for each rule that raised (the other rules go on).
    """
    failures: list[Finding] = []
    reports: Reports = {}
    for code, report in rules.judge(replace(testimony, min_values=config.min_values), config.enable):
        if isinstance(report, Exception):
            failures.append(internal_error(module.path, f"rule {code} failed: {type(report).__name__}: {report}"))
        elif report.site.path == module.path and report.site.node is not None:
            if _is_of_a_try(report, module):
                continue
            key = code, id(report.site.node)
            reports[key] = _joined(reports[key], report) if key in reports else report
        elif elsewhere is not None:
            elsewhere.add(report.site.path)
    return reports, failures


def _is_of_a_try(report: Report, module: Module) -> bool:
    """Whether a value that a report is about is given by what only tries the module out."""
    cause = report.cause
    if not isinstance(cause, Site) or module.file is None or cause == report.site:
        return False
    if cause.path != module.path:
        return tried.is_for_tests(cause.path)
    return tried.is_shown(str(module.file), module.tree.root, cause.node)


def _joined(first: Report, other: Report) -> Report:
    """Return what is said of a place where a rule reports twice: the first report, repaired with the other one.

    A layer that is built for several calls takes its numbers from each of them.
    """
    if first.remedy is None or other.remedy is None or first.remedy == other.remedy:
        return first
    if (first.remedy.safety, first.remedy.description) != (other.remedy.safety, other.remedy.description):
        return replace(first, remedy=None)
    changes = tuple(dict.fromkeys((*first.remedy.changes, *other.remedy.changes)))
    related = first.related
    if isinstance(other.cause, Site) and other.cause != first.cause:
        related = (*related, (other.cause, _WRITTEN_TOO))
    return replace(first, remedy=replace(first.remedy, changes=changes), related=related)


def _elsewhere(reports: Reports, module: Module, project: Project, related: bool) -> dict[int, Place]:
    """Return where in other modules causes (and what else reports rest on, if that is wanted) lie, by node ``id``."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for report in reports.values():
        sites = [site for site, _ in report.related] if related else []
        for site in (*sites, *_cause(report)):
            if site.path != module.path and site.node is not None:
                nodes[site.path].append(site.node)
    if not nodes:
        return {}
    found: dict[int, Place] = {}
    for other in project.modules.values():
        if other is None or other.file is None or other.path not in nodes:
            continue
        places = resolve_positions(other.tree, other.text, nodes[other.path])
        other.tree.let_go()
        name = other.path if os.path.isabs(module.path) else os.path.relpath(other.path)
        found.update((node, Place(name, *place)) for node, place in places.items())
    return found


def _cause(report: Report) -> Iterator[Site]:
    if isinstance(report.cause, Site):
        yield report.cause


def _fixes(
    reports: Reports, module: Module, source: str, stdlib: ast.Module | None
) -> dict[tuple[str, int], Fix | Exception | None]:
    remedies = {key: report.remedy for key, report in reports.items() if report.remedy is not None}
    if not remedies:
        return {}
    from bnlint.fixes import drafts, layout  # start-up: flake8 shows no fixes

    laid_out = layout.lay_out(module, source, stdlib or parsing.parse(source))
    return {} if laid_out is None else dict(drafts.write(remedies, laid_out))


def _placed(
    reports: Reports,
    module: Module,
    source: str,
    fix_of: Mapping[tuple[str, int], Fix | Exception | None],
    elsewhere: Mapping[int, Place],
) -> Iterator[Finding]:
    """Turn reports into findings with positions, and with the fixes that were written."""
    sites = [site for r in reports.values() for site in (r.site, *(place for place, _ in r.related), *_cause(r))]
    nodes = [s.node for s in sites if s.path == module.path and s.node is not None]
    places = resolve_positions(module.tree, source, nodes)
    at = {**elsewhere, **{node: Place(module.path, *place) for node, place in places.items()}}
    for (code, key), report in reports.items():
        place = at[key]
        related = [_related(at[id(site.node)], text) for site, text in report.related if id(site.node) in at]
        cause: Place | str | None = report.cause if isinstance(report.cause, str) else None
        for site in _cause(report):
            decided = at.get(id(site.node))
            if decided is not None and place.holds(decided):
                by_call = isinstance(site.node, cst.Name)  # flags are set call by call
                cause = None if by_call else Habit(report.message.headline)
            elif decided is not None:
                cause = decided
                first = next((at for at, each in enumerate(related) if each.message == _WRITTEN_TOO), len(related))
                related.insert(first, _related(decided, _WRITTEN))
        fix = fix_of.get((code, key))
        if isinstance(fix, Exception):  # the finding is worth more than its fix
            yield internal_error(module.path, f"fix of {code} failed: {type(fix).__name__}: {fix}")
            fix = None
        line, column, end_line, end_column = places[key]
        yield Finding(module.path, line, column, code, report.message, end_line, end_column, tuple(related), fix, cause)


def _related(place: Place, text: str) -> Related:
    return Related(place.path, place.line, place.column, text)

"""One analysis from source to findings; imports libcst, so ``bnlint.api`` loads it only for files that need it."""

from __future__ import annotations

import ast
import os
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bnlint import dialect, rules
from bnlint.config import Config
from bnlint.events import Testimony
from bnlint.findings import Finding, Related
from bnlint.interpreter.program import Module, Project, TooDeep, parse
from bnlint.interpreter.reading import interpret
from bnlint.rules import Report

if TYPE_CHECKING:
    from bnlint.fixes.drafts import Drafts

Reports = dict[tuple[str, int], Report]
"""What the rules report, by code and ``id`` of the node."""


def internal_error(path: str, what: str) -> Finding:
    """Return the finding that says, on one line, that bnlint itself failed."""
    return Finding(path, 1, 0, "BNL001", " ".join(what.split())[:300], 1, 0)


def analyse(source: str, path: str, config: Config, tree: ast.AST | None, fixes: bool = False) -> list[Finding]:
    """Parse, interpret and judge one module; see ``bnlint.api.check_source``.

    Raises:
        SyntaxError: the source does not parse.
    """
    real = _place(path)
    try:
        tree_of_source = parse(source, tree)
    except TooDeep as error:
        return [internal_error(path, f"not analysed: {error}")]
    module = Module(path, real, tree_of_source, scopes_arguments="arg_scope" in source)
    target = dialect.target(source, path, config).dialect
    project = Project(config.follow_imports)
    reports, failures = judge(interpret(module, project, target), module, config)
    elsewhere = _elsewhere(reports, module, project) if fixes else {}
    found = [*_placed(reports, module, source, tree, fixes, elsewhere), *failures]
    unique = {(f.line, f.code): f for f in sorted(found, reverse=True)}
    return sorted(unique.values())


def _place(path: str) -> Path | None:
    """Return where a module lies (or would lie: editors hand over unsaved text), None for a name that is no place."""
    full = os.path.abspath(path)
    is_place = not path.startswith("<") and path not in ("-", "stdin") and os.path.isdir(os.path.dirname(full))
    return Path(full) if is_place else None


def judge(testimony: Testimony, module: Module, config: Config) -> tuple[Reports, list[Finding]]:
    """Run the rules on a testimony and keep what they report in one module.

    Returns:
        The reports, and a ``BNL001`` finding for each rule that raised (the other rules go on).
    """
    failures: list[Finding] = []
    reports: Reports = {}
    for code, report in rules.judge(testimony, config.enable):
        if isinstance(report, Exception):
            failures.append(internal_error(module.path, f"rule {code} failed: {type(report).__name__}: {report}"))
        elif report.site.path == module.path and report.site.node is not None:
            reports.setdefault((code, id(report.site.node)), report)
    return reports, failures


def _elsewhere(reports: Reports, module: Module, project: Project) -> dict[int, tuple[str, int, int]]:
    """Return path, line and column of what reports rest on in other modules, by ``id`` of the node."""
    nodes: dict[str, list[Any]] = defaultdict(list)
    for report in reports.values():
        for site, _ in report.related:
            if site.path != module.path and site.node is not None:
                nodes[site.path].append(site.node)
    if not nodes:
        return {}
    from bnlint.interpreter.positions import resolve_positions

    found: dict[int, tuple[str, int, int]] = {}
    for other in project.modules.values():
        if other is None or other.file is None or other.path not in nodes:
            continue
        try:
            with tokenize.open(other.file) as stream:
                places = resolve_positions(other.tree, stream.read(), None, nodes[other.path])
        except (OSError, SyntaxError, UnicodeError):  # it was there a moment ago
            continue
        name = other.path if os.path.isabs(module.path) else os.path.relpath(other.path)
        found.update((node, (name, *place[:2])) for node, place in places.items())
    return found


def _placed(
    reports: Reports,
    module: Module,
    source: str,
    tree: ast.AST | None,
    fixes: bool,
    elsewhere: Mapping[int, tuple[str, int, int]],
) -> Iterator[Finding]:
    """Turn reports into findings with positions, and with fixes if they are wanted."""
    if not reports:
        return
    from bnlint.interpreter.positions import resolve_positions  # costs an import, for files with findings only

    sites = [site for r in reports.values() for site in (r.site, *(place for place, _ in r.related))]
    nodes = [s.node for s in sites if s.path == module.path and s.node is not None]
    drafts = _drafts(reports, module) if fixes else None
    nodes += drafts.nodes() if drafts is not None else ()
    places = resolve_positions(module.tree, source, tree, nodes)
    fix_of = dict(drafts.fixes(source, places)) if drafts is not None else {}
    at = {**elsewhere, **{node: (module.path, *place[:2]) for node, place in places.items()}}
    for (code, key), report in reports.items():
        if key not in places:
            continue
        line, column, end_line, end_column = places[key]
        related = tuple(Related(*at[id(site.node)], text) for site, text in report.related if id(site.node) in at)
        fix = fix_of.get((code, key))
        if isinstance(fix, Exception):  # the finding is worth more than its fix
            yield internal_error(module.path, f"fix of {code} failed: {type(fix).__name__}: {fix}")
            fix = None
        yield Finding(module.path, line, column, code, report.message, end_line, end_column, related, fix)


def _drafts(reports: Reports, module: Module) -> Drafts:
    from bnlint.fixes.drafts import Drafts  # only for those who show fixes

    return Drafts({key: report.remedy for key, report in reports.items() if report.remedy is not None}, module)

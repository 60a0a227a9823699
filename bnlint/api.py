"""The analyzer as a pure function: source in, findings out."""

from __future__ import annotations

import ast
import os
import sys
import tokenize
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bnlint.config import Config
from bnlint.findings import Finding, Related
from bnlint.reach import worth_analysis

_FRAMES = 6_000
"""Python frames an analysis may use: deep expressions are walked recursively, each level in a few frames."""


def check_source(
    source: str, path: str = "<string>", config: Config | None = None, *, tree: ast.AST | None = None
) -> list[Finding]:
    """Analyse one module.

    Args:
        source: the module's text (BOM stripped, newlines as they are).
        path: how findings name the file; project-local imports are looked up from it if it exists.
        config: settings, the defaults when None.
        tree: the module's stdlib syntax tree, if the caller has it (flake8 does).

    Returns:
        The findings, sorted by position. Never raises: an error of ours becomes one ``BNL001`` finding.
    """
    settings = config or Config()
    if not worth_analysis(source, path, settings.follow_imports):
        return []
    try:
        with _room():
            return _analyse(source, path, settings, tree)
    except SyntaxError:
        return []
    except Exception as error:  # an error of ours must never end the caller's run
        text = " ".join(str(error).split())[:200]
        return [Finding(path, 1, 0, "BNL001", f"bnlint failed on this file: {type(error).__name__}: {text}", 1, 0)]


def _analyse(source: str, path: str, config: Config, tree: ast.AST | None) -> list[Finding]:
    from bnlint import dialect
    from bnlint.interpreter.program import Module, Project, TooDeep, parse
    from bnlint.interpreter.reading import interpret

    file = Path(path)
    real = Path(os.path.abspath(file)) if os.path.isfile(path) else None
    project = Project(config.follow_imports)
    try:
        module = Module(path, real, parse(source, tree), scopes_arguments="arg_scope" in source)
    except TooDeep as error:
        return [Finding(path, 1, 0, "BNL001", f"not analysed: {error}", 1, 0)]
    target, _why = dialect.target(source, path, config)
    testimony = interpret(module, project, target)
    return judge(testimony, module, config)


def judge(testimony: object, module: object, config: Config) -> list[Finding]:
    """Run the rules on a testimony and resolve the positions of what they report in one module."""
    from bnlint.events import Testimony
    from bnlint.interpreter.program import Module, resolve_positions
    from bnlint.rules import all_rules

    assert isinstance(testimony, Testimony) and isinstance(module, Module)
    reports = {}
    for rule in all_rules():
        if rule.opt_in and rule.code not in config.enable:
            continue
        for report in rule.check(testimony):
            if report.site.path == module.path and report.site.node is not None:
                reports.setdefault((rule.code, id(report.site.node)), report)
    if not reports:
        return []
    nodes = [r.site.node for r in reports.values()]
    nodes += [s.node for r in reports.values() for s, _ in r.related if s.path == module.path and s.node is not None]
    places = resolve_positions(module, nodes)
    findings = []
    for (code, _), report in reports.items():
        if id(report.site.node) not in places:
            continue
        line, column, end_line, end_column = places[id(report.site.node)]
        related = tuple(
            Related(site.path, places[id(site.node)][0], places[id(site.node)][1], text)
            for site, text in report.related
            if site.node is not None and id(site.node) in places
        )
        findings.append(Finding(module.path, line, column, code, report.message, end_line, end_column, related))
    unique = {(f.line, f.code): f for f in reversed(sorted(findings))}
    return sorted(unique.values())


@contextmanager
def _room() -> Iterator[None]:
    """Give the recursive walk enough frames, and restore the limit."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def check_file(path: Path, config: Config | None = None) -> list[Finding]:
    """Read and analyse one file; see ``check_source``.

    Raises:
        OSError: the file cannot be read.
        SyntaxError: it cannot be decoded or parsed.
    """
    with tokenize.open(path) as stream:
        return check_source(stream.read(), str(path), config)

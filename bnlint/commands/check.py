"""``bnlint check``: report findings in files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bnlint import options
from bnlint.commands import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS, check_options, console

if TYPE_CHECKING:
    from bnlint.output import Report
    from bnlint.settings import Settings


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint check``; see ``bnlint.cli.Command``."""
    parser = check_options.parser()
    parsed = parser.parse_args(argv)
    check_options.refuse_contradictions(parser, parsed)
    from bnlint import checking, files, parallel
    from bnlint.settings import SettingsError

    try:
        settings = _settings(parsed)
    except SettingsError as error:
        return console.fail(error)
    if parsed.fix or parsed.diff:
        return _fix(parsed, settings)
    if parsed.paths == ["-"]:
        from bnlint.output import Report

        report = Report()
        checking.add(report, files.decode(parsed.stdin_filename or "stdin", sys.stdin.buffer.read()), settings)
    else:
        found = list(files.find(parsed.paths, settings.exclude, settings.directory))
        report = parallel.check(found, settings, parsed.jobs)
    _show(report, parsed, sys.stdout)
    return _exit_code(report, parsed.exit_zero)


def _fix(parsed: argparse.Namespace, settings: Settings) -> int:
    """Fix files, or standard input onto standard output; or show the difference that would make."""
    from bnlint import files
    from bnlint.fixes.command import Fixing, diff, summary

    fixing = Fixing(settings, parsed.unsafe_fixes)
    messages = sys.stdout
    if parsed.paths == ["-"]:
        fixed = fixing.source(parsed.stdin_filename or "stdin", sys.stdin.buffer.read())
        if not parsed.diff:
            messages = sys.stderr
            sys.stdout.buffer.write(fixed)
    else:
        fixing.paths(files.find(parsed.paths, settings.exclude, settings.directory), write=not parsed.diff)
    if parsed.diff:
        for changed in fixing.changed:
            console.write(diff(changed))
        for problem in fixing.report.problems:
            console.write([f"bnlint: {problem}"], sys.stderr)
        console.write(summary(fixing.changed, "would fix"), sys.stderr)
        code = _exit_code(fixing.report, exit_zero=True)
        expected = not fixing.changed or parsed.exit_zero
    else:
        _show(fixing.report, parsed, messages)
        console.write(summary(fixing.changed, "fixed"), sys.stderr)
        code = _exit_code(fixing.report, parsed.exit_zero)
        expected = not (fixing.changed and parsed.exit_non_zero_on_fix)
    return code if code != EXIT_CLEAN or expected else EXIT_FINDINGS


def _settings(parsed: argparse.Namespace) -> Settings:
    """Read the configuration that belongs to the checked files, and let the command line override it."""
    from bnlint import settings

    named = [parsed.stdin_filename or "."] if parsed.paths == ["-"] else parsed.paths or ["."]
    common = Path(os.path.commonpath([os.path.abspath(path) for path in named]))
    found = settings.load(common if common.is_dir() else common.parent)
    given = {name: getattr(parsed, name) for name in ("select", "ignore", "enable", "keras", "follow_imports")}
    return replace(found, **{name: value for name, value in given.items() if value is not None})


def _show(report: Report, parsed: argparse.Namespace, stream: TextIO) -> None:
    if parsed.output_format == "json":
        from bnlint.output import json

        console.write(json.render(report, parsed.statistics), stream)
        return
    for problem in report.problems:
        console.write([f"bnlint: {problem}"], sys.stderr)
    if parsed.output_format == "concise":
        from bnlint.output import concise

        console.write(concise.render(report), stream)
    else:
        from bnlint.output.text import Renderer

        console.write(Renderer(report, console.use_color(parsed.color, stream)).render(), stream)
    if parsed.statistics:
        console.write(_statistics(report), stream)


def _statistics(report: Report) -> Iterable[str]:
    from bnlint.output import statistics
    from bnlint.rules import rule

    for code, count in statistics(report.findings):
        yield f"{count:<7} {code} {'internal error' if code == options.INTERNAL_ERROR else rule(code).summary}"


def _exit_code(report: Report, exit_zero: bool) -> int:
    if report.problems or any(finding.code == options.INTERNAL_ERROR for finding in report.findings):
        return EXIT_ERROR
    return EXIT_FINDINGS if report.findings and not exit_zero else EXIT_CLEAN

"""Shows a report in the format and at the place that the user chose."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from bnlint.commands import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS, common, console
from bnlint.output import FORMATS, Style, render, statistics
from bnlint.results.report import Report
from bnlint.results.wording import harmless
from bnlint.settings import options
from bnlint.sources import files, writing


class NotWrittenError(Exception):
    """The report could not be written to the user's file."""


def show(report: Report, parsed: argparse.Namespace, stream: TextIO | None = None) -> int:
    """Show a report; return the exit code.

    Args:
        report: what was found.
        parsed: the options of ``bnlint check``.
        stream: where to, unless the user named a file; standard output when None.

    Raises:
        NotWrittenError: a file of the user's cannot be written.
    """
    stream = stream or sys.stdout
    style = Style(
        root=files.project_root(common.folder_of(parsed)),
        color=parsed.color == "always",
        statistics=parsed.statistics,
        baseline=parsed.baseline is not None,
        quiet=parsed.quiet,
        unsafe_fixes=parsed.unsafe_fixes,
        verbose=parsed.verbose,
        group=parsed.folds_copies,
    )
    if parsed.output_format != "json" or parsed.output_file:  # that document holds them
        console.write(common.lines_of(report.problems), sys.stderr)
    wanted = [*parsed.report, *([(parsed.output_format, parsed.output_file)] if parsed.output_file else ())]
    if not parsed.output_file:
        here = replace(style, color=console.use_color(parsed.color, stream), width=console.width(stream))
        _write(report, parsed.output_format, here, stream)
    for output_format, file in wanted:
        if writing.leads_away(file):
            raise NotWrittenError(f"{file}: not written, it is a link to a file elsewhere: name that one")
        text = io.StringIO()
        _write(report, output_format, style, text)
        try:
            writing.overwrite(file, text.getvalue())
        except OSError as error:
            raise NotWrittenError(f"{file}: cannot write: {error.strerror or error}") from error
    return exit_code(report, parsed.exit_zero)


def _write(report: Report, output_format: str, style: Style, stream: TextIO) -> None:
    console.write(render(output_format, report, style), stream)
    if style.statistics:
        console.write(_statistics(report, output_format), stream)


def exit_code(report: Report, exit_zero: bool) -> int:
    """Return the exit code that a report means.

    Args:
        report: what was found.
        exit_zero: findings are no reason for another code.
    """
    if report.ended:
        return report.ended
    failed = any(finding.code == options.INTERNAL_ERROR for finding in report.findings)
    if failed or any(problem.failed for problem in report.problems):
        return EXIT_ERROR
    return EXIT_FINDINGS if report.findings and not exit_zero else EXIT_CLEAN


def _statistics(report: Report, output_format: str) -> Iterator[str]:
    if FORMATS[output_format].document:
        return
    # start-up: most runs show no statistics
    from bnlint.libraries.keras_versions import BACKEND_TITLES
    from bnlint.rules import rule

    for code, count in statistics(report.findings):
        yield f"{count:<7} {code} {'internal error' if code == options.INTERNAL_ERROR else rule(code).summary}"
    for judged, paths in report.by_keras():
        why = {"option": "set by you", "default": "nothing says which"}.get(judged.why, judged.why)
        yield harmless(f"{len(paths):<7} judged for Keras {judged.dialect}: {why}")
    for runs_on, paths in report.by_backend():
        if runs_on.worth_a_word:
            why = {"option": "set by you"}.get(runs_on.why, runs_on.why)
            yield harmless(f"{len(paths):<7} judged for Keras 3 on {BACKEND_TITLES[runs_on.backend]}: {why}")

"""``bnlint check``: report findings in files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from bnlint.analysis import checking
from bnlint.commands import EXIT_CLEAN, EXIT_FINDINGS, check_options, common, console, interruption, reporting
from bnlint.results import baseline
from bnlint.results.baseline import BaselineError
from bnlint.results.report import Report
from bnlint.results.wording import harmless, plural
from bnlint.settings import options
from bnlint.settings.loading import Settings, SettingsError
from bnlint.settings.showing import shown
from bnlint.settings.tables import CONFIGURATIONS
from bnlint.sources import files


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint check``; see ``bnlint.cli.Command``."""
    parser = check_options.parser()
    argv = check_options.with_reason(argv)
    parsed = parser.parse_args(argv)
    check_options.refuse_contradictions(parser, parsed)
    if parsed.watch:
        from bnlint.commands import watching  # start-up: most runs look once

        return watching.watch(lambda: _once(parser.parse_args(argv)), lambda: _watched(parsed))
    if not parsed.silent:
        return _once(parsed)
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return _once(parsed)


def _watched(parsed: argparse.Namespace) -> Iterator[str]:
    """Yield the files that what is found depends on, and where settings may stand."""
    folder = common.folder_of(parsed).absolute()
    yield from (str(place / name) for place in (folder, *folder.parents) for name in CONFIGURATIONS)
    yield from map(str, (file for file in (parsed.config, parsed.baseline) if file is not None))
    try:
        _, found = common.find(parsed, common.settings_of(parsed))
    except SettingsError:  # the check says why
        return
    yield from found
    folders = {os.path.dirname(os.path.abspath(path)) for path in found}
    yield from (os.path.join(each, name) for each in folders for name in CONFIGURATIONS)


def _once(parsed: argparse.Namespace) -> int:
    """Do what the options say."""
    try:
        settings = common.settings_of(parsed)
        parsed.baseline, parsed.unsafe_fixes = settings.baseline, settings.unsafe_fixes
        parsed.folds_copies = settings.group
        parsed.output_format = parsed.output_format or _format_around() or settings.output_format
        if parsed.show_files or parsed.show_settings:
            return _show(parsed, settings)
        if parsed.fix or parsed.fix_only or parsed.diff:
            return _fix(parsed, settings)
        if parsed.add_noqa:
            return _add_noqa(parsed, settings)
        _hint(settings)
        report, checked = _report(parsed, settings)
        if parsed.baseline is not None:
            _hold_against_baseline(report, checked, parsed.baseline, settings)
        return reporting.show(report, parsed)
    except (SettingsError, BaselineError, reporting.NotWrittenError) as error:
        return console.fail(error)


def _format_around() -> str:
    """Return the format that the environment asks for, as CI systems set it for all commands; "" for none.

    Raises:
        SettingsError: there is no such format.
    """
    name = "BNLINT_OUTPUT_FORMAT"
    found = os.environ.get(name, "")
    if found and found not in options.OUTPUT_FORMATS:
        raise SettingsError(f"{name}: {found!r} is not one of {', '.join(options.OUTPUT_FORMATS)}")
    return found


def _hint(settings: Settings) -> None:
    """Say that a rule that is asked for by its code is off."""
    if not settings.select:
        return
    from bnlint.rules import ALL_CODES, rule  # start-up: most runs select no rule

    for code in settings.select:
        if code in ALL_CODES and rule(code).opt_in and code not in settings.enable:
            console.write([f"bnlint: {code} is off until it is enabled: --enable {code}"], sys.stderr)


def _report(parsed: argparse.Namespace, settings: Settings) -> tuple[Report, Sequence[str]]:
    """Check what was named; return the report and the files that were checked."""
    if parsed.paths == ["-"]:
        report = Report()
        name, data = parsed.stdin_filename or "stdin", sys.stdin.buffer.read()
        if _is_left_out(parsed, settings):
            return report, []
        checking.add(report, files.decode(name, data), settings.of(name))
        return report, [name]
    return common.check(parsed, settings)


def _is_left_out(parsed: argparse.Namespace, settings: Settings) -> bool:
    """Whether standard input stands for a file that is excluded."""
    if not settings.force_exclude or not parsed.stdin_filename:
        return False
    anchor, gitignore = settings.directory, settings.respect_gitignore
    return files.is_left_out(parsed.stdin_filename, settings.exclude, anchor, gitignore)


def _show(parsed: argparse.Namespace, settings: Settings) -> int:
    """Print which files would be checked, and how."""
    settings, found = common.find(parsed, settings)
    if parsed.show_settings:
        for each in (settings, *settings.nested):
            console.write(map(harmless, shown(each)))
    if parsed.show_files:
        console.write(map(harmless, found))
    return EXIT_CLEAN


def _hold_against_baseline(report: Report, checked: Sequence[str], file: Path, settings: Settings) -> None:
    unreadable = {problem.path for problem in report.problems if problem.failed}
    unmatched = baseline.apply(report, file)
    if report.ended:
        return  # what was not looked at may well be there
    readable = [path for path in checked if path not in unreadable]
    for entry in baseline.stale(unmatched, file, readable, lambda code: checking.is_selected(code, settings)):
        console.write([harmless(f"bnlint: {file}: no longer found: {entry}")], sys.stderr)


def _add_noqa(parsed: argparse.Namespace, settings: Settings) -> int:
    from bnlint.commands import annotating  # start-up: most runs write no comments

    report = Report()
    settings, found = common.find(parsed, settings)
    written = annotating.add_comments(found, settings, report, parsed.noqa_reason or "")
    for problem in report.problems:
        console.write([f"bnlint: {problem}"], sys.stderr)
    count, affected = sum(written.values()), plural(len(written), "file")
    if not parsed.quiet:
        console.write([f"Suppressed {plural(count, 'finding')} in {affected}." if count else "Nothing to suppress."])
    return reporting.exit_code(report, exit_zero=True)


def _fix(parsed: argparse.Namespace, settings: Settings) -> int:
    """Fix files, or standard input onto standard output; or show the difference that would make."""
    from bnlint.fixes.command import Fixing, diff, summary  # start-up: most runs fix nothing

    if parsed.baseline is not None:
        baseline.read(parsed.baseline)  # an unusable one is an error before anything is written
    found: list[str] = []
    if parsed.paths != ["-"]:
        settings, found = common.find(parsed, settings)
    fixing = Fixing(settings, settings.unsafe_fixes, parsed.baseline)
    messages = sys.stdout
    if parsed.paths == ["-"]:
        name, data = parsed.stdin_filename or "stdin", sys.stdin.buffer.read()
        fixed = data if _is_left_out(parsed, settings) else fixing.source(name, data)
        if not parsed.diff:
            messages = sys.stderr
            sys.stdout.buffer.write(fixed)
    else:
        with interruption.noted(fixing.report, found) as done:
            for path in found:
                fixing.path(path, write=not parsed.diff)
                done(1)
    if parsed.diff:
        color = console.use_color(parsed.color, sys.stdout)
        for changed in fixing.changed:
            lines = console.for_people(diff(changed), sys.stdout)
            console.write(console.painted_diff(lines) if color else lines)
        for problem in fixing.report.problems:
            console.write([f"bnlint: {problem}"], sys.stderr)
        console.write(summary(fixing.changed, "would fix", settings.show_fixes), sys.stderr)
        code = reporting.exit_code(fixing.report, exit_zero=True)
        expected = not fixing.changed or parsed.exit_zero
    else:
        if parsed.baseline is not None:
            _hold_against_baseline(fixing.report, (), parsed.baseline, settings)
        if parsed.fix_only:
            console.write(common.lines_of(fixing.report.problems), sys.stderr)
            code = reporting.exit_code(fixing.report, exit_zero=True)
        else:
            code = reporting.show(fixing.report, parsed, messages)
        if not parsed.quiet:
            console.write(summary(fixing.changed, "fixed", settings.show_fixes), sys.stderr)
        expected = not (fixing.changed and parsed.exit_non_zero_on_fix)
    return code if code != EXIT_CLEAN or expected else EXIT_FINDINGS

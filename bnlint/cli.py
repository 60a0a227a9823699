"""The ``bnlint`` command: ``check``, ``rule`` and ``verify``.

Exit codes: 0 nothing to report, 1 findings, 2 wrong usage or something that could not be read, parsed or analysed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bnlint import __version__, options

if TYPE_CHECKING:
    from bnlint.output import Report
    from bnlint.settings import Settings

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments, ``sys.argv[1:]`` when None.

    Returns:
        The exit code. Wrong usage raises ``SystemExit(2)`` instead, as argparse does.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["verify"]:  # its options are its own business
        from bnlint.runtime.cli import main as verify

        return int(verify(arguments[1:]))
    if arguments[:1] == ["trace"]:
        from bnlint.runtime.trace.cli import main as trace

        return trace(arguments[1:])
    if arguments[:1] == ["mine"]:
        from bnlint.mining.cli import main as mine

        return mine(arguments[1:])
    parser = _parser()
    parsed = parser.parse_args(arguments)
    try:
        code = _rule(parsed) if parsed.command == "rule" else _check(parsed, parser)
        sys.stdout.flush()
    except BrokenPipeError:  # `bnlint check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FINDINGS
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bnlint", description="Finds misuse of BatchNormalization in TensorFlow/Keras code."
    )
    parser.add_argument("--version", action="version", version=f"bnlint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands.add_parser("check", help="report findings in files", description="Report findings in files."))
    rule = commands.add_parser("rule", help="explain a rule", description="Explain one rule, or all of them.")
    which = rule.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="e.g. BNL102")
    which.add_argument("--all", action="store_true", help="every rule")
    commands.add_parser("mine", add_help=False, help="check corpora of sources (needs: pip install 'bnlint[mine]')")
    commands.add_parser(
        "trace", add_help=False, help="run a training program and hold the findings against what happens"
    )
    commands.add_parser(
        "verify", add_help=False, help="confirm every rule by running TensorFlow (needs: pip install 'bnlint[verify]')"
    )
    return parser


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="files and directories, or - for standard input"
    )
    rules = check.add_argument_group("rules")
    rules.add_argument(
        "--select", type=options.code_prefixes, metavar="CODES", help="show only these (BNL1 is a group)"
    )
    rules.add_argument("--ignore", type=options.code_prefixes, metavar="CODES", help="do not show these")
    rules.add_argument("--enable", type=options.codes, metavar="CODES", help="opt-in rules to switch on")
    analysis = check.add_argument_group("analysis")
    analysis.add_argument(
        "--keras",
        type=options.keras_target,
        metavar="{auto,2,3}",
        help="the Keras dialect the code will run on (default: auto, from imports, requirements, installation)",
    )
    analysis.add_argument(
        "--follow-imports",
        type=options.yes_no,
        metavar="{yes,no}",
        help="read the project's other modules when a question needs them (default: yes)",
    )
    analysis.add_argument(
        "--jobs", type=options.jobs, metavar="{auto,N}", help="processes (default: auto, one unless there is much code)"
    )
    fixes = check.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="make the safe fixes (marked [*]) in the files")
    fixes.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also those that change how a model trains or answers",
    )
    fixes.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    fixes.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 if a file was changed, even if nothing is left"
    )
    output = check.add_argument_group("output")
    output.add_argument("--output-format", choices=("text", "concise", "json"), default="text")
    output.add_argument("--statistics", action="store_true", help="add how often each rule was found")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    output.add_argument("--exit-zero", action="store_true", help="exit 0 even if there are findings")
    output.add_argument("--stdin-filename", metavar="PATH", help="the name of standard input")


def _rule(parsed: argparse.Namespace) -> int:
    from bnlint.explain import explain, explain_all

    if not parsed.all and not options.is_code(parsed.code):
        print(f"bnlint: unknown code {parsed.code!r} (see: bnlint rule --all)", file=sys.stderr)
        return EXIT_ERROR
    _print(explain_all() if parsed.all else explain(parsed.code), sys.stdout)
    return EXIT_CLEAN


def _check(parsed: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from bnlint import checking, files, parallel
    from bnlint.settings import SettingsError

    if "-" in parsed.paths and len(parsed.paths) > 1:
        parser.error("standard input (-) cannot be checked together with files")
    if (parsed.unsafe_fixes or parsed.exit_non_zero_on_fix) and not (parsed.fix or parsed.diff):
        parser.error("--unsafe-fixes and --exit-non-zero-on-fix go with --fix or --diff")
    try:
        settings = _settings(parsed)
    except SettingsError as error:
        print(f"bnlint: {error}", file=sys.stderr)
        return EXIT_ERROR
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
            _print(diff(changed), sys.stdout)
        for problem in fixing.report.problems:
            _print([f"bnlint: {problem}"], sys.stderr)
        _print(summary(fixing.changed, "would fix"), sys.stderr)
        code = _exit_code(fixing.report, exit_zero=True)
        expected = not fixing.changed or parsed.exit_zero
    else:
        _show(fixing.report, parsed, messages)
        _print(summary(fixing.changed, "fixed"), sys.stderr)
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

        _print(json.render(report, parsed.statistics), stream)
        return
    for problem in report.problems:
        _print([f"bnlint: {problem}"], sys.stderr)
    if parsed.output_format == "concise":
        from bnlint.output import concise

        _print(concise.render(report), stream)
    else:
        from bnlint.output.text import Renderer

        _print(Renderer(report, _use_color(parsed.color, stream)).render(), stream)
    if parsed.statistics:
        _print(_statistics(report), stream)


def _statistics(report: Report) -> Iterable[str]:
    from bnlint.output import statistics
    from bnlint.rules import rule

    for code, count in statistics(report.findings):
        yield f"{count:<7} {code} {'internal error' if code == options.INTERNAL_ERROR else rule(code).summary}"


def _exit_code(report: Report, exit_zero: bool) -> int:
    if report.problems or any(finding.code == options.INTERNAL_ERROR for finding in report.findings):
        return EXIT_ERROR
    return EXIT_FINDINGS if report.findings and not exit_zero else EXIT_CLEAN


def _use_color(choice: str, stream: TextIO) -> bool:
    """Follow the option, then the conventions of no-color.org and force-color.org, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _print(lines: Iterable[str], stream: TextIO) -> None:
    """Print lines; what the stream's encoding lacks is escaped instead of raising."""
    encoding = stream.encoding or "utf-8"
    stream.writelines(line.encode(encoding, "backslashreplace").decode(encoding) + "\n" for line in lines)

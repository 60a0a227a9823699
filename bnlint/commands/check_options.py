"""The options of ``bnlint check``."""

from __future__ import annotations

import argparse

from bnlint import options


def parser() -> argparse.ArgumentParser:
    """Return the parser of ``bnlint check``."""
    check = argparse.ArgumentParser(prog="bnlint check", description="Report findings in files.")
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
    return check


def refuse_contradictions(check: argparse.ArgumentParser, parsed: argparse.Namespace) -> None:
    """End with a usage error if options do not go together.

    Args:
        check: the parser.
        parsed: what it found.
    """
    if "-" in parsed.paths and len(parsed.paths) > 1:
        check.error("standard input (-) cannot be checked together with files")
    if (parsed.unsafe_fixes or parsed.exit_non_zero_on_fix) and not (parsed.fix or parsed.diff):
        check.error("--unsafe-fixes and --exit-non-zero-on-fix go with --fix or --diff")

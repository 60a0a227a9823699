"""The ``bnlint`` command: a table of its subcommands, each of which lives in a module of its own.

Exit codes of all of them: 0 nothing to report, 1 findings, 2 wrong usage or something that could not be read, parsed
or run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from bnlint import __version__
from bnlint.commands import EXIT_ERROR, EXIT_FINDINGS
from bnlint.settings.usage import COMPLETING, Parser


class Command(NamedTuple):
    """One subcommand.

    Args:
        module: has ``main(argv) -> int``, which gets the arguments behind the command's name; imported when it runs.
        help: one line.
    """

    module: str
    help: str


COMMANDS = {
    "baseline": Command("bnlint.commands.baseline", "record current findings, to fail only on new ones"),
    "check": Command("bnlint.commands.check", "report findings in files"),
    "config": Command("bnlint.commands.config", "explain the keys of [tool.bnlint]"),
    "doctor": Command("bnlint.commands.doctor", "say what keeps findings from showing up here, and what to do"),
    "lsp": Command("bnlint.lsp.cli", "language server for editors (needs: pip install 'bnlint[lsp]')"),
    "mine": Command("bnlint.mining.cli", "check corpora of sources (needs: pip install 'bnlint[mine]')"),
    "rule": Command("bnlint.commands.rule", "explain a rule"),
    "trace": Command("bnlint.runtime.trace.cli", "run a training program and compare the findings with what happens"),
    "verify": Command(
        "bnlint.runtime.cli", "confirm every rule by running TensorFlow (needs: pip install 'bnlint[verify]')"
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments, ``sys.argv[1:]`` when None.

    Returns:
        The exit code. Wrong usage raises ``SystemExit(2)`` instead, as argparse does.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if COMPLETING in os.environ:
        arguments = _being_typed()
    parser = _parser()
    if arguments and arguments[0] not in COMMANDS and os.path.exists(arguments[0]):
        from bnlint.results.wording import harmless  # start-up: most users name a command

        parser.error(harmless(f"{arguments[0]} is no command; files are checked by: bnlint check {arguments[0]}"))
    command = COMMANDS[parser.parse_args(arguments[:1]).command]  # --help, --version and errors end here
    try:
        code: int = import_module(command.module).main(arguments[1:])
        sys.stdout.flush()
    except KeyboardInterrupt as error:
        from bnlint.commands.interruption import exit_code  # start-up: most runs come to their end

        print("bnlint: interrupted", file=sys.stderr)
        return exit_code(error)
    except OSError as error:
        if error.filename is not None:
            from bnlint.results.wording import harmless  # start-up: most files are there

            print(harmless(f"bnlint: {error.filename}: {error.strerror}"), file=sys.stderr)
            return EXIT_ERROR
        # The output, which has no name. Python would try it once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # `bnlint check | head`
            return EXIT_FINDINGS
        print(f"bnlint: cannot write the output: {error.strerror or error}", file=sys.stderr)
        return EXIT_ERROR
    return code


def _being_typed() -> list[str]:
    """Hand the completion of a line over to the parser of the command in it; return the arguments that lead there."""
    name, *others = os.environ.get("COMP_LINE", "").split()[1:] or [""]
    if name not in COMMANDS or not (others or os.environ["COMP_LINE"].endswith(" ")):
        return []
    os.environ[COMPLETING] = "2"  # the line begins with the command for that parser
    raise SystemExit(import_module(COMMANDS[name].module).main([]))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="bnlint", description="Finds misuse of BatchNormalization in TensorFlow/Keras code.")
    parser.add_argument("--version", action="version", version=f"bnlint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.help, add_help=False)
    return parser

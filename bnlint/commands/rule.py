"""``bnlint rule``: explain one rule, or all of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from bnlint.commands import EXIT_CLEAN, console
from bnlint.explain import explanation, markdown, terminal
from bnlint.rules import ALL_CODES
from bnlint.settings import options
from bnlint.settings.usage import Parser


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint rule``; see ``bnlint.cli.Command``."""
    parsed = _parser().parse_args(argv)
    parsed.code = (parsed.code or "").upper()
    if not parsed.all and not options.is_code(parsed.code):
        return console.fail(f"unknown code {parsed.code!r} (see: bnlint rule --all)")
    text = markdown.render if parsed.evidence else markdown.without_evidence
    found = [explanation(code) for code in (ALL_CODES if parsed.all else (parsed.code,))]
    if parsed.output_format == "json":
        data = [one.to_dict() for one in found]
        console.write([json.dumps(data if parsed.all else data[0], indent=2)])
    elif parsed.output_format == "markdown":
        console.write(map(text, found))
    else:
        terminal.show(map(text, found), sys.stdout)
    return EXIT_CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="bnlint rule", description="Explain one rule, or all of them.")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="e.g. BNL102")
    which.add_argument("--all", action="store_true", help="every rule")
    parser.add_argument("--evidence", action="store_true", help="add what was measured (JSON has it always)")
    parser.add_argument("--output-format", choices=("text", "json", "markdown"), default="text")
    return parser

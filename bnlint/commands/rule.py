"""``bnlint rule``: explain one rule, or all of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bnlint import options
from bnlint.commands import EXIT_CLEAN, console


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint rule``; see ``bnlint.cli.Command``."""
    parsed = _parser().parse_args(argv)
    if not parsed.all and not options.is_code(parsed.code):
        return console.fail(f"unknown code {parsed.code!r} (see: bnlint rule --all)")
    from bnlint.explain import explain, explain_all

    console.write(explain_all() if parsed.all else explain(parsed.code))
    return EXIT_CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bnlint rule", description="Explain one rule, or all of them.")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="e.g. BNL102")
    which.add_argument("--all", action="store_true", help="every rule")
    return parser

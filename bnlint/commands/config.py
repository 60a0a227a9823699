"""``bnlint config``: explain the keys of ``[tool.bnlint]``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from bnlint.commands import EXIT_CLEAN, console
from bnlint.explain import terminal
from bnlint.settings.catalogue import CATALOGUE, Key, linked, plain
from bnlint.settings.usage import Parser, like


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint config``; see ``bnlint.cli.Command``."""
    parsed = _parser().parse_args(argv)
    name = parsed.key.removeprefix("tool.bnlint.").replace("_", "-") if parsed.key else ""
    if name and name not in CATALOGUE:
        return console.fail(f"unknown key {parsed.key!r}{like(name, CATALOGUE)} (see: bnlint config)")
    if parsed.output_format == "json":
        told = {key: _plain(key) for key in CATALOGUE}
        console.write([json.dumps(told[name] if name else told, indent=2)])
    elif name:
        terminal.show([_text(name, CATALOGUE[name])], sys.stdout)
    else:
        width = max(map(len, CATALOGUE))
        console.write(f"{key:<{width}}  {plain(about.meaning)}" for key, about in CATALOGUE.items())
    return EXIT_CLEAN


def _plain(key: str) -> dict[str, str]:
    about = CATALOGUE[key]
    return {
        "key": key,
        "value": plain(about.value),
        "default": plain(about.default),
        "meaning": plain(about.meaning),
        "example": f"{key} = {about.example}",
    }


def _text(key: str, about: Key) -> str:
    meaning = linked(about.meaning)
    values = f"Value: {linked(about.value)}. Default: {about.default}."
    example = f"```toml\n[tool.bnlint]\n{key} = {about.example}\n```"
    return "\n\n".join((f"# {key}", f"{meaning[:1].upper()}{meaning[1:]}.", values, f"{example}\n"))


def _parser() -> Parser:
    parser = Parser(prog="bnlint config", description="Explain the keys of [tool.bnlint] in pyproject.toml.")
    parser.add_argument("key", nargs="?", metavar="KEY", help="one of them, e.g. keras; all when left out")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    return parser

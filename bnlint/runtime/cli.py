"""``bnlint verify``: the command line of the runtime side."""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bnlint.rules import CODES
from bnlint.runtime.details import write_details
from bnlint.runtime.programs import Program, find_programs, own_programs
from bnlint.runtime.progress import shown_progress
from bnlint.runtime.report import write_json, write_notes, write_table
from bnlint.runtime.verify import jobs_for, verify

_INSTALL = "pip install 'bnlint[verify]'"


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint verify``.

    Args:
        argv: the arguments after ``verify``.

    Returns:
        0 when every rule is confirmed, 1 when one is not, 2 when nothing could be run.
    """
    options = _parser().parse_args(list(argv))
    dialects = {"2": (1, 2), "3": (3,)}.get(options.keras, (1, 2, 3))
    missing = _missing(dialects)
    if missing:
        return _fail(f"{missing} is not installed, and verify runs programs on it: {_INSTALL}")
    folder = options.fixtures or own_programs()
    if not folder.is_dir():
        return _fail(f"no fixtures at {folder}: name their folder, bnlint verify path/to/fixtures")
    programs = _chosen(find_programs(folder), options.rule)
    jobs = jobs_for(programs, dialects)
    if not jobs:
        return _fail(f"nothing to run: no program in {folder} applies")
    if options.figures and importlib.util.find_spec("matplotlib") is None:
        return _fail(f"figures need matplotlib: {_INSTALL}")
    count = len({j.program.path for j in jobs})
    _say(f"bnlint verify executes {count} programs of {folder} on TensorFlow")
    started = time.monotonic()
    with shown_progress() as progress:
        rows = verify(jobs, progress)
    _say(f"done in {time.monotonic() - started:.0f} s")
    if options.figures:
        from bnlint.runtime.figures import draw

        _say(f"{len(draw(rows, options.figures))} figures in {options.figures}")
    if options.output_format == "json":
        write_json(rows, sys.stdout)
    else:
        if options.rule:
            write_details(rows, sys.stdout)
        else:
            write_table(rows, sys.stdout)
        write_notes(rows, sys.stdout)
    return 0 if all(row.confirmed for row in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bnlint verify",
        description="Confirm the rules by running their good and bad programs on TensorFlow. This executes code: only "
        "name folders that you trust.",
    )
    parser.add_argument(
        "--rule", action="append", metavar="CODE", type=_code, help="only this rule, in detail; repeatable"
    )
    parser.add_argument("--keras", choices=("2", "3"), help="only this Keras generation (2 includes TF1 graph code)")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    parser.add_argument("--figures", type=Path, metavar="DIR", help="draw a figure per rule and dialect (SVG) into DIR")
    parser.add_argument("fixtures", nargs="?", type=Path, metavar="FIXTURES_DIR", help="default: bnlint's own fixtures")
    return parser


def _code(text: str) -> str:
    code = text.upper()
    if code not in CODES:
        raise argparse.ArgumentTypeError(f"there is no rule {text}")
    return code


def _missing(dialects: Sequence[int]) -> str:
    """Return the package that is needed and not installed."""
    if importlib.util.find_spec("tensorflow") is None:
        return "TensorFlow"
    if set(dialects) & {1, 2} and importlib.util.find_spec("tf_keras") is None:
        return "tf-keras (Keras 2)"
    return ""


def _chosen(programs: list[Program], codes: list[str] | None) -> list[Program]:
    return [p for p in programs if not codes or p.code in codes]


def _fail(message: str) -> int:
    _say(f"bnlint verify: {message}")
    return 2


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)

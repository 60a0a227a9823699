"""``bnlint verify``: the command line of the runtime side."""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bnlint.libraries.keras_versions import BACKEND_TITLES, BACKENDS, Backend
from bnlint.rules import CODES, rule
from bnlint.runtime.confirmation import NOT_CONFIRMED, PARTS, Job, Row, exit_code
from bnlint.runtime.details import write_details
from bnlint.runtime.figures import draw
from bnlint.runtime.keras_api import keras_2_package
from bnlint.runtime.merging import MergeError
from bnlint.runtime.merging import read as read_evidence
from bnlint.runtime.programs import Program, find_programs, own_programs
from bnlint.runtime.progress import shown_progress
from bnlint.runtime.report import write_json, write_notes, write_table
from bnlint.runtime.verify import jobs_for, verify
from bnlint.settings.usage import Parser

_INSTALL = "pip install 'bnlint[verify]'"
_EXTRAS: dict[Backend, str] = {"tensorflow": "verify", "jax": "verify-jax", "torch": "verify-torch"}


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint verify``.

    Args:
        argv: the arguments after ``verify``.

    Returns:
        0 when every rule is confirmed, 2 when nothing could be run; otherwise 1 and the bits of the parts that failed
        (``bnlint.runtime.confirmation.PARTS``).
    """
    parser = _parser()
    options = parser.parse_args(list(argv))
    if options.keras == "2" and options.backend not in (None, "tensorflow"):
        parser.error(f"Keras 2 does not run on {options.backend}")
    if options.merge and not options.rule:
        parser.error("--merge needs --rule: all rules at once are written by --output-format json > FILE")
    try:
        rows = _measured(options)
    except (_NotRun, MergeError) as error:
        return _fail(str(error))
    except OSError as error:  # of the file to merge into
        return _fail(f"{error.filename}: cannot write: {error.strerror}")
    if options.output_format == "json":
        write_json(rows, sys.stdout)
    else:
        if options.rule:
            write_details(rows, sys.stdout)
        else:
            write_table(rows, sys.stdout)
        write_notes(rows, sys.stdout)
    return exit_code(rows)


class _NotRun(Exception):
    """There is nothing to run, or nothing to run it on; the message says why."""


def _measured(options: argparse.Namespace) -> list[Row]:
    """Run the programs, and put what came out where it is wanted beside the report."""
    target = read_evidence(options.merge) if options.merge else None
    dialects = {"2": (1, 2), "3": (3,)}.get(options.keras, (1, 2, 3) if target is None else tuple(target.versions))
    backend: Backend = options.backend or ("tensorflow" if target is None else target.backend)
    if backend != "tensorflow":
        dialects = (3,)
    folder = options.fixtures or own_programs()
    jobs = _jobs(folder, options.rule, dialects, backend)
    if target is not None:
        target.check_installed({job.dialect for job in jobs}, backend)
    if options.figures and importlib.util.find_spec("matplotlib") is None:
        raise _NotRun(f"figures need matplotlib: {_INSTALL}")
    count = len({job.program.path for job in jobs})
    _say(f"bnlint verify executes {count} programs of {folder} on {BACKEND_TITLES[backend]}")
    started = time.monotonic()
    with shown_progress() as progress:
        rows = verify(jobs, progress)
    _say(f"done in {time.monotonic() - started:.0f} s")
    if options.figures:
        _say(f"{len(draw(rows, options.figures))} figures in {options.figures}")
    if target is not None:
        target.merge(rows, options.rule)
        _say(f"{', '.join(sorted(set(options.rule)))} measured anew in {options.merge}")
    return rows


def _jobs(folder: Path, codes: list[str] | None, dialects: Sequence[int], backend: Backend) -> list[Job]:
    missing = _missing(dialects, backend)
    if missing:
        install = f"pip install 'bnlint[{_EXTRAS[backend]}]'"
        raise _NotRun(f"{missing} is not installed, and verify runs programs on it: {install}")
    if not folder.is_dir():
        raise _NotRun(f"no fixtures at {folder}: name their folder, bnlint verify path/to/fixtures")
    jobs = jobs_for(_chosen(find_programs(folder), codes), dialects, backend)
    if not jobs:
        reasons = {code: reason for code in codes or () if (reason := rule(code).absence(backend))}
        said = "".join(f"; {code}: {reason}" for code, reason in reasons.items())
        raise _NotRun(f"nothing to run: no program in {folder} applies{said}")
    return jobs


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="bnlint verify",
        description="Confirm the rules by running their good and bad programs on TensorFlow (or JAX, or PyTorch), and "
        "flake8 on them. This executes code: only name folders that you trust.",
        epilog=f"Exit code: 0 every rule is confirmed; 2 nothing was run; otherwise {NOT_CONFIRMED} plus, for each "
        f"part that failed, {', '.join(f'{bit} ({part})' for part, bit in PARTS.items())}.",
    )
    parser.add_argument(
        "--rule", action="append", metavar="CODE", type=_code, help="only this rule, in detail; repeatable"
    )
    parser.add_argument("--keras", choices=("2", "3"), help="only this Keras version (2 includes TF1 graph code)")
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        help="what Keras 3 runs on (default: tensorflow); jax and torch run the programs that do not use TensorFlow "
        "itself",
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--merge",
        type=Path,
        metavar="FILE",
        help="replace what FILE, written by --output-format json, says about the rules named by --rule; it must be "
        "about the installed versions, and decides the Keras version and the backend where --keras and --backend "
        "do not",
    )
    parser.add_argument(
        "--figures", type=Path, metavar="DIR", help="draw a figure per rule and Keras version (SVG) into DIR"
    )
    parser.add_argument("fixtures", nargs="?", type=Path, metavar="FIXTURES_DIR", help="default: bnlint's own fixtures")
    return parser


def _code(text: str) -> str:
    code = text.upper()
    if code not in CODES:
        raise argparse.ArgumentTypeError(f"there is no rule {text}")
    return code


def _missing(dialects: Sequence[int], backend: Backend) -> str:
    """Return the package that is needed and not installed."""
    if backend != "tensorflow":
        return next((name for name in ("keras", backend) if importlib.util.find_spec(name) is None), "")
    if importlib.util.find_spec("tensorflow") is None:
        return "TensorFlow"
    if set(dialects) & {1, 2} and not keras_2_package():
        return "tf-keras (Keras 2)"
    return ""


def _chosen(programs: list[Program], codes: list[str] | None) -> list[Program]:
    return [p for p in programs if not codes or p.code in codes]


def _fail(message: str) -> int:
    _say(f"bnlint verify: {message}")
    return 2


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)

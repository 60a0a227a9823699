"""The command ``bnlint mine``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bnlint import __version__
from bnlint.commands import console, interruption, parallel
from bnlint.results.wording import harmless, plural
from bnlint.settings import options
from bnlint.settings.usage import Adding, Parser

if TYPE_CHECKING:
    from bnlint.mining.corpus import Columns, Input
    from bnlint.mining.journal import Done
    from bnlint.mining.run import Progress, Summary
    from bnlint.settings.config import Config

_NEEDS = "bnlint mine needs more packages ({error}): pip install 'bnlint[mine]'"
_SHOWN = 10
"""Repositories and failed files that the summary names."""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: the arguments after ``mine``.

    Returns:
        0 when the whole corpus was read, with or without findings; 2 when something could not be read or examined, in
        time or at all. Wrong usage raises ``SystemExit(2)``.
    """
    parsed = _parser().parse_args(argv)
    try:
        # optional: the corpus needs pyarrow, the run pebble
        from bnlint.mining import corpus, journal, run
    except ModuleNotFoundError as error:
        print(_NEEDS.format(error=error), file=sys.stderr)
        return 2
    try:
        inputs = corpus.find(parsed.inputs, _columns(parsed), parsed.libraries)
        config = options.make_config(parsed.keras, parsed.backend, parsed.enable, True, parsed.libraries)
        kept = journal.Journal(parsed.output, _identity(inputs, config))
    except (corpus.CorpusError, journal.JournalError) as error:
        print(harmless(f"bnlint mine: {error}"), file=sys.stderr)
        return 2
    resumed = len(kept.finished)
    if resumed:
        print(f"going on with a run that has done {plural(resumed, 'unit')} of work", file=sys.stderr)
    began = time.monotonic()
    try:
        with _progress(inputs) as progress:
            run.mine(inputs, config, run.Limits(parsed.jobs or parallel.cores(), parsed.timeout), kept, progress)
    except KeyboardInterrupt as error:
        kept.close()
        print(harmless(f"stopped; the same command goes on from here ({kept.path})"), file=sys.stderr)
        return interruption.exit_code(error)
    summary = run.summarize(kept)
    try:
        kept.publish()
    except OSError as error:
        why = error.strerror or error
        said = f"bnlint mine: cannot write {parsed.output}: {why}; what was found is in {kept.path}"
        print(harmless(said), file=sys.stderr)
        return 2
    console.write(map(harmless, _report(summary, parsed.output, time.monotonic() - began if not resumed else None)))
    return 2 if summary.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="bnlint mine",
        description="Check corpora of sources: Parquet and JSONL files (local, or a URI of any pyarrow file system), "
        "folders of these, local folders of repositories. Nothing that is read is imported or run.",
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, folder or URI such as s3://bucket/python")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the Parquet file to write the findings to"
    )
    parser.add_argument("--keras", type=options.keras_target, default="auto", metavar="{auto,2,3}")
    parser.add_argument("--backend", type=options.backend_target, default="auto", metavar="{auto,tensorflow,jax,torch}")
    parser.add_argument(
        "--enable", action=Adding, type=options.codes, default=frozenset(), metavar="CODES", help="opt-in rules"
    )
    parser.add_argument(
        "--libraries",
        type=options.libraries,
        default=(),
        metavar="FILE",
        help="a TOML file of [[tool.bnlint.library]] rows about layers and trainers of your own",
    )
    parser.add_argument(
        "--jobs", type=options.jobs, metavar="{auto,N}", help="worker processes (default: auto, one for each core)"
    )
    parser.add_argument(
        "--timeout", type=float, default=20.0, metavar="SECONDS", help="time for one file (default: 20)"
    )
    for what in ("source", "path", "repository"):
        parser.add_argument(f"--{what}-column", metavar="NAME", help=f"the corpus's column of the {what}")
    return parser


def _columns(parsed: argparse.Namespace) -> Columns:
    from bnlint.mining.corpus import Columns  # optional: needs pyarrow

    named = {what: getattr(parsed, f"{what}_column") for what in ("source", "path", "repository")}
    return Columns(**{what: (name,) for what, name in named.items() if name})


def _identity(inputs: Sequence[Input], config: Config) -> dict[str, object]:
    """Return what distinguishes a run from all others; a journal is continued only by the same run."""
    settings = asdict(config) | {"enable": sorted(config.enable)}
    return {"bnlint": __version__, "inputs": [[one.name, one.size] for one in inputs], "settings": settings}


@contextmanager
def _progress(inputs: Sequence[Input]) -> Iterator[Progress]:
    """Show files done, their rate and the time left while the run lasts; on a terminal's standard error only."""
    # optional: rich comes with the extra, too
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.fields[files]:,} files, {task.fields[rate]:,.0f}/s, {task.fields[findings]:,} findings"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    began = time.monotonic()
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=sum(one.size for one in inputs) or None, files=0, rate=0.0, findings=0)
        files = findings = 0

        def advance(weight: int, done: Done) -> None:
            nonlocal files, findings
            files, findings = files + done.files, findings + len(done.rows)
            rate = files / max(time.monotonic() - began, 1e-3)
            bar.update(task, advance=weight, files=files, rate=rate, findings=findings)

        yield advance


def _report(summary: Summary, output: Path, seconds: float | None) -> Iterator[str]:
    rate = f" in {seconds:.1f} s ({summary.files / max(seconds, 1e-3):,.0f} files/s)" if seconds else ""
    yield f"{plural(summary.files, 'file')}{rate}, {summary.examined} of them examined."
    yield f"{plural(summary.findings, 'finding')} in {output}"
    for code, count in sorted(summary.by_rule.items()):
        yield f"  {code} {count:>7}"
    named = [(name, count) for name, count in summary.by_repository.most_common(_SHOWN) if name]
    if named:
        yield f"Most findings ({len(summary.by_repository)} of the repositories have some):"
        yield from (f"  {count:>7} {name}" for name, count in named)
    if summary.unparsable:
        yield f"{plural(summary.unparsable, 'file')} not Python."
    if summary.skipped:
        yield f"{plural(summary.skipped, 'file')} too large to look at."
    if summary.failures:
        yield f"{plural(summary.failures, 'file')} not examined (BNL001 in the table):"
        yield from (f"  {name}: {why}" for name, why in summary.failed[:_SHOWN])

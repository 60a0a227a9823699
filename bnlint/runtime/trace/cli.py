"""``bnlint trace``: the command line.

The exit code is the program's own where that is not 0, else 1 if the run shows a mistake, else 0; 2 for wrong usage and
where the program does something that cannot be recorded.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bnlint.libraries.keras_versions import BACKENDS
from bnlint.output.documents import dumped
from bnlint.results.wording import harmless
from bnlint.settings import options
from bnlint.settings.loading import Settings, SettingsError, load
from bnlint.settings.usage import Adding, Parser
from bnlint.sources import writing

if TYPE_CHECKING:
    from bnlint.runtime.trace.launch import Program
    from bnlint.runtime.trace.result import Trace

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
GROWS_EVERY = 10.0
"""Seconds between two writes of a growing report, at least."""

_RECORDED = "TensorFlow, JAX and PyTorch"
_INSTALL = "pip install 'bnlint[trace]'"


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint trace``.

    Args:
        argv: the arguments after ``trace``.

    Returns:
        The exit code. Wrong usage raises ``SystemExit(2)``, as argparse does.
    """
    parser, with_value = _parser()
    own, words, is_module = _split(argv, with_value)
    parsed = parser.parse_args(own)
    if not words:
        parser.error("name the script to run, or a module with -m")
    if not any(map(importlib.util.find_spec, BACKENDS)):
        return _fail(f"tensorflow is not installed, and trace needs it, or jax, or torch: {_INSTALL}")
    for package, needed in (("jinja2", parsed.html), ("matplotlib", parsed.html)):
        if needed and importlib.util.find_spec(package) is None:
            return _fail(f"{package} is not installed, and trace needs it: {_INSTALL}")
    from bnlint.runtime.trace.launch import (
        NotFoundError,
        NotSupported,
        Program,
        check,
    )  # start-up: --help and usage errors need none of it

    program = Program(words[0], words[1:], is_module)
    try:
        check(program)
        settings = _settings(parsed, program.folder)
        if parsed.fix_check:
            return _fix_check(program, settings, parsed)
        return _trace(program, settings, parsed)
    except (NotFoundError, NotSupported, SettingsError) as error:
        return _fail(str(error))


def _parser() -> tuple[argparse.ArgumentParser, frozenset[str]]:
    """Return the parser of trace's own options, and those of them that take a value."""
    parser = Parser(
        prog="bnlint trace",
        usage="bnlint trace [options] (script.py | -m module) [arguments of the program]",
        description="Run a training program and compare the linter's findings with what happens. This "
        "executes the program, as python does; its results stay the same.",
        epilog="Exit code: the program's own where that is not 0, else 1 if the run shows a mistake, else 0; 2 where "
        "nothing could be recorded.",
        allow_abbrev=False,
    )
    run = parser.add_argument_group("run")
    rules = parser.add_argument_group("rules (default: the project's settings)")
    output = parser.add_argument_group("output")
    valued = (
        run.add_argument("--steps", type=_positive, metavar="N", help="stop the program after N training steps"),
        run.add_argument(
            "--every",
            type=_positive,
            metavar="N",
            help="read the statistics after two in N steps (default: after each at first, later after two in 200)",
        ),
        rules.add_argument(
            "--select", action=Adding, type=options.code_prefixes, metavar="CODES", help="show only these"
        ),
        rules.add_argument(
            "--ignore", action=Adding, type=options.code_prefixes, metavar="CODES", help="do not show these"
        ),
        rules.add_argument(
            "--enable", action=Adding, type=options.codes, metavar="CODES", help="opt-in rules to switch on"
        ),
        rules.add_argument(
            "--keras", type=options.keras_target, metavar="{auto,2,3}", help="the Keras version that the linter assumes"
        ),
        output.add_argument("--output-format", choices=("text", "json"), default="text"),
        output.add_argument("-o", "--output", metavar="FILE", help="write the report there, not to standard output"),
        output.add_argument("--html", metavar="FILE", help="write a report with plots as one HTML file"),
    )
    run.add_argument(
        "--revisit",
        action="store_true",
        help="after the program's end call its models once more on a batch of their "
        "data, to see the batches of compiled steps in inference mode; this runs its model and its data pipeline",
    )
    fixes = parser.add_argument_group("fixes")
    fixes.add_argument(
        "--fix-check",
        action="store_true",
        help="run the program as it is and a copy with bnlint's fixes, for as many steps, and show both side by side; "
        "exit code 1 if the fixes change what becomes of a layer, 3 if the copy fails and the program does not, else 0",
    )
    fixes.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix-check: also the fixes that change how a model trains or predicts",
    )
    output.add_argument(
        "--no-source", dest="source", action="store_false", help="leave the lines of source out of the HTML report"
    )
    output.add_argument("--exit-zero", action="store_true", help="findings do not change the program's exit code")
    return parser, frozenset(name for action in valued for name in action.option_strings)


def _split(argv: Sequence[str], with_value: frozenset[str]) -> tuple[list[str], list[str], bool]:
    """Part trace's own options from the program and its arguments, which may look like options too.

    Returns:
        The options, the program with its arguments, and whether it is a module.
    """
    index = 0
    while index < len(argv) and argv[index].startswith("-"):
        if argv[index] in ("-m", "--"):
            return list(argv[:index]), list(argv[index + 1 :]), argv[index] == "-m"
        index += 2 if argv[index] in with_value else 1
    return list(argv[:index]), list(argv[index:]), False


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


def _settings(parsed: argparse.Namespace, folder: str) -> Settings:
    given = {name: getattr(parsed, name) for name in ("select", "ignore", "enable", "keras")}
    given["per_file_keras"] = () if parsed.keras is not None else None
    chosen = replace(load(Path(folder)), **{name: value for name, value in given.items() if value is not None})
    return replace(chosen, enable=chosen.enable - {options.UNNEEDED_NOQA})  # comments do not run


def _fix_check(program: Program, settings: Settings, parsed: argparse.Namespace) -> int:
    from bnlint.runtime.trace import fixcheck  # start-up: as above

    passed = [f"--{name}={value}" for name in ("steps", "every", "keras") if (value := getattr(parsed, name))]
    passed += [
        f"--{name}={','.join(sorted(v))}" for name in ("select", "ignore", "enable") if (v := getattr(parsed, name))
    ]
    found = fixcheck.check_fixes(program, settings, passed, parsed.unsafe_fixes, os.getcwd())
    if not found.before:
        return _fail(f"nothing was recorded of {program.name}")
    if parsed.output_format == "json":
        lines = [dumped(fixcheck.to_dict(found), indent=1)]
    else:
        lines = list(map(harmless, fixcheck.render(found)))
    written = _put(lines, parsed.output)
    if parsed.html:
        from bnlint.runtime.trace.html import render_check  # optional: jinja2 and matplotlib come with the extra

        written = _written(parsed.html, render_check(found)) and written
    if not written:
        return EXIT_ERROR
    if found.fails:
        return fixcheck.FAILED
    return EXIT_FINDINGS if found.differs and not parsed.exit_zero else EXIT_CLEAN


def _trace(program: Program, settings: Settings, parsed: argparse.Namespace) -> int:
    from bnlint.runtime.recorder import Recorder  # start-up: as above
    from bnlint.runtime.state import LIGHT, Pace  # start-up: as above
    from bnlint.runtime.trace.children import Children  # start-up: as above
    from bnlint.runtime.trace.launch import Ending, NotSupported, StepLimit, run  # start-up: as above

    def after_step(steps: int) -> None:
        if growing is not None:
            growing.write()
        if parsed.steps is not None and steps >= parsed.steps:
            raise StepLimit

    def refuse(what: str) -> None:
        raise NotSupported(f"{program.name} runs {what}, and bnlint trace records Keras on {_RECORDED} only")

    backend = _unknown_backend()
    if backend:
        refuse(f"Keras on {backend}")

    _say(f"bnlint trace executes {program.name}")
    # The program may change the directory, and the report names files as the user sees them.
    folder, html = os.getcwd(), os.path.abspath(parsed.html) if parsed.html else ""
    output = os.path.abspath(parsed.output) if parsed.output else ""
    before, started = frozenset(sys.modules), time.monotonic()
    pace = Pace(0, parsed.every) if parsed.every else LIGHT
    recorder, children = Recorder(after_step, pace, refuse), Children()

    def summary(ending: Ending) -> Trace:
        from bnlint.runtime.trace.result import summarize  # start-up: not before the program has begun

        notes = [children.note] if children.note else []
        seconds = time.monotonic() - started
        return summarize(program, ending, recorder.recording, settings, folder, before, seconds, notes)

    growing = _Growing(output, lambda: _lines(summary(Ending("running")), parsed.output_format)) if output else None
    machine = parsed.output_format == "json" and not output
    with children.watch(), _stdout_is_stderr() if machine else nullcontext():
        ending = run(program, recorder.watch(wait=True, revisit=parsed.revisit))
    trace = summary(ending)
    written = _put(_lines(trace, parsed.output_format), output)
    if html:
        from bnlint.runtime.trace.html import render  # optional: jinja2 and matplotlib come with the extra

        if _written(html, render(trace, folder, parsed.source)):
            _say(f"bnlint trace wrote {parsed.html}")
        else:
            written = False
    if ending.code or not written or trace.is_blind:
        return ending.code or EXIT_ERROR
    return EXIT_CLEAN if trace.is_clean or parsed.exit_zero else EXIT_FINDINGS


def _unknown_backend() -> str:
    """Return the backend that the environment chooses for Keras 3, "" for one that can be recorded."""
    if os.environ.get("TF_USE_LEGACY_KERAS", "").lower() in ("1", "true"):
        return ""
    chosen = os.environ.get("KERAS_BACKEND", "")
    return "" if chosen in BACKENDS else chosen


class _Growing:
    """Writes the report while the program runs: not even a kill takes it away.

    Args:
        path: the user's file.
        render: makes its lines.
    """

    def __init__(self, path: str, render: Callable[[], Iterable[str]]) -> None:
        self._path = path
        self._render = render
        self._due = 0.0

    def write(self) -> None:
        """Write what there is, if it is time; that takes at most a fiftieth of the program's time."""
        begun = time.monotonic()
        if begun < self._due:
            return
        with suppress(Exception):  # the final report says what is wrong with the file
            writing.overwrite(self._path, "".join(f"{line}\n" for line in self._render()))
        now = time.monotonic()
        self._due = now + max(GROWS_EVERY, 50 * (now - begun))


def _lines(trace: Trace, output_format: str) -> list[str]:
    from bnlint.runtime.trace import json as plain  # start-up: not before the program has begun
    from bnlint.runtime.trace import text  # start-up: as above

    return list(plain.render(trace) if output_format == "json" else map(harmless, text.render(trace)))


def _put(lines: Sequence[str], output: str | None) -> bool:
    """Write a report, to standard output where the user's file cannot be written: the run may have taken days."""
    if output and _written(output, "".join(f"{line}\n" for line in lines)):
        return True
    encoding = sys.stdout.encoding or "utf-8"
    try:
        for line in lines:
            print(line.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:  # `bnlint trace train.py | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return not output


def _written(path: str, text: str) -> bool:
    try:
        writing.overwrite(path, text)
    except OSError as error:
        _fail(f"{path}: cannot write: {error.strerror or error}")
        return False
    return True


@contextmanager
def _stdout_is_stderr() -> Iterator[None]:
    """Send what the program prints to standard error: standard output is for the report alone."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _fail(text: str) -> int:
    _say(f"bnlint trace: {text}")
    return EXIT_ERROR


def _say(text: str) -> None:
    print(harmless(text), file=sys.stderr)

"""The analyzer as a pure function: source in, findings out."""

from __future__ import annotations

import ast
import gc
import tokenize
from functools import cache, partial
from pathlib import Path

from bnlint.analysis.aside import Aside
from bnlint.analysis.room import room
from bnlint.analysis.stack import with_stack
from bnlint.analysis.watchdog import time_limit
from bnlint.analysis.worth import worth_analysis
from bnlint.interpreter.budget import OutOfTime
from bnlint.results.findings import Finding, Note
from bnlint.results.messages import Message
from bnlint.settings.config import Config


def check_source(
    source: str,
    path: str = "<string>",
    config: Config | None = None,
    *,
    tree: ast.AST | None = None,
    fixes: bool = False,
    notes: list[Note] | None = None,
    aside: Aside | None = None,
) -> list[Finding]:
    """Analyse one module.

    Args:
        source: the module's text (BOM stripped, newlines as they are).
        path: how findings name the file; project-local imports are looked up from it if it exists.
        config: settings, the defaults when None.
        tree: the module's stdlib syntax tree, if the caller has it (flake8 does).
        fixes: work out the findings' fixes, as edits of ``source``, and the places in other files that they rest on.
        notes: gets what was not followed because of a limit.
        aside: says whether files that use the module are read, and gets what the analysis says of other files.

    Returns:
        The findings, sorted by position. Never raises: an error of ours becomes one ``BNL001`` finding, and a source
        that does not parse has no findings (whoever reads files reports that).
    """
    notes = [] if notes is None else notes
    return with_stack(partial(_check, source, path, config or Config(), tree, fixes, notes, aside or Aside()))


def _check(
    source: str, path: str, settings: Config, tree: ast.AST | None, fixes: bool, notes: list[Note], aside: Aside
) -> list[Finding]:
    try:
        with time_limit(settings.time_limit):
            if not aside.worth and not worth_analysis(source, path, settings.follow_imports, settings.library):
                return []
        _load_analyser()
        from bnlint.analysis.pipeline import analyse  # start-up: libcst, which most files do not need

        with room():
            return analyse(source, path, settings, tree, fixes, notes, aside)
    except SyntaxError:
        return []
    except OutOfTime:
        notes.append(Note(0, f"not analysed: it took more than {settings.time_limit:g} seconds (time-limit)"))
        return []
    except Exception as error:  # an error of ours must never end the caller's run
        text = " ".join(f"bnlint failed on this file: {type(error).__name__}: {error}".split())
        return [Finding(path, 1, 0, "BNL001", Message(text[:300]), 1, 0)]


@cache
def _load_analyser() -> None:
    """Import libcst and the analyzer without the garbage collector.

    Their classes stay until the process ends, so the collector need never look at them: not while they are made, and
    not when the interpreter goes down, which would cost as much as a seventh of the import.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        import bnlint.analysis.pipeline  # noqa: F401 - start-up: only where there is something to analyse
    finally:
        if collects:
            gc.enable()
    gc.freeze()


def check_file(path: Path, config: Config | None = None) -> list[Finding]:
    """Read and analyse one file; see ``check_source``.

    Raises:
        OSError: the file cannot be read.
        SyntaxError: it cannot be decoded.
    """
    with tokenize.open(path) as stream:
        return check_source(stream.read(), str(path), config)

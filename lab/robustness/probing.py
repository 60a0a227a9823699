"""What the sweep does with one file: it goes through every front end, as it is and with a mistake at its end.

Nothing of the file runs. A ``Trouble`` is something that no input may cause: an internal error, an exception, a place
outside the text, two front ends that disagree, or a mistake in plain sight that is not reported.
"""

from __future__ import annotations

import ast
import json
import re
import tempfile
import time
import zlib
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from bnlint.analysis import checking
from bnlint.fixes.command import Fixing
from bnlint.hosts.flake8_plugin import Plugin
from bnlint.results.edits import LINE_END
from bnlint.results.findings import Finding
from bnlint.rules import CODES, rule
from bnlint.settings import options
from bnlint.settings.loading import Settings
from bnlint.sources import files
from bnlint.syntax import parsing
from bnlint.syntax.source import Source
from tests.static.helpers import bnlint, flake8, parse_lines
from tests.static.lsp_client import Client, running

MISTAKE = """

import tensorflow as tf

bn = tf.keras.layers.BatchNormalization(momentum=99)
"""
"""BNL301 in its last line, whatever TensorFlow. Appended, it also keeps the word filter from passing the file over."""
MISTAKE_LINE = MISTAKE.count("\n")
_CODE = "BNL301"
_DEARER = 10
"""All front ends cost so many times as much as the opt-in rules and the fixes."""
OPT_IN = frozenset(code for code in CODES if rule(code).can_be_enabled)
_HIGH_WATER = re.compile(r"VmHWM:\s*(\d+) kB")


@dataclass(frozen=True)
class Trouble:
    """Something that must not happen.

    Args:
        where: which front end, on which form of the file.
        what: what happened, on one line.
    """

    where: str
    what: str


@dataclass(frozen=True)
class Probed:
    """What came of one file.

    Args:
        path: the file.
        programs: how many texts were analysed.
        parses: whether Python 3 reads it.
        seconds: how long all of that took.
        peak: the most memory the process held meanwhile, in bytes; 0 where the system does not say.
        troubles: what must not happen.
    """

    path: str
    programs: int
    parses: bool
    seconds: float
    peak: int
    troubles: tuple[Trouble, ...]


def probe(path: str, every: int) -> Probed:
    """Put one file through the analysis, the plugin and, in a sample, all front ends.

    Args:
        path: the file.
        every: one file of so many goes through all front ends; which ones depends on their names alone.
    """
    _forget_high_water()
    began = time.monotonic()
    troubles: list[Trouble] = []
    try:
        source = files.read(path)
    except OSError as error:
        return Probed(path, 0, False, 0.0, 0, (Trouble("reading", str(error)),))
    wrong = replace(source, text=source.text + MISTAKE)
    parses = not source.problems and _parses(source.text) and _parses(wrong.text)
    mistake = wrong.text.count("\n") if _reachable(source) else None
    sampled = _chosen(path, every)
    fronts: list[tuple[str, Callable[[], Iterator[str]]]] = [
        ("analysis", lambda: analysed(source, None, sampled)),
        ("analysis, mistake appended", lambda: analysed(wrong, mistake, sampled)),
    ]
    if _chosen(path, max(1, every // _DEARER)):
        fronts += [("all rules", lambda: with_all_rules(wrong)), ("fix", lambda: fixed(path))]
    if parses and sampled:
        fronts += _all_fronts(path, source, wrong, mistake)
    for where, front in fronts:
        try:
            troubles += [Trouble(where, what) for what in front()]
        except Exception as error:
            troubles.append(Trouble(where, " ".join(f"{type(error).__name__}: {error}".split())[:500]))
    return Probed(path, len(fronts), parses, time.monotonic() - began, _high_water(), tuple(troubles))


def _chosen(path: str, every: int) -> bool:
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % every == 0


def _tree(text: str) -> ast.Module | None:
    """Return the tree of a text, None for one that does not parse."""
    try:
        return parsing.parse(text)
    except parsing.UNPARSABLE:
        return None


def _parses(text: str) -> bool:
    return _tree(text) is not None


def _parsed(text: str) -> ast.Module:
    """Return the tree of a text; one that does not parse has no statements."""
    return _tree(text) or ast.Module([], [])


def _reachable(source: Source) -> bool:
    """Whether a run surely gets to what is appended: nothing outside of functions and classes may end it."""
    waiting: list[ast.AST] = [_parsed(source.text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Raise, ast.While)):
            return False
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _EXITS:
            return False
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return True


_EXITS = ("exit", "quit", "sys.exit", "os._exit", "os.abort")


# --- The analysis, as the command and as the plugin


def analysed(source: Source, mistake: int | None, plugin: bool = True) -> Iterator[str]:
    """Yield what is wrong with what the command and the plugin find.

    Args:
        source: what is analysed.
        mistake: the line where a mistake must be reported, None if that is not known.
        plugin: compare with what the plugin finds, which takes another analysis.
    """
    found, problem = checking.find(source, Settings())
    yield from _internal_errors(found)
    yield from _misplaced(found, source.text)
    if problem is not None:
        return
    if mistake is not None and not any((one.line, one.code) == (mistake, _CODE) for one in found):
        yield f"the mistake in line {mistake} is not reported"
    if not plugin:
        return
    lines = source.text.splitlines(keepends=True)
    if lines != list(re.split(r"(?<=\n)", source.text))[: len(lines)]:
        return  # flake8 would cut it elsewhere
    results = Plugin(parsing.parse(source.text), source.path, lines, Namespace()).run()
    shown = [(line, column, text.partition(" ")[0]) for line, column, text, _ in results]
    theirs = [(one.line, one.column, one.code) for one in checking.shown(found, source, Settings())]
    if shown != theirs:
        yield f"the plugin finds {shown[:5]}, the command {theirs[:5]}"


def with_all_rules(source: Source) -> Iterator[str]:
    """Yield what is wrong when the opt-in rules are on: the others must say the same, in a second run."""
    alone, _ = checking.find(source, Settings())
    found, _ = checking.find(source, Settings(enable=OPT_IN))
    yield from _internal_errors(found)
    yield from _misplaced(found, source.text)
    theirs = [one for one in found if one.code not in OPT_IN]
    if theirs != alone:
        yield f"a second run, with all rules, finds {[(f.line, f.code) for f in theirs if f not in alone][:5]} besides"
        yield f"and lacks {[(f.line, f.code) for f in alone if f not in theirs][:5]}"


def fixed(path: str) -> Iterator[str]:
    """Yield what is wrong with a file whose one mistake is mended: every other byte must be as it was."""
    data = Path(path).read_bytes() + MISTAKE.encode()
    only = Settings(select=(_CODE,), disable_noqa=True, group=False)
    before, _ = checking.find(files.decode(path, data), only)
    run = Fixing(only, unsafe=True)
    result = run.source(path, data)
    if len([one for one in before if one.code == _CODE]) == 1 and not run.report.problems:
        head, _, tail = data.rpartition(b"=99")
        if result != head + b"=0.99" + tail:
            yield "--fix changed other bytes than those of the mistake, or none"
    elif not before and result != data:
        yield "--fix changed a file without a finding"


def _internal_errors(found: list[Finding]) -> Iterator[str]:
    return (one.message for one in found if one.code == options.INTERNAL_ERROR)


def _misplaced(found: list[Finding], text: str) -> Iterator[str]:
    lines = LINE_END.split(text)
    for one in found:
        start, end = (one.line, one.column), (one.end_line, one.end_column)
        inside = 1 <= one.line <= one.end_line <= len(lines) and start <= end
        if not inside or one.column > len(lines[one.line - 1]) or one.end_column > len(lines[one.end_line - 1]):
            yield f"{one.code} at {start} to {end}, outside the text"
        if one.fix is not None and any(e.offset < 0 or e.offset + e.length > len(text) for e in one.fix.edits):
            yield f"a fix of {one.code} outside the text"


# --- The other front ends, on a folder with the file and an innocent neighbour


def _all_fronts(
    path: str, source: Source, wrong: Source, mistake: int | None
) -> list[tuple[str, Callable[[], Iterator[str]]]]:
    data = Path(path).read_bytes() + MISTAKE.encode()
    return [
        ("flake8", lambda: _in_flake8(data, mistake)),
        ("command", lambda: _in_command(data, mistake)),
        ("standard input", lambda: _on_stdin(data, mistake)),
        ("notebook", lambda: _as_notebook(source)),
        ("broken notebook", lambda: _as_broken_notebook(source)),
        ("language server", lambda: _in_editor(wrong.text, mistake)),
    ]


NEIGHBOUR = "neighbour.py"


@contextmanager
def _folder(name: str, data: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sweep-") as folder:
        (Path(folder) / name).write_bytes(data)
        (Path(folder) / NEIGHBOUR).write_text(MISTAKE, encoding="utf-8")
        yield Path(folder)


def _missing(shown: set[tuple[str, int, str]], name: str, mistake: int | None) -> Iterator[str]:
    if (NEIGHBOUR, MISTAKE_LINE, _CODE) not in shown:
        yield "the neighbour's finding is lost"
    if mistake is not None and (name, mistake, _CODE) not in shown:
        yield f"the mistake in line {mistake} is not reported"
    yield from (f"{name}: internal error" for name, _, code in shown if code == options.INTERNAL_ERROR)


def _in_flake8(data: bytes, mistake: int | None) -> Iterator[str]:
    with _folder("odd.py", data) as folder:
        line = ("--select=E9,BNL", "--disable-noqa", "odd.py", NEIGHBOUR)
        done = flake8(*line, cwd=folder)
    yield from _missing({(one.path, one.line, one.code) for one in parse_lines(done.stdout)}, "odd.py", mistake)
    if done.stderr:
        yield done.stderr[-300:]


def _in_command(data: bytes, mistake: int | None) -> Iterator[str]:
    with _folder("odd.py", data) as folder:
        done = bnlint("check", "--disable-noqa", "--output-format=json", "odd.py", NEIGHBOUR, cwd=folder)
    document = json.loads(done.stdout)
    shown = {(one["path"], one["line"], one["code"]) for one in document["findings"]}
    yield from _missing(shown, "odd.py", mistake)
    if done.stderr or document["problems"] or done.returncode != 1:
        yield f"exit code {done.returncode}, problems {document['problems']}, {done.stderr[-300:]}"


def _on_stdin(data: bytes, mistake: int | None) -> Iterator[str]:
    line = ("check", "--disable-noqa", "--output-format=concise", "--stdin-filename=odd.py", "-")
    with _folder("odd.py", data) as folder:
        done = bnlint(*line, cwd=folder, stdin=data)
    shown = {(one.path, one.line, one.code) for one in parse_lines(done.stdout)}
    yield from _missing(shown | {(NEIGHBOUR, MISTAKE_LINE, _CODE)}, "odd.py", mistake)
    if done.stderr:
        yield done.stderr[-300:]


def _notebook(source: Source) -> str:
    """Return a notebook with a cell for each statement of a file, and one with the mistake."""
    lines = source.text.split("\n")
    starts = [_first_line(node) - 1 for node in _parsed(source.text).body]
    cuts = [0, *starts, len(lines)] if len(set(starts)) == len(starts) else [0, len(lines)]
    cells = ["\n".join(lines[start:end]) for start, end in pairwise(cuts)]
    code = [text for text in cells if text.strip() and not text.lstrip(" \t\f\n").startswith("%")]
    documents: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in (*code, MISTAKE)
    ]
    return json.dumps({"cells": documents, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min((node.lineno, *(each.lineno for each in decorators)))


def _as_notebook(source: Source) -> Iterator[str]:
    with _folder("odd.ipynb", _notebook(source).encode("utf-8", "surrogatepass")) as folder:
        done = bnlint("check", "--disable-noqa", "--output-format=json", "odd.ipynb", NEIGHBOUR, cwd=folder)
    document = json.loads(done.stdout)
    found = [one for one in document["findings"] if one["path"] == "odd.ipynb"]
    shown = {(one["path"], one["line"], one["code"]) for one in document["findings"]}
    yield from _missing(shown, "odd.ipynb", None)
    if _reachable(source) and not any(one["line"] == MISTAKE_LINE and one["code"] == _CODE for one in found):
        yield f"the mistake in the last cell is not reported: {document['problems']}"


def _as_broken_notebook(source: Source) -> Iterator[str]:
    text = _notebook(source)
    with _folder("odd.ipynb", text[: len(text) // 2].encode("utf-8", "surrogatepass")) as folder:
        done = bnlint("check", "--output-format=concise", "odd.ipynb", NEIGHBOUR, cwd=folder)
    yield from _missing({(one.path, one.line, one.code) for one in parse_lines(done.stdout)}, "odd.ipynb", None)
    if done.returncode != 2 or len(done.stderr.splitlines()) != 1:
        yield f"exit code {done.returncode}, {done.stderr[-300:]}"


# --- The language server, one in each process that probes


_server = ExitStack()
_clients: list[Client] = []


def _in_editor(text: str, mistake: int | None) -> Iterator[str]:
    client = _client()
    uri = client.open("odd.py", text)
    try:
        shown = {(one["range"]["start"]["line"] + 1, one["code"]) for one in client.diagnostics(uri)}
    except BaseException:
        stop()
        raise
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.diagnostics(uri)  # taken back
    if mistake is not None and (mistake, _CODE) not in shown and "noqa" not in text:
        yield f"the mistake in line {mistake} is not reported"
    if any(code == options.INTERNAL_ERROR for _, code in shown):
        yield "internal error"


def _client() -> Client:
    if not _clients:
        folder = _server.enter_context(tempfile.TemporaryDirectory(prefix="sweep-"))
        _clients.append(_server.enter_context(running(["-m", "bnlint", "lsp"], Path(folder))))
    return _clients[0]


def stop() -> None:
    """End this process's language server, if there is one."""
    _clients.clear()
    _server.close()


# --- Memory


def _forget_high_water() -> None:
    """Let Linux measure the peak anew (proc(5), clear_refs); elsewhere nothing is measured."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _high_water() -> int:
    try:
        match = _HIGH_WATER.search(Path("/proc/self/status").read_text())
    except OSError:
        return 0
    return int(match[1]) * 1024 if match else 0

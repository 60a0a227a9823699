"""Running the real front ends, and reading the expectations in the fixtures."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bnlint.rules import CODES

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"

SEED = """import tensorflow as tf

x = tf.constant([-0.22630838])
y = tf.keras.layers.BatchNormalization()(x)
"""
"""A program with exactly one finding on default: BNL101 in line 4, column 5."""
FIXABLE = """import tensorflow as tf

class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):
        return self.bn(x)
"""
"""BNL107, which has a safe fix."""

NOBODY = 65534
"""A user that owns nothing."""

_LINE = re.compile(r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]+\d+) (?P<message>.*)")
_EXPECTATION = re.compile(r"expect(?:\[(?P<dialect>[23])\])?:\s*(?P<codes>BNL\d{3}(?:\s*,\s*BNL\d{3})*)")
_HEADER = re.compile(r"#\s*(?P<key>dialect|optin):\s*(?P<value>\S+)")


@dataclass(frozen=True, order=True)
class Shown:
    """One line of a front end's output; line and column count from 1."""

    path: str
    line: int
    column: int
    code: str
    message: str


def nothing(found: Iterable[object], what: str) -> None:
    """Fail with all that was found, one a line, if anything was.

    Args:
        found: what there must not be.
        what: what that is, and what to do about it.
    """
    lines = [f"  {each}" for each in dict.fromkeys(found)]
    if lines:
        pytest.fail("\n".join((f"{what}:", *lines)), pytrace=False)


def document(name: str) -> str:
    """Return the text of a document for people, e.g. ``docs/settings.md``."""
    return (ROOT / name).read_text(encoding="utf-8")


def code_blocks(name: str, language: str) -> list[str]:
    """Return the code blocks of one language in a document."""
    return re.findall(rf"^```{language}\n(.*?)^```", document(name), re.MULTILINE | re.DOTALL)


def lacks(code: str, what: str) -> NoReturn:
    """Fail because a rule was added without something that every rule has.

    Args:
        code: the rule.
        what: what is missing, and in which file it belongs.
    """
    pytest.fail(f"{code} lacks {what} (CONTRIBUTING.md, 'Add a rule')", pytrace=False)


def parse_lines(text: str) -> list[Shown]:
    """Read output in flake8's form; every line must have it."""
    shown = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        assert match, f"not a line of findings: {line!r}"
        shown.append(Shown(match["path"], int(match["line"]), int(match["column"]), match["code"], match["message"]))
    return shown


def python(
    *arguments: str | Path, cwd: Path = ROOT, stdin: str | bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this interpreter; text is UTF-8 in both directions."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        input=data,
        capture_output=True,
        cwd=cwd,
        env={**base, "PYTHONIOENCODING": "utf-8", **(env or {})},
        check=False,
        timeout=300,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def flake8(
    *arguments: str | Path, cwd: Path, stdin: str | bytes = b"", isolated: bool = True, process: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the real flake8 with its own plugin discovery, options and formatting.

    Args:
        arguments: its command line.
        cwd: where it runs.
        stdin: its standard input.
        isolated: keep configuration files out.
        process: start a new process as users do, instead of calling its entry point in this one (fifteen times faster).
    """
    line = [*(["--isolated"] if isolated else []), *map(str, arguments)]
    if process:
        return python("-m", "flake8", *line, cwd=cwd, stdin=stdin)
    from flake8.main.cli import main
    from flake8.utils import stdin_get_value

    stdin_get_value.cache_clear()
    return _in_this_process(main, ["-j1", *line], cwd, stdin, {})


def bnlint(
    *arguments: str | Path,
    cwd: Path = ROOT,
    stdin: str | bytes = b"",
    env: dict[str, str] | None = None,
    process: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run the command; the arguments as in ``flake8``."""
    if process:
        return python("-m", "bnlint", *arguments, cwd=cwd, stdin=stdin, env=env)
    from bnlint.cli import main

    return _in_this_process(main, list(map(str, arguments)), cwd, stdin, env or {})


def _in_this_process(
    main: Callable[[list[str]], int], line: list[str], cwd: Path, stdin: str | bytes, env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Call an entry point with its own directory, environment and standard streams."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
    streams["stdin"] = io.TextIOWrapper(io.BytesIO(data), "utf-8")
    before = os.getcwd()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            patch.delenv(name, raising=False)
        for name, value in env.items():
            patch.setenv(name, value)
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        os.chdir(cwd)
        try:
            code = main(line)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            os.chdir(before)
    for stream in (streams["stdout"], streams["stderr"]):
        stream.flush()
        stream.seek(0)
    return subprocess.CompletedProcess(line, code, streams["stdout"].read(), streams["stderr"].read())


def bnl(done: subprocess.CompletedProcess[str]) -> list[Shown]:
    """Return the BNL findings of a flake8 run that must not have crashed."""
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1), done.stderr
    return [shown for shown in parse_lines(done.stdout) if shown.code.startswith("BNL")]


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Root may write everything: become somebody else for a while."""
    if not hasattr(os, "setresuid") or os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@dataclass(frozen=True)
class Fixture:
    """One program of ``fixtures/``.

    Args:
        path: relative to the repository.
        dialects: the dialects whose verdict it states. TF1 graph code (``dialect: 1``) runs on the legacy Keras.
        opt_in: its expectations need the opt-in rules.
        expected: line, code and dialect (0: both) of each expectation.
    """

    path: str
    dialects: tuple[int, ...]
    opt_in: bool
    expected: frozenset[tuple[int, str, int]]

    def in_dialect(self, dialect: int) -> set[tuple[int, str]]:
        """Return the expected lines and codes in one dialect."""
        return {(line, code) for line, code, only in self.expected if only in (0, dialect)}


HEADERS = {
    "why": r"\S.{15,}[^.\s]",
    "dialect": r"any|[123]",
    "optin": r"yes",
    "backends": r"(tensorflow|jax|torch)( (tensorflow|jax|torch))*",
    "raises": r'[123]( on \w+)? \w+( \[[^]]+\])? "[^"]+"(, [123] \w+( \[[^]]+\])? "[^"]+")*',
}
"""What the lines at the top of a program may say: CONTRIBUTING.md, 'What comments in the programs mean'."""
_LIKE_A_HEADER = re.compile(
    r"#\s*(?P<key>why|dialects?|backends?|opt.?in|raises|expects?)\s*:(?P<value>.*)", re.IGNORECASE
)


def unread_comments(text: str) -> Iterator[str]:
    """Yield the comments of a program that look as if they said something to the tests, and do not."""
    at_the_top = True
    for number, line in enumerate(text.splitlines(), 1):
        at_the_top = at_the_top and line.startswith("#")
        match = _LIKE_A_HEADER.fullmatch(line)
        if not match:
            continue
        written, allowed = match["value"].strip(), HEADERS.get(match["key"])
        if not at_the_top:
            yield f"line {number} stands below the first lines: {line}"
        elif allowed is None:
            yield f"line {number} begins otherwise than {', '.join(HEADERS)}: {line}"
        elif not re.fullmatch(allowed, written):
            yield f"line {number} does not say {allowed!r}: {line}"


def read_fixture(path: Path) -> Fixture:
    """Read one program's header and inline expectations."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = {match["key"]: match["value"] for line in lines[:8] if (match := _HEADER.match(line))}
    dialects = {"any": (2, 3), "1": (2,), "2": (2,), "3": (3,)}[header.get("dialect", "any")]
    relative = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
    return Fixture(relative, dialects, header.get("optin") == "yes", read_expectations("\n".join(lines)))


def read_expectations(text: str) -> frozenset[tuple[int, str, int]]:
    """Return line, code and dialect (0: both) of each expectation in a program's comments."""
    return frozenset(
        (number, code.strip(), int(match["dialect"] or 0))
        for number, line in enumerate(text.splitlines(), 1)
        for match in _EXPECTATION.finditer(line.partition("#")[2])
        for code in match["codes"].split(",")
    )


@cache
def fixtures() -> tuple[Fixture, ...]:
    """Return every program, modules of multi-file programs included."""
    return tuple(read_fixture(path) for path in sorted(FIXTURES.rglob("*.py")))


@cache
def opt_in_codes() -> tuple[str, ...]:
    """Return the codes of the rules that are off by default, wholly or in part."""
    from bnlint.rules import rule

    return tuple(code for code in CODES if rule(code).can_be_enabled)


@cache
def flake8_on_fixtures(dialect: int, opt_in: bool) -> tuple[Shown, ...]:
    """Run flake8 once over all fixtures."""
    enable = [f"--bnlint-enable={','.join(opt_in_codes())}"] if opt_in else []
    done = flake8("--select=BNL", f"--bnlint-keras={dialect}", *enable, "fixtures", cwd=ROOT, process=True)
    return tuple(sorted(bnl(done)))


@cache
def check_on_fixtures(dialect: int, opt_in: bool) -> tuple[dict[str, Any], ...]:
    """Run ``bnlint check`` once over all fixtures; return its JSON findings."""
    enable = [f"--enable={','.join(opt_in_codes())}"] if opt_in else []
    done = bnlint("check", f"--keras={dialect}", *enable, "--output-format=json", "fixtures", process=True)
    assert done.returncode in (0, 1), done.stderr
    document = json.loads(done.stdout)
    assert document["problems"] == []
    return tuple(document["findings"])

"""One list of odd files, each through flake8, the command, standard input, a notebook and the language server."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flake8.plugins.pyflakes import FlakesChecker

from bnlint.syntax import parsing
from tests.static.helpers import SEED, bnlint, flake8, parse_lines
from tests.static.lsp_client import Client, running

SHAPES = {
    "10,000 operands": "s = " + " + ".join(["x"] * 10_000),
    "10,000 comparisons": "s = " + " < ".join(["x"] * 10_000),
    "10,000 parts of a condition": "s = " + " and ".join(["x"] * 10_000),
    "10,000 strings": "s = (" + "'a'\n" * 10_000 + ")",
    "300 links": "x" + ".f()" * 300,
    "300 subscripts": "x" + "[0]" * 300,
    "199 brackets": "[" * 199 + "]" * 199,
    "90 calls of calls": "f(" * 90 + "x" + ")" * 90,
    "1,000 branches": "if x == 0:\n    pass\n" + "".join(f"elif x == {n}:\n    pass\n" for n in range(1, 1000)),
    "1,000 branches of BN": "if x == 0:\n    n = 1\n"
    + "".join(f"elif x == {n}:\n    n = tf.keras.layers.BatchNormalization()\n" for n in range(1, 1000)),
    "95 blocks": "".join(f"{' ' * n}if x:\n" for n in range(95)) + " " * 95 + "pass",
    "5 MB in one text": f"s = '{'a' * 5_000_000}'",
    "5 MB in a list": "s = [" + "'" + "a" * 50 + "',\n" + ("'" + "a" * 50 + "',\n") * 92_000 + "]",
    "1 MB in a dict": "s = {" + "".join(f"{n}: {n},\n" for n in range(70_000)) + "}",
    "5 MB of comments": "# a\n" * 1_250_000,
    "1,000 decorators": "@f\n" * 1_000 + "def g(): pass",
    "1,000 arguments": "f(" + ", ".join(f"a{n}={n}" for n in range(1_000)) + ")",
    "1,000 lambdas": "g = " + "lambda: " * 80 + "0",
    "tabs and form feeds": "\x0cif x:\n\tpass\n\x0c",
    "names in other scripts": "\u0436 = \ud55c\uae00 = \ufb01 = 1",
    "characters beyond the first plane": "s = '\U0001f600' * 3  # \U0001f600",
    "lines that only look like ends": "s = '\x0b \x1c \x85 \u2028'",
    "only white space behind": "   \n\t\n  \\\n\n",
    "classes that hold themselves": "class A(list['A']):\n    a = [A for A in ()]\n    class A(A): pass\nclass B(B): 0",
    "functions that call each other": "def f(): return g()\ndef g(): return f()\nf()",
    "imports of itself": "import odd\nfrom odd import *\nfrom . import odd\nfrom .odd import y as y",
    "indices that raise": "import numpy as np\nx = np.ones((4, 3))\n"
    "x[0, 0, ...], x[1, 2, 3, ..., 4], x[..., ::0], x[::0], np.ones(())[..., 0, :], x[..., ..., 1]",
    "attributes of nothing": "def f(x): return getattr(x, 'BatchNormalization'), getattr(*x), f().value.attr.value",
    "lists that hold themselves": "x = [tf.keras.layers.Dense(1)]\nx.append(x)\nm = tf.keras.Sequential()\nm.held = x\n"
    "m.trainable_weights, tf.keras.Model(m.input, m.held)",
    "classes with a billion ways up": "class A0: pass\n"
    + "".join(
        f"class A{n}(A{n - 1}): pass\nclass B{n}(A{n - 1}): pass\nclass A{n}(A{n}, B{n}): pass\n" for n in range(1, 31)
    )
    + "A30().x",
    "what Python refuses when it runs": "import types\nwith types.SimpleNamespace(a=1): super().f()\n"
    "isinstance(x), setattr(x), setattr(*x), setattr(x, y, 1), len(**{1: 2})\nobject.__setattr__(x, 'a', 1)",
    "widths that ask for gigabytes": "'%3000000000d' % 5, '%*d' % (3000000000, 5), b'%3000000000d' % 5\n"
    "'{:>3000000000}'.format(5), '{:{}}'.format(5, 3000000000), f'{5:>3000000000}'",
    "stars that only the compiler refuses": "*a = 1, 2\n*b\nfor *c in d: pass\n",
    "future syntax": "type X[T] = list[T]\ndef f[T](x: T) -> T: ...\ns = f'{'a'}'",
    "syntax of Python 2": "print 'a'\nexec 'b'\nif e: raise E, 'c'\n`d`",
    "null bytes": "s = '\0'",
    "200 brackets": "[" * 200 + "]" * 200,
    "an end in the middle": "def f(",
}
"""What follows a program with a finding; the last ones do not parse, on this Python or any."""


def finding(text: str, parse: Callable[[str], object] = parsing.parse) -> list[tuple[int, str]]:
    """Return what is to be found: the finding in front, unless Python itself refuses the file."""
    try:
        parse(text)
    except parsing.UNPARSABLE:
        return []
    return [(4, "BNL101")]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with running(["-m", "bnlint", "lsp"], tmp_path_factory.mktemp("workspace")) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    return tmp_path


def named(shown: str, name: str) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in parse_lines(shown) if one.path == name and one.code.startswith("BNL")]


@pytest.mark.parametrize("name", SHAPES)
def test_in_files_and_on_standard_input(folder: Path, name: str) -> None:
    text = SEED + SHAPES[name]
    expected = finding(text)
    (folder / "odd.py").write_text(text, encoding="utf-8")
    done = bnlint("check", "--output-format=concise", "odd.py", "seed.py", cwd=folder)
    assert (named(done.stdout, "odd.py"), named(done.stdout, "seed.py")) == (expected, [(4, "BNL101")])
    problems = [line for line in done.stderr.splitlines() if "not read to its end" not in line]
    assert (done.returncode, len(problems)) == ((1, 0) if expected else (2, 1))
    piped = bnlint("check", "--output-format=concise", "--stdin-filename=odd.py", "-", cwd=folder, stdin=text)
    assert (named(piped.stdout, "odd.py"), piped.returncode) == (expected, 1 if expected else 2)


SLOW_IN_FLAKE8 = ("5 MB", "1 MB", "10,000 comp", "10,000 part", "10,000 oper")
"""flake8's own checks take minutes over these, or exhaust Python's stack: only the plugin is tried on them."""
DIES_OF = () if sys.version_info >= (3, 11, 4) else ("null bytes",)
"""Older Pythons refuse these with a ValueError, which ends flake8 before any plugin runs."""


@pytest.mark.parametrize("name", [name for name in SHAPES if not name.startswith((*SLOW_IN_FLAKE8, *DIES_OF))])
def test_in_flake8(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(FlakesChecker, "__init__", lambda self, tree, filename: None)  # the first to give up
    monkeypatch.setattr(FlakesChecker, "run", lambda self: iter(()))
    text = SEED + SHAPES[name]
    (folder / "odd.py").write_text(text, encoding="utf-8")
    expected = finding(text, parsing.parse_python_3)  # what Python refuses, flake8 gives to no plugin
    done = flake8("--select=BNL", "odd.py", "seed.py", cwd=folder)
    assert (named(done.stdout, "odd.py"), named(done.stdout, "seed.py")) == (expected, [(4, "BNL101")])


LIGHT = [name for name in SHAPES if not name.startswith(("5 MB", "1 MB"))]
"""What takes no time to read: the others are tried in files."""


@pytest.mark.parametrize("name", LIGHT)
def test_in_a_notebook(folder: Path, name: str) -> None:
    """A cell that does not parse costs itself only."""
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in (SEED, SHAPES[name], SEED)
    ]
    document = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (folder / "odd.ipynb").write_text(document, encoding="utf-8")
    done = bnlint("check", "--output-format=json", "odd.ipynb", "seed.py", cwd=folder)
    shown = [(one["path"], one.get("cell"), one["line"], one["code"]) for one in json.loads(done.stdout)["findings"]]
    assert shown == [("odd.ipynb", 1, 4, "BNL101"), ("odd.ipynb", 3, 4, "BNL101"), ("seed.py", None, 4, "BNL101")]


@pytest.mark.parametrize("name", LIGHT)
def test_in_an_editor(editor: Client, name: str) -> None:
    text = SEED + SHAPES[name]
    uri = editor.open(f"{name.replace(' ', '_')}.py", text)
    shown = [(one["range"]["start"]["line"] + 1, one["code"]) for one in editor.diagnostics(uri)]
    editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert shown == finding(text)


def test_a_huge_notebook(folder: Path) -> None:
    """Five thousand cells and ten megabytes of output."""
    output = {"output_type": "stream", "name": "stdout", "text": ["a" * 1000 + "\n"] * 2}
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [output], "execution_count": None, "source": f"n{n} = {n}\n"}
        for n in range(5000)
    ]
    cells.append({**cells[0], "source": SEED})
    (folder / "odd.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    done = bnlint("check", "--output-format=json", "odd.ipynb", "seed.py", cwd=folder)
    assert [one["path"] for one in json.loads(done.stdout)["findings"]] == ["odd.ipynb", "seed.py"]


def test_what_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a module's name, a link to nothing, a file that one may not read."""
    (folder / "package.py").mkdir()
    (folder / "gone.py").symlink_to("nowhere")
    (folder / "secret.py").write_text(SEED)
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "secret.py":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    done = bnlint("check", "--output-format=concise", ".", cwd=folder)
    assert named(done.stdout, "seed.py") == [(4, "BNL101")]
    assert done.returncode == 2
    assert sorted(line.split(": ")[1] for line in done.stderr.splitlines()) == ["gone.py", "secret.py"]

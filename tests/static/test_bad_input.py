"""Input that no parser likes, and errors of our own: never a traceback, never the end of flake8's run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import pytest

from bnlint.api import check_file, check_source
from bnlint.results.findings import Note
from bnlint.settings.config import Config
from bnlint.sources import files
from bnlint.syntax.source import Source
from tests.static.helpers import SEED, Shown, bnl, bnlint, flake8, opt_in_codes, parse_lines, python

BN = "import tensorflow as tf\nbn = tf.keras.layers.BatchNormalization()\n"
NEIGHBOUR = [("seed.py", 4, "BNL101")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that has a finding, which must never get lost."""
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    return tmp_path


def places(shown: Iterable[Shown]) -> list[tuple[str, int, str]]:
    return [(found.path, found.line, found.code) for found in shown]


WITHOUT_PYFLAKES = """
import importlib.metadata, sys
from flake8.main.cli import main
from flake8.plugins.pyflakes import FlakesChecker

FlakesChecker.__init__ = lambda self, tree, filename: None
FlakesChecker.run = lambda self: iter(())
if sys.argv[1] == "plain":
    real = importlib.metadata.distributions
    importlib.metadata.distributions = lambda *a, **k: (d for d in real(*a, **k) if d.metadata["Name"] != "bnlint")
sys.exit(main(["--isolated", "-j1", "--select=E9,BNL", *sys.argv[2:]]))
"""
"""flake8, with or without our plugin, and without pyflakes, which is the first to give up on deep programs."""


BROKEN = {
    "syntax error": (BN + "def f(:\n").encode(),
    "python 2 and 3": (BN + "print 'x'\nprint('x', end='')\n").encode(),
    "null byte": BN.encode() + b"x = '\0'\n",
    "wrong encoding": BN.encode() + b"x = '\xff\xfe'\n",
    "unknown coding cookie": b"# -*- coding: klingon -*-\n" + BN.encode(),
    "utf-16": BN.encode("utf-16"),
    "unclosed bracket": BN.encode() + b"x = (" * 50,
    "bad indentation": (BN + "  x = 1\n").encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(folder: Path, name: str) -> None:
    """flake8 reports them itself (E9xx); the command says so and exits 2; the neighbour's finding is there."""
    (folder / "broken.py").write_bytes(BROKEN[name])
    done = flake8("-j1", "broken.py", "seed.py", cwd=folder, process=True)
    if "Traceback" in done.stderr:  # flake8 alone dies of null bytes on Python 3.10
        assert "Traceback" in python("-c", WITHOUT_PYFLAKES, "plain", "broken.py", cwd=folder).stderr
    else:
        assert NEIGHBOUR[0] in places(parse_lines(done.stdout))
    command = bnlint("check", "--output-format=concise", "broken.py", "seed.py", cwd=folder, process=True)
    assert command.returncode == 2
    assert "Traceback" not in command.stderr
    assert command.stderr.startswith("bnlint: broken.py")
    assert len(command.stderr.splitlines()) == 1
    assert places([shown for shown in parse_lines(command.stdout) if shown.path == "seed.py"]) == NEIGHBOUR


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"# BatchNormalization keras", b"\x0c"])
def test_files_without_code(folder: Path, content: bytes) -> None:
    (folder / "empty.py").write_bytes(content)
    assert places(bnl(flake8("empty.py", "seed.py", cwd=folder))) == NEIGHBOUR
    command = bnlint("check", "--output-format=concise", "empty.py", "seed.py", cwd=folder)
    assert (command.returncode, command.stderr) == (1, "")


def test_a_file_that_does_not_exist(folder: Path) -> None:
    command = bnlint("check", "--output-format=concise", "missing.py", "seed.py", cwd=folder)
    assert command.returncode == 2
    assert "missing.py: cannot read: No such file or directory" in command.stderr
    assert places(parse_lines(command.stdout)) == NEIGHBOUR


LONG = {
    "3,000 chained +": BN + "x = " + " + ".join(["1"] * 3000) + "\n",
    "900 chained +": BN + "x = " + " + ".join(["1"] * 900) + "\n",
    "3,000 chained + over many lines": BN + "x = (\n    1\n" + "    + 1\n" * 2999 + ")\n",
    "2,500 attributes": BN + "x = bn" + ".f" * 2500 + "\n",
    "2,500 attributes over many lines": BN + "x = (bn\n" + "    .f\n" * 2500 + ")\n",
    "300 chained calls": BN + "x = bn" + ".f()" * 300 + "\n",
    "1,500 string pieces": BN + "x = (" + "'a'\n" * 1500 + ")\n",
    "80 nested lists": BN + "x = " + "[" * 80 + "]" * 80 + "\n",
    "500 branches": BN + "if x == 0:\n    pass\n" + "".join(f"elif x == {n}:\n    pass\n" for n in range(500)),
    "90 nested functions": BN + "".join(f"{' ' * n}def f{n}():\n" for n in range(90)) + " " * 90 + "pass\n",
}


@pytest.mark.parametrize("name", LONG)
def test_deep_programs_in_flake8(folder: Path, name: str) -> None:
    """Whatever flake8 alone survives, it survives with the plugin."""
    (folder / "deep.py").write_text(LONG[name], encoding="utf-8")
    plain = python("-c", WITHOUT_PYFLAKES, "plain", "deep.py", cwd=folder)
    if "RecursionError" in plain.stderr or "MemoryError" in plain.stderr:
        pytest.skip("flake8 alone gives up on this Python")
    done = python("-c", WITHOUT_PYFLAKES, "plugin", "deep.py", "seed.py", cwd=folder)
    assert done.stderr == ""
    shown = parse_lines(done.stdout)
    assert places([found for found in shown if found.path == "seed.py"]) == NEIGHBOUR
    assert [found for found in shown if found.code.startswith("E9")] == parse_lines(plain.stdout)


@pytest.mark.parametrize("name", LONG)
def test_deep_programs_in_the_command(folder: Path, name: str) -> None:
    (folder / "deep.py").write_text(LONG[name], encoding="utf-8")
    done = bnlint("check", "--output-format=concise", "deep.py", "seed.py", cwd=folder, process=True)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert NEIGHBOUR[0] in places(parse_lines(done.stdout))


@pytest.mark.parametrize("chain", [" + ".join(["1"] * 900), "total" + ".total" * 900])
def test_a_chain_beside_a_finding_does_not_hide_it(tmp_path: Path, chain: str) -> None:
    """900 parts: every Python parses them, but they are too deep for a recursive walk."""
    (tmp_path / "both.py").write_text(f"{SEED}total = {chain}\n", encoding="utf-8")
    done = python("-c", WITHOUT_PYFLAKES, "plugin", "both.py", cwd=tmp_path)
    assert places(parse_lines(done.stdout)) == [("both.py", 4, "BNL101")]


def test_a_huge_literal_is_not_read(folder: Path) -> None:
    """A list of 5 MB takes gigabytes, and libcst's parser minutes."""
    from bnlint.syntax.trees import parse

    text = "if True:\n    table = [" + f"'{'a' * 1000}', " * 300 + "]\n" + SEED
    assert 0 < len(parse(text).origins or ()) < 100
    (folder / "huge.py").write_text(text, encoding="utf-8")
    assert places(bnl(flake8("--select=BNL", "huge.py", "seed.py", cwd=folder))) == [
        ("huge.py", 6, "BNL101"),
        *NEIGHBOUR,
    ]


ODD = {
    "BOM and cookie": b"\xef\xbb\xbf# coding: utf-8\n" + SEED.encode(),
    "latin-1": b"# coding: latin-1\n# caf\xe9\n" + SEED.encode(),
    "CRLF": SEED.replace("\n", "\r\n").encode(),
    "CR": SEED.replace("\n", "\r").encode(),
    "form feeds": f"\x0c\n{SEED}\x0c".encode(),
    "tabs": ("if True:\n" + "".join(f"\t{line}\n" for line in SEED.splitlines())).encode(),
    "no final newline": SEED.rstrip().encode(),
    "line separators that Python does not know": SEED.replace("\n\n", "  # \u2028 \x85\n\n").encode(),
    "1,000 branches": (SEED + "".join(f"if y == {n}:\n    y = {n}\n" for n in range(1000))).encode(),
    "140 nested calls": (SEED + "z = " + "f(" * 140 + "y" + ")" * 140 + "\n").encode(),
    "classes of themselves": (
        SEED
        + "class A(A): pass\nclass B(C): pass\nclass C(B):\n    def __init__(self):\n        self.c = C()\nC()(x)\n"
    ).encode(),
    "lists and models of themselves": (
        SEED + "many = []\nmany.append(many)\nfor one in many:\n    many += [one]\n"
        "m = tf.keras.Sequential()\nm.add(m)\nm(x)\n"
    ).encode(),
    "more calls than atoms": (
        SEED
        + "def f0(x): return x\n"
        + "".join(f"def f{n + 1}(x): return f{n}(f{n}(x))\n" for n in range(60))
        + "f60(x)\n"
    ).encode(),
    "values larger than memory": (SEED + "a = 9**9**9\nb = 'a' * 10**12\nc = [0] * 10**12\nd = 1 << 10**12\n").encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files(folder: Path, name: str) -> None:
    """What Python reads is read; its own finding and the neighbour's are there."""
    (folder / "odd.py").write_bytes(ODD[name])
    line = next(
        n
        for n, text in enumerate(ODD[name].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1)
        if b"Batch" in text
    )
    expected = [("odd.py", line, "BNL101"), *NEIGHBOUR]
    assert places(bnl(flake8("--select=BNL", "odd.py", "seed.py", cwd=folder))) == expected
    command = bnlint("check", "--output-format=concise", "odd.py", "seed.py", cwd=folder)
    assert (places(parse_lines(command.stdout)), command.returncode, command.stderr) == (expected, 1, "")
    piped = bnlint("check", "--output-format=concise", "--stdin-filename=odd.py", "-", cwd=folder, stdin=ODD[name])
    assert places(parse_lines(piped.stdout)) == expected[:1]


def test_the_pure_function_never_raises() -> None:
    """Whoever reads files says what does not parse; what the parser gives up on is said here."""
    assert check_source(BN + "def f(:\n") == []
    (found,) = check_source(BN + "x = " + "-" * 20_000 + "1\n")
    assert (found.line, found.code) == (1, "BNL001")
    assert found.message == "not analysed: an expression is nested too deeply"


WRONG = {
    "a slice that goes nowhere": "a = [1, 2][::0]\n",
    "a part of a text that goes nowhere": "a = 'ab'[::0]\n",
    "two ellipses": "a = x[..., 0, ...]\n",
    "more indices than axes": "a = x[0, 0, 0, 0, 0, 0]\n",
    "a negative shift": "a = 1 << -1\n",
    "nothing to divide by": "a = 1 % 0\n",
}
"""Expressions that raise when the program runs."""


@pytest.mark.parametrize("name", WRONG)
def test_expressions_that_raise(name: str) -> None:
    """They are unknown, and nothing else."""
    found = check_source(SEED + WRONG[name], config=Config(keras="3"))
    assert [(one.line, one.code) for one in found] == [(4, "BNL101")]


def test_a_file_for_the_pure_function(tmp_path: Path) -> None:
    """It is decoded as Python does it."""
    (tmp_path / "x.py").write_bytes("# coding: latin-1\n# größer\n".encode("latin-1") + SEED.encode())
    assert [(one.path, one.line, one.code) for one in check_file(tmp_path / "x.py")] == [
        (str(tmp_path / "x.py"), 6, "BNL101")
    ]
    with pytest.raises(OSError, match="No such file"):
        check_file(tmp_path / "missing.py")
    (tmp_path / "x.py").write_bytes(b"# coding: klingon\n")
    with pytest.raises(SyntaxError):
        check_file(tmp_path / "x.py")


DOUBLING = {
    "lists that grow in branches": "import os\nl = []\n" + "if os.name:\n    l.insert(0, l)\n" * 60,
    "sums of lists": "l = [1]\n" + "l = l + l\n" * 60,
    "lists of lists": "l = [1]\n" + "l = [*l, *l]\n" * 60,
    "tuples of tuples": "l = (1,)\n" + "l = (*l, *l)\n" * 60,
    "lists of themselves twice": "l = [1]\n" + "l.extend(l)\n" * 60,
    "texts": "t = 'aa'\n" + "t = t.replace('a', 'aa')\n" * 60,
    "texts of texts": "t = 'a'\n" + "t = f'{t}{t}' + '{}{}'.format(t, t)\n" * 60,
    "dicts": "d = {}\n" + "d = {1: d, 2: d}\n" * 60 + "d == dict(d)\n",
    "functions": "f = lambda: 0\n" + "f = lambda f=f: f() + f()\n" * 60 + "f()\n",
    "models": "m = tf.keras.Sequential([y])\n" + "m = tf.keras.Sequential([m, m])\n" * 25 + "m(x)\n",
    "tensors": "t = tf.keras.Input((3,))\n" + "t = tf.keras.layers.Add()([t, t])\n" * 60 + "tf.keras.Model(t, t)(x)\n",
}


@pytest.mark.parametrize("name", DOUBLING)
def test_what_doubles_with_every_line(name: str) -> None:
    """Sixty lines: two to the power of sixty of anything need more than there is."""
    found = check_source(SEED + DOUBLING[name], config=Config(keras="3"))
    assert [(one.line, one.code) for one in found] == [(4, "BNL101")]


GREEDY = f"table = [{'1,' * 95_000}]\n"
"""More work in one statement than an analysis does for a module of one statement."""


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_work_elsewhere_does_not_hide_a_finding(folder: Path, depth: int) -> None:
    """A statement that takes too much is given up, in the program or in what it imports; the rest is read."""
    (folder / "greedy0.py").write_text(GREEDY)
    for number in range(1, depth):
        (folder / f"greedy{number}.py").write_text(f"from greedy{number - 1} import table\nprint(table)\n{GREEDY}")
    start = f"from greedy{depth - 1} import table\nprint(table)\n" if depth else GREEDY
    (folder / "main.py").write_text(start + SEED)
    line = start.count("\n") + 4
    assert places(bnl(flake8("--select=BNL", "main.py", "seed.py", cwd=folder))) == [
        ("main.py", line, "BNL101"),
        *NEIGHBOUR,
    ]


IN_A_PROGRAM = {
    "main": "def main():\n    {greedy}\n    train()\n\nmain()\n",
    "main block": "if __name__ == '__main__':\n    {greedy}\n    train()\n",
    "loop": "for epoch in range(9):\n    for step in range(9):\n        {greedy}\n    train()\n",
    "try": "try:\n    {greedy}\n    train()\nfinally:\n    print()\n",
}
LEARNING = """from tensorflow import keras


def train():
    keras.layers.BatchNormalization(momentum=1.5)(keras.Input((3,)))


"""


@pytest.mark.parametrize("name", IN_A_PROGRAM)
def test_a_statement_that_takes_too_much_costs_itself_only(name: str) -> None:
    """However deep it stands in the program: what the program does behind it is read."""
    notes: list[Note] = []
    text = LEARNING + IN_A_PROGRAM[name].format(greedy=GREEDY.strip())
    found = check_source(text, config=Config(keras="3"), notes=notes)
    assert [(one.line, one.code) for one in found] == [(5, "BNL301")]
    greedy = next(number for number, line in enumerate(text.splitlines(), 1) if "table" in line)
    assert [note.line for note in notes] == [greedy]


@pytest.mark.parametrize("line", ["from  import Dense", "from . import", "import", "from .. import ,"])
def test_imports_of_a_neighbour_that_are_no_python(folder: Path, line: str) -> None:
    (folder / ".git").mkdir()
    (folder / "notes.py").write_text(f"import seed\n{line}\n", encoding="utf-8")
    done = bnlint("check", "--output-format=concise", ".", cwd=folder)
    assert done.returncode == 2
    assert places(parse_lines(done.stdout)) == NEIGHBOUR


def test_a_program_that_uses_a_file_and_takes_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The training behind the game is found; that the game was not read to its end is said of both files."""
    monkeypatch.chdir(tmp_path)
    Path("trainer.py").write_text(TRAINER)
    Path("nets.py").write_text(NETS)
    Path("game.py").write_text(
        f"from nets import make\nfrom trainer import train\n\nnet = make()\n{GREEDY}train(net)\n"
    )
    notes: list[Note] = []
    found = check_source(TRAINER, "trainer.py", Config(keras="3"), notes=notes)
    assert [(one.line, one.code) for one in found] == [(7, "BNL102")]
    assert [(note.line, note.message) for note in notes] == [
        (1, "its use in game.py is not read to the end, so findings may be missing: following it takes too much work")
    ]


TRAINER = """import tensorflow as tf


def train(net):
    x = tf.random.normal((16, 4))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)
    weights = net.trainable_variables
    tf.keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, weights), weights))
"""
NETS = """import tensorflow as tf


def make():
    return tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
"""


UNREADABLE = {
    "a syntax error": "def table(:\n",
    "too deep": f"table = {'-' * 200_000}1\n",
    "not its encoding": "# coding: ascii\ntable = 'ü'\n",
    "3 MB": f"table = 1\n# {'a' * 3_000_000}\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_import_that_cannot_be_read_is_unknown(folder: Path, name: str) -> None:
    (folder / "tables.py").write_text(UNREADABLE[name], encoding="utf-8")
    (folder / "main.py").write_text(f"from tables import table\nprint(table)\n{SEED}")
    assert places(bnl(flake8("--select=BNL", "main.py", cwd=folder))) == [("main.py", 6, "BNL101")]


HEAVY = """import tensorflow as tf

strategy = tf.distribute.MirroredStrategy()


def light(x):
    return tf.keras.layers.BatchNormalization(momentum=1.5)(x)


class Endless:
    def __init__(self):
        self.norm = tf.keras.layers.BatchNormalization(axis=heavy(1))

    def step(self, x):
        return self.norm(x)


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.children = Endless()

    def call(self, x):
        return self.children.step(x)


def heavy(n):
    with strategy.scope(), tf.GradientTape() as tape:
        {greedy}
        return table
"""
"""Functions that take more work than one is given; what they were in when they were given up is left."""


def test_a_function_that_is_given_up_costs_itself_only() -> None:
    """``light`` builds its layer outside of the tape and the strategy that ``heavy`` was in."""
    found = check_source(HEAVY.format(greedy=GREEDY.strip()), config=Config(keras="3"))
    assert [(one.line, one.code) for one in found] == [(7, "BNL301")]


def test_nothing_is_believed_of_a_statement_that_was_given_up(tmp_path: Path) -> None:
    """The name may hold another value by now."""
    text = f"import keras\nm = 99\nm, table = 0.9, [{'1, ' * 40_000}]\nkeras.layers.BatchNormalization(momentum=m)\n"
    assert check_source(text) == []


def test_a_file_that_vanishes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the search and the reading; a module, between the question and the opening."""
    (folder / "gone.py").write_text(SEED, encoding="utf-8")
    real = files.read

    def read(path: str) -> Source:
        if path.endswith("gone.py"):
            (folder / "gone.py").unlink()
        return real(path)

    monkeypatch.setattr(files, "read", read)
    command = bnlint("check", "--output-format=concise", ".", cwd=folder)
    assert command.returncode == 2
    assert "gone.py: cannot read" in command.stderr
    assert places(parse_lines(command.stdout)) == [("seed.py", 4, "BNL101")]


def test_a_file_of_20_000_lines(folder: Path) -> None:
    text = SEED + "n = 1\n" * 20_000
    (folder / "long.py").write_text(text, encoding="utf-8")
    done = python("-m", "flake8", "--isolated", "--select=BNL", "-j1", "long.py", "seed.py", cwd=folder)
    assert places(bnl(done)) == [("long.py", 4, "BNL101"), ("seed.py", 4, "BNL101")]


RULE_RAISES = """
import sys
from dataclasses import replace
import bnlint.rules.bnl101 as home

def check(testimony):
    raise {error}
    yield

home.RULE = replace(home.RULE, check=check)
{main}
"""
ANALYSIS_RAISES = """
import sys
import bnlint.api as api

real = api.check_source

def check_source(source, path, config=None, **more):
    if path == "broken.py":
        raise {error}
    return real(source, path, config, **more)

api.check_source = check_source
{main}
"""
FLAKE8 = "from flake8.main.cli import main\nsys.exit(main(['--isolated', '-j1', *sys.argv[1:]]))"
COMMAND = "from bnlint.cli import main\nsys.exit(main(['check', '--output-format=concise', *sys.argv[1:]]))"
ERRORS = ["RuntimeError('two\\nlines')", "RecursionError()", "KeyError('x')", "MemoryError()"]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_in_the_analysis_costs_one_line(folder: Path, error: str) -> None:
    (folder / "broken.py").write_text("import os\n" + SEED, encoding="utf-8")
    done = python("-c", ANALYSIS_RAISES.format(error=error, main=FLAKE8), "broken.py", "seed.py", cwd=folder)
    assert done.stderr == ""
    shown = parse_lines(done.stdout)
    assert places(shown) == [("broken.py", 1, "BNL001"), ("broken.py", 1, "F401"), *NEIGHBOUR]
    assert shown[0].column == 1
    assert error.partition("(")[0] in shown[0].message


@pytest.mark.parametrize("error", ERRORS[:2])
def test_an_error_in_the_analysis_and_the_command(folder: Path, error: str) -> None:
    (folder / "broken.py").write_text(SEED, encoding="utf-8")
    done = python("-c", ANALYSIS_RAISES.format(error=error, main=COMMAND), "broken.py", "seed.py", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "")
    assert places(parse_lines(done.stdout)) == [("broken.py", 1, "BNL001"), *NEIGHBOUR]


ELSEWHERE = """
import sys
import bnlint.{module} as home
before = home.{function}
def raising(source, *arguments, **named):
    if "broken" in str(getattr(source, "path", arguments)):
        raise RuntimeError("for a test")
    return before(source, *arguments, **named)
home.{function} = raising
{main}
"""


@pytest.mark.parametrize("place", ["analysis.worth by_itself", "analysis.checking conclude"])
def test_an_error_before_and_after_the_analysis(folder: Path, place: str) -> None:
    """In finding out who imports a file, say, or in what is made of its findings."""
    (folder / "broken.py").write_text(SEED, encoding="utf-8")
    module, function = place.split()
    script = ELSEWHERE.format(module=module, function=function, main=COMMAND)
    done = python("-c", script, "broken.py", "seed.py", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "")
    assert places(parse_lines(done.stdout)) == [("broken.py", 1, "BNL001"), *NEIGHBOUR]


@pytest.mark.parametrize("main", [FLAKE8, COMMAND], ids=["flake8", "command"])
def test_an_error_in_a_rule_costs_one_line(tmp_path: Path, main: str) -> None:
    (tmp_path / "x.py").write_text(SEED, encoding="utf-8")
    done = python("-c", RULE_RAISES.format(error=ERRORS[0], main=main), "x.py", cwd=tmp_path)
    assert done.stderr == ""
    (shown,) = parse_lines(done.stdout)
    assert (shown.line, shown.column, shown.code) == (1, 1, "BNL001")
    assert "RuntimeError" in shown.message


def test_an_analyzer_that_cannot_be_imported(tmp_path: Path) -> None:
    """A broken libcst (a wheel for another platform, say) must not take flake8 down."""
    (tmp_path / "x.py").write_text("import os\n" + SEED, encoding="utf-8")
    broken = f"import sys\nsys.modules['libcst'] = None\n{FLAKE8}"
    done = python("-c", broken, "x.py", cwd=tmp_path)
    assert done.stderr == ""
    assert places(parse_lines(done.stdout)) == [("x.py", 1, "BNL001"), ("x.py", 1, "F401")]


@pytest.mark.skipif(sys.platform == "win32", reason="no symbolic links without rights")
def test_loops_of_symbolic_links(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "self.py").symlink_to(folder / "self.py")
    command = bnlint("check", "--output-format=concise", ".", cwd=folder)
    assert places(parse_lines(command.stdout)) == [("seed.py", 4, "BNL101")]
    assert command.returncode == 2
    assert "self.py" in command.stderr


def test_a_program_that_imports_itself(folder: Path) -> None:
    (folder / "a.py").write_text("from b import build\n" + BN + "build().compile('adam')\n")
    (folder / "b.py").write_text("from a import bn\nfrom b import build\nfrom . import b\n")
    assert places(bnl(flake8("a.py", "b.py", "seed.py", cwd=folder))) == NEIGHBOUR


needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")


@needs_pipes
@pytest.mark.parametrize("named", [True, False], ids=["named", "walked"])
def test_what_may_never_end_is_named_and_skipped(folder: Path, named: bool) -> None:
    os.mkfifo(folder / "pipe.py")
    for name in ("pyproject.toml", "requirements.txt", "Dockerfile", "environment.yml"):
        os.mkfifo(folder / name)
    done = bnlint("check", "--output-format=concise", *(["pipe.py", "seed.py"] if named else ["."]), cwd=folder)
    assert places(parse_lines(done.stdout)) == [("seed.py", 4, "BNL101")]
    assert (done.returncode, done.stderr) == (2, "bnlint: pipe.py: cannot read: not a regular file\n")


@needs_pipes
@pytest.mark.parametrize(
    "command",
    ["check --fix .", "check --diff .", "check --add-noqa .", "baseline .", "check --show-files .", "doctor ."],
)
def test_no_command_waits_for_a_pipe(folder: Path, command: str) -> None:
    """Wherever a project may have a file, one that belongs to another tool too."""
    (folder / ".git" / "info").mkdir(parents=True)
    for name in ("pipe.py", "pipe.ipynb", ".gitignore", ".git/info/exclude", "setup.cfg", "tox.ini", ".flake8"):
        os.mkfifo(folder / name)
    done = bnlint(*command.split(), cwd=folder)
    if "show-files" in command:
        assert "seed.py" in done.stdout
    elif "doctor" not in command:
        assert "pipe.py: cannot read" in done.stdout + done.stderr
        assert "not a regular file" in done.stdout + done.stderr


@needs_pipes
@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
def test_a_baseline_that_never_ends(folder: Path, name: str) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "pyproject.toml").write_text(f"[tool.bnlint]\nbaseline = {name!r}\n")
    done = bnlint("check", "seed.py", cwd=folder)
    assert done.returncode == 2
    assert "cannot read: not a regular file" in done.stderr
    done = bnlint("baseline", "seed.py", cwd=folder)
    assert done.returncode == 2
    assert "not written, it is " in done.stderr


@needs_pipes
@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
@pytest.mark.parametrize("command", ["check --config={} seed.py", "mine --libraries={} seed.py -o found"])
def test_settings_that_never_end(folder: Path, command: str, name: str) -> None:
    os.mkfifo(folder / "pipe")
    done = bnlint(*command.format(name).split(), cwd=folder)
    assert done.returncode == 2
    assert f"{name}: cannot read: not a regular file" in done.stderr


@needs_pipes
def test_pipes_among_the_files_that_a_project_has(folder: Path) -> None:
    (folder / ".git").mkdir()
    os.mkfifo(folder / "models.py")
    (folder / "train.py").write_text(f"from models import build\n{SEED}", encoding="utf-8")
    done = bnlint("check", "--output-format=concise", "train.py", cwd=folder)
    assert places(parse_lines(done.stdout)) == [("train.py", 5, "BNL101")]


def test_a_folder_that_cannot_be_entered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    real = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    done = bnlint("check", "--output-format=concise", ".", cwd=folder)
    assert places(parse_lines(done.stdout)) == [("seed.py", 4, "BNL101")]
    assert done.returncode == 2
    assert done.stderr == "bnlint: closed: cannot read: Permission denied\n"


STRANGE = (
    *("1e400", "-1e400", "float('nan')", "10**400", "-1", "2**63", "1e-400"),
    *("'a'", "None", "True", "[]", "[1e400]", "b''"),
)
"""Arguments that nobody means, and that arithmetic does not survive."""
STRANGE_CALLS = ("{value}", "momentum={value}", "epsilon={value}", "axis={value}")
TRAINED = """import numpy as np
import keras
x = np.ones((8, 4))
bn = keras.layers.BatchNormalization({argument})
model = keras.Sequential([keras.Input((4,)), bn, keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, x, batch_size={value}, epochs={value})
model.evaluate(x, x)
keras.layers.BatchNormalization(momentum=99)
"""


@pytest.mark.parametrize("dialect", ["2", "3"])
@pytest.mark.parametrize("value", STRANGE)
def test_strange_constants(value: str, dialect: Literal["2", "3"]) -> None:
    for call in STRANGE_CALLS:
        text = TRAINED.format(argument=call.format(value=value), value=value)
        found = check_source(text, config=Config(keras=dialect, enable=frozenset(opt_in_codes())))
        assert "BNL001" not in {finding.code for finding in found}, text
        assert ("BNL301", 9) in {(finding.code, finding.line) for finding in found}

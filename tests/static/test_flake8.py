"""The plugin through the real flake8: options, suppressions, standard input, columns."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from bnlint.project import ttl_cache
from tests.static.helpers import SEED, bnl, bnlint, flake8, parse_lines, python

OPT_IN = """from tensorflow import keras
from tensorflow.keras import layers

inp = keras.Input((8, 8, 3))
x = layers.Conv2D(4, 3)(inp)
x = layers.BatchNormalization()(x)
model = keras.Model(inp, x)
"""
"""BNL403 (opt-in) in line 5."""

DIALECT = """from tensorflow import keras
from tensorflow.keras import layers

inp = keras.Input((8, 8, 3))
x = layers.BatchNormalization(fused=True)(inp)
model = keras.Model(inp, x)
"""
"""BNL501 in line 5 in Keras 3, nothing in Keras 2."""


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A folder with ``seed.py``; flake8 runs in it."""
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    return tmp_path


def codes(*arguments: str, cwd: Path, isolated: bool = True) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in bnl(flake8(*arguments, cwd=cwd, isolated=isolated))]


def test_flake8_lists_the_plugin(tmp_path: Path) -> None:
    assert "bnlint: " in flake8("--version", cwd=tmp_path, process=True).stdout


def test_the_seed_program(seed: Path) -> None:
    (found,) = bnl(flake8("seed.py", cwd=seed, process=True))
    assert (found.path, found.line, found.column, found.code) == ("seed.py", 4, 5, "BNL101")
    assert "inference mode" in found.message
    assert "training=True" in found.message


def test_a_directory_serially_and_in_parallel(seed: Path) -> None:
    for number in range(8):
        (seed / f"copy{number}.py").write_text(SEED, encoding="utf-8")
    serial, parallel = (flake8(".", f"-j{jobs}", cwd=seed, process=True) for jobs in (1, 2))
    assert len(bnl(serial)) == 9
    assert serial.stdout == parallel.stdout


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_ways_to_start_workers(seed: Path, method: str) -> None:
    """Workers of macOS, Windows and Python 3.14 get the options anew or pickled, not inherited."""
    (seed / "dialect.py").write_text(DIALECT, encoding="utf-8")
    (seed / "main.py").write_text(
        "import multiprocessing, sys\nfrom flake8.main.cli import main\nif __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method({method!r})\n    sys.exit(main(sys.argv[1:]))\n"
    )
    done = python("main.py", "--isolated", "-j2", "--bnlint-keras=3", "seed.py", "dialect.py", cwd=seed)
    assert [(found.path, found.code) for found in bnl(done)] == [("dialect.py", "BNL501"), ("seed.py", "BNL101")]


@pytest.mark.parametrize("name", ["seed.py", "not/yet/saved.py", "notebook.ipynb"])
def test_standard_input_with_a_display_name(seed: Path, name: str) -> None:
    """How editors call flake8."""
    (found,) = bnl(flake8("--stdin-display-name", name, "-", cwd=seed, stdin=SEED, process=True))
    assert (found.path, found.line, found.code) == (name, 4, "BNL101")


def test_standard_input_without_a_name(seed: Path) -> None:
    (found,) = bnl(flake8("-", cwd=seed, stdin=SEED))
    assert (found.path, found.line, found.code) == ("stdin", 4, "BNL101")


@pytest.mark.parametrize("saved", [True, False])
def test_standard_input_finds_the_projects_other_modules(tmp_path: Path, saved: bool) -> None:
    (tmp_path / "models.py").write_text(
        "from tensorflow import keras\n\n\ndef build():\n"
        "    return keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization()])\n"
    )
    train = (
        "import tensorflow as tf\n\nfrom models import build\n\nmodel = build()\nopt = tf.keras.optimizers.Adam()\n"
        "x = tf.random.normal((8, 3))\nwith tf.GradientTape() as tape:\n    loss = tf.reduce_sum(model(x))\n"
        "opt.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))\n"
    )
    if saved:  # an older text; the editor's buffer counts
        (tmp_path / "train.py").write_text("x = 1\n")
    arguments = ("--stdin-display-name", "train.py", "-")
    found = bnl(flake8(*arguments, cwd=tmp_path, stdin=train))
    assert [(f.line, f.code) for f in found] == [(9, "BNL102")]
    assert bnl(flake8("--bnlint-follow-imports=no", *arguments, cwd=tmp_path, stdin=train)) == []


NOQA = [
    ("# noqa: BNL101", False),
    ("# noqa:BNL101,E501", False),
    ("# noqa: E501, BNL101", False),
    ("# noqa: BNL101 because it is a demonstration", False),
    ("# noqa: BNL1", False),
    ("# NOQA", False),
    ("# noqa", False),
    ("# noqa: BNL", False),  # no code, hence a blanket noqa
    ("# noqa : BNL101", False),  # likewise
    ("# noqa: bnl101", True),  # codes are compared with their case
    ("# noqa: BNL102", True),
    ("# noqa: E501", True),
    ("# a comment", True),
]


@pytest.mark.parametrize(("comment", "reported"), NOQA)
def test_noqa_comments_mean_the_same_in_flake8_and_in_the_command(seed: Path, comment: str, reported: bool) -> None:
    (seed / "seed.py").write_text(SEED.rstrip("\n") + f"  {comment}\n", encoding="utf-8")
    expected = [(4, "BNL101")] if reported else []
    assert codes("seed.py", cwd=seed) == expected
    shown = parse_lines(bnlint("check", "--output-format=concise", "seed.py", cwd=seed).stdout)
    assert [(found.line, found.code) for found in shown] == expected


SEED_WITHOUT_CALL = """import tensorflow as tf
from tensorflow.keras.layers import BatchNormalization as BN

x = tf.constant([-0.22630838])
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Only the line of the report counts, not the end of the statement.
        (f"{SEED_WITHOUT_CALL}y = BN()(\n    x\n)  # noqa\n", 1),
        (f"{SEED_WITHOUT_CALL}y = BN()(  # noqa\n    x\n)\n", 0),
        # Lines joined by a backslash are one line.
        (f"{SEED_WITHOUT_CALL}y = \\\n    BN()(x)  # noqa\n", 0),
        (f"{SEED_WITHOUT_CALL}y = BN()(x), \\\n    1  # noqa\n", 0),
        (f"# flake8: noqa\n{SEED}", 0),
        (f"{SEED}# flake8: noqa\n", 0),
        (f"x = 1  # flake8: noqa\n{SEED}", 1),
        (f"# flake8: noqa: BNL101\n{SEED}", 0),
    ],
)
def test_where_a_noqa_comment_counts(tmp_path: Path, source: str, expected: int) -> None:
    (tmp_path / "x.py").write_text(source, encoding="utf-8")
    in_flake8 = bnl(flake8("x.py", cwd=tmp_path))
    in_command = parse_lines(bnlint("check", "--output-format=concise", "x.py", cwd=tmp_path).stdout)
    assert in_flake8 == in_command
    assert len(in_flake8) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select=BNL"], [(4, "BNL101")]),
        (["--select=BNL101"], [(4, "BNL101")]),
        (["--select=BNL2"], []),
        (["--select=E,F,W"], []),
        (["--ignore=BNL101"], []),
        (["--ignore=BNL1"], []),
        (["--extend-ignore=BNL101"], []),
        (["--ignore=BNL2"], [(4, "BNL101")]),
        (["--per-file-ignores=seed.py:BNL101"], []),
        (["--per-file-ignores=other.py:BNL101"], [(4, "BNL101")]),
        (["--exclude=seed.py"], []),
        (["--disable-noqa"], [(4, "BNL101")]),
    ],
)
def test_flake8s_own_selection(seed: Path, arguments: list[str], expected: list[tuple[int, str]]) -> None:
    assert codes(*arguments, "seed.py", cwd=seed) == expected


def test_per_file_ignores_in_a_configuration_file(seed: Path) -> None:
    (seed / "tests").mkdir()
    (seed / "tests" / "seed.py").write_text(SEED, encoding="utf-8")
    (seed / ".flake8").write_text("[flake8]\nper-file-ignores =\n    tests/*: BNL101\n")
    assert [found.path for found in bnl(flake8(".", cwd=seed, isolated=False))] == ["./seed.py"]


@pytest.mark.parametrize(
    "lines",
    [
        "ignore = W503",
        "extend-ignore = W503",
        "select = BNL",
        "select = C,E,F,W,B,B950",  # the line black's documentation made popular: B is a prefix of BNL
        "select = BNL403",
        "extend-select = BNL4",
        "enable-extensions = BNL",
    ],
)
def test_flake8s_lists_do_not_turn_opt_in_rules_on(tmp_path: Path, lines: str) -> None:
    (tmp_path / "model.py").write_text(OPT_IN, encoding="utf-8")
    (tmp_path / ".flake8").write_text(f"[flake8]\n{lines}\n")
    assert codes("model.py", cwd=tmp_path, isolated=False) == []
    (tmp_path / ".flake8").write_text(f"[flake8]\n{lines}\nbnlint-enable = BNL403\n")
    assert codes("model.py", cwd=tmp_path, isolated=False) == [(5, "BNL403")]


@pytest.mark.parametrize("value", ["BNL403", "BNL204,BNL403", "BNL204, BNL403", "BNL204\n    BNL403"])
@pytest.mark.parametrize("key", ["bnlint-enable", "bnlint_enable"])
def test_enabling_in_the_configuration_file(tmp_path: Path, key: str, value: str) -> None:
    (tmp_path / "model.py").write_text(OPT_IN, encoding="utf-8")
    (tmp_path / "tox.ini").write_text(f"[flake8]\n{key} = {value}\n")
    assert codes("model.py", cwd=tmp_path, isolated=False) == [(5, "BNL403")]


def test_the_command_line_overrides_the_configuration_file(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(DIALECT, encoding="utf-8")
    (tmp_path / "setup.cfg").write_text("[flake8]\nbnlint-keras = 2\n")
    assert codes("model.py", cwd=tmp_path, isolated=False) == []
    assert codes("--bnlint-keras=3", "model.py", cwd=tmp_path, isolated=False) == [(5, "BNL501")]


def test_auto_reads_the_projects_requirements(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(DIALECT, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("tensorflow==2.12.0\n")
    assert codes("model.py", cwd=tmp_path) == []
    (tmp_path / "requirements.txt").write_text("tensorflow==2.16.1\n")
    ttl_cache.forget()
    assert codes("model.py", cwd=tmp_path) == [(5, "BNL501")]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("bnlint-keras", "4"),
        ("bnlint-keras", "three"),
        ("bnlint-enable", "BNL999"),
        ("bnlint-enable", "BNL4"),
        ("bnlint-follow-imports", "maybe"),
    ],
)
def test_bad_values_are_usage_errors(seed: Path, option: str, value: str) -> None:
    done = flake8(f"--{option}={value}", "seed.py", cwd=seed)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"--{option}: " in done.stderr
    assert value in done.stderr
    (seed / ".flake8").write_text(f"[flake8]\n{option} = {value}\n")
    done = flake8("seed.py", cwd=seed, isolated=False)
    assert done.returncode == 2
    assert f"--{option}: " in done.stderr


def test_the_options_are_documented(tmp_path: Path) -> None:
    text = flake8("--help", cwd=tmp_path).stdout
    assert all(option in text for option in ("--bnlint-keras", "--bnlint-enable", "--bnlint-follow-imports"))


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("y = tf.keras.layers.BatchNormalization()(x)", 5),
        ('é = "𝔘漢"; y = tf.keras.layers.BatchNormalization()(x)', 15),  # code points, not bytes or cells
        ("if True:\n\ty = tf.keras.layers.BatchNormalization()(x)", 6),
        ("print(tf.keras.layers.BatchNormalization()(x))", 7),
    ],
)
def test_columns_are_flake8s(tmp_path: Path, line: str, column: int) -> None:
    source = f"import tensorflow as tf\nx = tf.constant([[1.0], [2.0]])\n{line}\n"
    (tmp_path / "x.py").write_text(source, encoding="utf-8")
    (found,) = bnl(flake8("x.py", cwd=tmp_path))
    assert (found.code, found.column) == ("BNL101", column)


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"# -*- coding: latin-1 -*-\n# \xe9\n", b"\x0c\n"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_encodings_and_line_ends(tmp_path: Path, prefix: bytes, newline: bytes) -> None:
    (tmp_path / "x.py").write_bytes((prefix + SEED.encode()).replace(b"\n", newline))
    in_flake8 = bnl(flake8("x.py", cwd=tmp_path))
    assert [(found.line, found.column) for found in in_flake8] == [(4 + prefix.count(b"\n"), 5)]
    assert parse_lines(bnlint("check", "--output-format=concise", "x.py", cwd=tmp_path).stdout) == in_flake8


LONG_LIVED = """
import contextlib, io
from flake8.main.application import Application

def run(*arguments):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        Application().run(["--isolated", "--select=BNL", "-j1", *arguments])
    out.seek(0)
    err.seek(0)
    assert err.read() == ""
    return [line.split(" ")[1] for line in out.read().splitlines()]

assert run("--bnlint-keras=3", "dialect.py") == ["BNL501"]
assert run("--bnlint-keras=2", "dialect.py") == []
assert run("--bnlint-enable=BNL403", "optin.py") == ["BNL403"]
assert run("optin.py") == []
assert run("--bnlint-keras=3", "dialect.py") == ["BNL501"]
"""


def test_nothing_is_left_over_between_runs_in_one_process(tmp_path: Path) -> None:
    """VS Code's extension keeps flake8 in one process for days and parses what it prints."""
    (tmp_path / "dialect.py").write_text(DIALECT, encoding="utf-8")
    (tmp_path / "optin.py").write_text(OPT_IN, encoding="utf-8")
    done = python("-c", LONG_LIVED, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_other_plugins_findings_stay(seed: Path) -> None:
    (seed / "seed.py").write_text("import os\n" + SEED, encoding="utf-8")
    assert [found.code for found in parse_lines(flake8("seed.py", cwd=seed).stdout)] == ["F401", "BNL101"]


def test_messages_are_one_line_each(seed: Path) -> None:
    assert len(flake8("seed.py", cwd=seed).stdout.splitlines()) == 1

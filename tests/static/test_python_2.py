"""Programs in Python 2: read as such, with places in the file as it is."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from bnlint.analysis import dialect
from bnlint.syntax import parsing, python_2
from tests.static.helpers import bnlint, flake8, parse_lines

REWRITTEN = [
    ('print "a", b', 'print("a", b)'),
    ("print'a',", "print('a',)"),
    ("print", "print"),
    ("print (a), b", "print((a), b)"),
    ("print (a)", "print (a)"),
    ("print (a) % b", "print((a) % b)"),
    ("print >>log, a\nprint a", "print >>log, a\nprint(a)"),
    ('print """a\nb""", c', 'print("""a\nb""", c)'),
    ("if a: print a; b = 1", "if a: print(a); b = 1"),
    ("print a  # as it is", "print(a)  # as it is"),
    ("exec a in b", "exec(a in b)"),
    ("raise IOError, 'a'", "raise IOError( 'a')"),
    ("raise IOError, 'a', b", "raise IOError( 'a', b)"),
    (
        "try:\n    pass\nexcept IOError, error:\n    print error",
        "try:\n    pass\nexcept IOError as  error:\n    print(error)",
    ),
    ("print a <> b, `a, b`", "print(a != b, repr(a, b))"),
    ("print 0777, 0, 10L, 0xFFL, 007L", "print(0o777, 0, 10, 0xFF, 0o07)"),
    ('print ur"a", u"b"', 'print(r"a", u"b")'),
    ("print lambda (a, b), c: c", "print(lambda _13___, c: c)"),
    ("def f((a, b), c):\n    print c", "def f(_6____, c):\n    print(c)"),
    ("if a:\n\tb = 1\n        c = 2\n\tprint c", "if a:\n        b = 1\n        c = 2\n        print(c)"),
    ("def f():\n\ta = '''\n\t\tb'''\n        print a", "def f():\n        a = '''\n\t\tb'''\n        print(a)"),
]


@pytest.mark.parametrize(("text", "expected"), REWRITTEN)
def test_what_differs_is_written_anew(text: str, expected: str) -> None:
    rewritten = python_2.as_python_3(text)
    assert rewritten is not None
    assert rewritten.text == expected
    ast.parse(rewritten.text)


@pytest.mark.parametrize("text", [text for text, _ in REWRITTEN])
def test_what_is_written_anew_stays_on_its_line(text: str) -> None:
    rewritten = python_2.as_python_3(text)
    assert rewritten is not None
    assert rewritten.text.count("\n") == text.count("\n")


PLACES = """\
def f(x):
\tif x <> 3:
            print "caf\u00e9", g(x), `g(1)`; y = g(0777L)
\tprint 'a' ; z = g(lambda (k, v): g(2))
\ttry:
\t    raise IOError, g(3)
\texcept IOError, e: print>>log, g(4)
"""


def test_places_are_those_of_the_file_as_it_is() -> None:
    calls = [
        ast.get_source_segment(PLACES, node)
        for node in ast.walk(parsing.parse(PLACES))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "g"
    ]
    assert sorted(filter(None, calls)) == [
        "g(0777L)",
        "g(1)",
        "g(2)",
        "g(3)",
        "g(4)",
        "g(lambda (k, v): g(2))",
        "g(x)",
    ]


@pytest.mark.parametrize(
    "text", ["a = 0777", "a = 10L", "a = `b`", "if a <> b: pass", "f(lambda (a, b): a)", "for a in b: print a"]
)
def test_what_no_statement_gives_away_is_read_too(text: str) -> None:
    assert isinstance(parsing.parse(text), ast.Module)


@pytest.mark.parametrize(
    "text",
    [
        "print a (",
        "print a\nb = yield = 1",
        "print 'a'\nprint('b', end='')",
        'print "a\n',
        "x = (",
        "def f(:",
    ],
)
def test_what_is_no_python_at_all_stays_an_error(text: str) -> None:
    with pytest.raises(SyntaxError) as error:
        parsing.parse(text)
    with pytest.raises(SyntaxError) as pythons:
        ast.parse(text)
    assert error.value.msg == pythons.value.msg


GRAPH = """\
import tensorflow as tf


def net(x, is_training, reuse=False):
    print "net", x
    with tf.variable_scope("net", reuse=reuse):
        return tf.layers.batch_normalization(x, training=is_training)


x = tf.placeholder(tf.float32, [None, 3])
test = net(x, False, net(x, True) is not None)
print "train"; train = tf.train.AdamOptimizer(0.1).minimize(tf.reduce_mean(net(x, True, True)))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in xrange(10):
        sess.run(train, {x: [[1, 2, 3], [3, 4, 5]]})
    print sess.run(test, {x: [[1, 2, 3]]})
"""
"""Nothing runs the updates of the moving statistics."""


def test_findings_stand_where_they_are_and_have_no_fixes(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(GRAPH, encoding="utf-8")
    done = bnlint("check", "train.py", "--output-format=json", "--fix", "--unsafe-fixes", "--exit-zero", cwd=tmp_path)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["code"], finding["line"], finding["column"], finding["fix"]) == ("BNL112", 12, 24, None)
    assert finding["keras"] == 2
    assert done.stderr == ""
    assert (tmp_path / "train.py").read_text(encoding="utf-8") == GRAPH


def test_the_same_program_in_python_3_is_found_there_too(tmp_path: Path) -> None:
    rewritten = python_2.as_python_3(GRAPH)
    assert rewritten is not None
    (tmp_path / "two.py").write_text(GRAPH, encoding="utf-8")
    (tmp_path / "three.py").write_text(rewritten.text, encoding="utf-8")
    done = bnlint("check", ".", "--output-format=concise", cwd=tmp_path)
    shown = {one.path: (one.line, one.column, one.code) for one in parse_lines(done.stdout)}
    # There the parenthesis behind "train" is one character more.
    assert shown == {"two.py": (12, 24, "BNL112"), "three.py": (12, 25, "BNL112")}


def test_comments_suppress_there_too(tmp_path: Path) -> None:
    text = GRAPH.replace("True, True)))\n", "True, True)))  # noqa: BNL112\n")
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    assert bnlint("check", "train.py", cwd=tmp_path).returncode == 0
    (tmp_path / "train.py").write_text(GRAPH, encoding="utf-8")
    bnlint("check", "train.py", "--add-noqa", cwd=tmp_path)
    assert (tmp_path / "train.py").read_text(encoding="utf-8") == text


def test_modules_in_python_2_are_followed(tmp_path: Path) -> None:
    network, train = GRAPH.split("\n\nx = ")
    (tmp_path / "network.py").write_text(network, encoding="utf-8")
    (tmp_path / "train.py").write_text(
        f"import tensorflow as tf\nfrom network import net\nx = {train}", encoding="utf-8"
    )
    done = bnlint("check", "train.py", "--output-format=concise", cwd=tmp_path)
    assert [(one.line, one.code) for one in parse_lines(done.stdout)] == [(5, "BNL112")]


def test_flake8_says_what_it_always_said(tmp_path: Path) -> None:
    """Without a tree from flake8 no plugin runs."""
    (tmp_path / "train.py").write_text(GRAPH, encoding="utf-8")
    assert "E999" in flake8("train.py", cwd=tmp_path).stdout
    assert "BNL" not in flake8("train.py", cwd=tmp_path).stdout


def notebook(*cells: str) -> str:
    written: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell} for cell in cells
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_in_notebooks(tmp_path: Path) -> None:
    network, train = GRAPH.split("\n\nx = ")
    (tmp_path / "train.ipynb").write_text(notebook(network, "%matplotlib inline", f"x = {train}"), encoding="utf-8")
    done = bnlint("check", "train.ipynb", "--output-format=json", "--exit-zero", cwd=tmp_path)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["code"], finding["cell"], finding["line"], done.stderr) == ("BNL112", 3, 3, "")


def test_a_cell_of_python_2_among_others_is_left_out(tmp_path: Path) -> None:
    bad = "import tensorflow as tf\ntf.keras.layers.BatchNormalization()(tf.ones((4, 3)))"
    cells = (bad, "print 'a'", "print('a', end='')")
    (tmp_path / "train.ipynb").write_text(notebook(*cells), encoding="utf-8")
    done = bnlint("check", "train.ipynb", "--output-format=json", "--exit-zero", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert [finding["code"] for finding in report["findings"]] == ["BNL101"]
    assert [problem["message"].split(": ")[:2] for problem in report["problems"]] == [["cell 2:1", "cannot parse"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print 'a'", 2),
        ("print model", 2),
        ("try:\n    pass\nexcept IOError, error:\n    pass", 2),
        ("raise IOError, 'a'", 2),
        ("try:\n    pass\nexcept (IOError, OSError), error:\n    pass", 2),
        ("try:\n    pass\nexcept (IOError, OSError):\n    pass", 3),
        ("print('a')", 3),
        ("'''\nprint 'a'\n'''", 3),
        ("# print 'a'", 3),
        ("x = [\n    print if a else b]", 3),
        ("print = a\nprint in b", 3),
    ],
)
def test_there_is_no_keras_3_for_python_2(text: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "_from_installation", lambda: None)
    found = dialect.target(f"from keras.layers import BatchNormalization\n{text}\n", "<string>")
    assert found.dialect == expected
    assert ("Python 2" in found.why) == (expected == 2)

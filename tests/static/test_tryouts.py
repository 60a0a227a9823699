"""Calls that only try out what shapes come out."""

from __future__ import annotations

from typing import Any

import pytest

from bnlint.syntax.trees import parse
from bnlint.syntax.tryouts import is_fed_tryout, is_shown, is_tryout, is_warm_up
from bnlint.syntax.words import dotted, nodes_in


@pytest.mark.parametrize(
    "code",
    [
        "print(net(tf.zeros((1, 4))).shape)",
        "y = net(np.random.rand(1, 4).astype('float32'))\nassert y.get_shape() == (1, 2)",
        "x = tf.ones((1, 4))\nx = tf.cast(x, tf.float16)\ny = net(x)\ny = y[:, 0]\nprint(y.numpy().shape, len(y))",
        "a, b = net([tf.zeros((1, 4)), tf.ones((1, 2))])\nprint(f'{a.shape} {tf.shape(b)}')",
        "for x in (tf.zeros((1, 4)), tf.zeros((1, 8))):\n    for each in net(x):\n        print(each.shape)",
        "x = tf.zeros((1, 4))\nz = rest(net(x))\nprint(z.shape)",
        "x = encode(tf.zeros((1, 4)))\nprint(x.shape)\nprint(net(x).shape)",
        "if __name__ == '__main__':\n    y = net(tf.zeros((1, 4)))\n    z = rest(y)",
        "def other(x):\n    y = x\n    return y\nx = tf.zeros((1, 4))\ny = net(x)\nprint(y.shape)",
    ],
)
def test_a_tryout(code: str) -> None:
    assert is_a_tryout(code)


@pytest.mark.parametrize(
    "code",
    [
        "print(net(tf.zeros((1, 4))))",
        "net(tf.zeros((1, 4)))",
        "y = net(tf.zeros((1, 4)))\nz = rest(y)",
        "x = tf.cast(tf.zeros((1, 4)), tf.float32)\nprint(x.shape)\ny = net(x)",
        "x = rest(tf.zeros((1, 4)))\nprint(x.shape)\nif x:\n    y = net(x)",
        "print(net().shape)",
        "print(net(load('rows')).shape)",
        "print(net(rows[0]).shape)",
        "print(net([]).shape)",
        "print(net(rows).shape)",
        "print(net(tf.cast(rows, tf.float32)).shape)",
        "y = net(tf.zeros((1, 4)))\nprint(y.shape)\nnp.save('y.npy', y)",
        "y = net(tf.zeros((1, 4)))\nprint(y.shape)\nshow(y.numpy())",
        "y = net(tf.zeros((1, 4)))\nprint(y.shape)\nprint(y.numpy)",
        "y = z = net(tf.zeros((1, 4)))\nprint(y.shape, z.shape)",
        "y = net(tf.zeros((1, 4)))\nprint(y.shape, rows[y])",
        "y = net(tf.zeros((1, 4)))\nprint(y.shape)\nclass Holder(Base, made=y): pass",
        "def other():\n    return y\ny = net(tf.zeros((1, 4)))\nprint(y.shape)",
        "x = tf.zeros((1, 4))\nx += load()\nprint(net(x).shape)",
        "with load() as x:\n    print(net(x).shape)",
        "x = encode(tf.zeros((1, 4)))\nsave(x)\nprint(net(x).shape)",
    ],
)
def test_values_that_count(code: str) -> None:
    assert not is_a_tryout(code)


def test_a_parameter_is_not_made_up() -> None:
    code = "def f(x=None):\n    if x is None:\n        x = tf.zeros((1, 4))\n    print(net(x).shape)"
    root = parse(code).root
    function = root.body[0]
    assert not is_tryout(function, call_in(function))


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("x = tf.zeros((1, 4))\nfor _ in range(9):\n    net(x, training=True)", True),
        ("_ = net(np.random.rand(1, 4).astype('float32'))", True),
        ("_ = net(tf.zeros((1, 4)))\nprint(_)", False),
        ("y = net(tf.zeros((1, 4)))", False),
        ("print(net(tf.zeros((1, 4))))", False),
        ("for x in load('rows'):\n    net(x)", False),
        ("net()", False),
    ],
)
def test_a_warm_up(code: str, is_one: bool) -> None:
    root = parse(code).root
    assert is_warm_up(root, call_in(root)) is is_one


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("y = net(tf.ones((1, 4)))\ny = net(tf.ones((1, 4)), training=True)", True),
        ("x = np.random.rand(1, 4)\ny = net(tf.cast(x, tf.float32))", True),
        ("net(np.zeros((1, 4)))", True),
        ("y = net(tf.ones((1, 4)))\nprint(y)", False),
        ("print(net(np.zeros((1, 4))))", False),
        ("y = net(tf.ones((1, 4)))\ndef use():\n    return y", False),
        ("y = z = net(tf.ones((1, 4)))", False),
        ("y = net(tf.ones((1, 4)))[0]", False),
        ("y = net(load('rows'))", False),
        ("y = net()", False),
    ],
)
def test_what_is_only_shown(code: str, is_one: bool) -> None:
    root = parse(code).root
    assert is_shown(root, call_in(root)) is is_one


def test_what_stands_elsewhere_is_not_known() -> None:
    root = parse("def f():\n    print(net(tf.ones((1, 4))).shape)\n").root
    call = call_in(root)
    assert not is_shown(root, call)
    assert not is_shown(root, None)
    assert not is_fed_tryout(root, call, [call.args[0].value])


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("x = np.zeros((1, 4))\ny = net(answer, {images: x})\nprint(y.shape)", True),
        ("if __name__ == '__main__':\n    y = net(answer, {images: np.zeros((1, 4))})", True),
        ("y = net(answer, {images: np.zeros((1, 4))})", False),
        ("y = net(answer, {images: np.zeros((1, 4))})\nprint(y)", False),
        ("y = net(answer, {images: np.zeros((1, 4)), labels: load()})\nprint(y.shape)", False),
        ("y = net(answer, {})\nprint(y.shape)", False),
    ],
)
def test_what_a_session_tries_out(code: str, is_one: bool) -> None:
    root = parse(code).root
    call = call_in(root)
    assert is_fed_tryout(root, call, [each.value for each in call.args[1].value.elements]) is is_one


def is_a_tryout(code: str) -> bool:
    root = parse(code).root
    return is_tryout(root, call_in(root))


def call_in(code: object) -> Any:
    return next(node for node in nodes_in(code) if dotted(getattr(node, "func", None)) == "net")

"""Functions that only hand on what another one makes: a network in one of its sizes."""

from __future__ import annotations

import pytest

from bnlint.api import check_source
from bnlint.settings.config import Config
from bnlint.syntax.trees import parse
from bnlint.syntax.variants import made_by
from bnlint.syntax.words import dotted


@pytest.mark.parametrize(
    "body",
    [
        "return net(depth=3, **kwargs)",
        "'Text.'\n    return net(depth=3)",
        "depth = [1, 2]\n    return net(**locals())",
        "model = net(depth=kwargs.pop('depth', 3))\n    return model",
        "if depth is None:\n        depth = 3\n    elif depth > 9:\n        raise ValueError\n    return net(depth)",
        "if part is None:\n        part = other(3)\n    else:\n        del extra\n    return net(**locals())",
        "if x:\n        return net(3)",
        "kwargs.pop('kwargs', None)\n    return net(**kwargs)",
        "width, depth = scaled(2)\n    depth = kwargs.pop('depth', depth)\n    return net(widths=[width] * len(depth))",
    ],
)
def test_a_size(body: str) -> None:
    assert dotted(made_of(body)) == "net"


@pytest.mark.parametrize(
    "body",
    [
        "model = net(3)\n    model.fit(x)\n    return model",
        "model = net(3)\n    history = model.fit(x)\n    return history",
        "model = net(3)\n    return trained(model)",
        "x = conv(x)\n    return bn(x)",
        "if x:\n        return net(3)\n    return net(4)",
        "if x:\n        model = net(3)\n    else:\n        model = other(3)\n    return model",
        "print(x)\n    return net(3)",
        "net(3)",
        "return 3",
        "with scope():\n        return net(3)",
    ],
)
def test_more_than_that(body: str) -> None:
    assert made_of(body) is None


def made_of(body: str) -> object:
    return made_by(parse(f"def small(x, **kwargs):\n    {body}\n").root.body[0])


def test_what_the_arguments_of_a_size_change_is_found() -> None:
    sizes = "\n".join(f"def net{n}(): return net(momentum=0.9{n})" for n in range(9))
    source = (
        "import keras\n"
        "def net(momentum=0.99):\n"
        "    return keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(momentum=momentum)])\n"
        f"{sizes}\n"
        "def last(): return net(momentum=0.01)\n"
    )
    (finding,) = check_source(source, "net.py", Config(keras="3"))
    assert [place.line for place in finding.related] == [13]

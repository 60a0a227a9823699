"""Positions of code to expressions, without TensorFlow."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from bnlint.runtime import sites
from bnlint.runtime.sources import Source, evaluate_name, keyword, positional, source_of, words_of

TEXT = """
def outer(layer, flag=None):
    for batch in train_ds.take(3):
        y = layer(batch)(
            flag,
            momentum=flag,
        ).numpy()
        try:
            layer.build(y)
        except ValueError:
            layer.fail(y)
        with open(layer) as handle:
            layer.last(y)
    layer(flag)
"""


@pytest.fixture
def source() -> Source:
    return Source(TEXT)


def call_on(source: Source, line: int, index: int = 0) -> ast.Call:
    return source.calls_on(line)[index]


def test_calls_are_told_apart_by_their_end(source: Source) -> None:
    inner = source.call_within((4, 12), (4, 24))
    assert inner is not None
    assert ast.unparse(inner) == "layer(batch)"
    middle = source.call_within((4, 12), (7, 9))
    assert middle is not None
    assert ast.unparse(middle) == "layer(batch)(flag, momentum=flag)"
    # From Python 3.12 on a method call starts at its attribute.
    whole = source.call_within((7, 10), (7, 17))
    assert whole is not None
    assert whole.lineno == 4


def test_a_with_statement_is_not_its_last_call(source: Source) -> None:
    assert source.call_within((12, 8), (13, 25)) is None
    entered = source.entered_at(12, 8)
    assert entered is not None
    assert ast.unparse(entered) == "open(layer)"


def test_surroundings(source: Source) -> None:
    built, failed, last = call_on(source, 9), call_on(source, 11), call_on(source, 14)
    assert source.is_attempted(built, ["ValueError"])
    assert not source.is_attempted(built, ["TypeError"])
    assert not source.is_attempted(failed, ["ValueError"])
    assert (source.loops_around(built), source.loops_around(last)) == (1, 0)
    assert source.loops_around(call_on(source, 3)) == 0
    assert source.loop_words(built) == ["train_ds", "take"]
    assert source.is_unused(built)
    function = source.function_around(built)
    assert isinstance(function, ast.FunctionDef)
    assert function is source.function_at(9, "outer")


def test_arguments(source: Source) -> None:
    call = source.call_within((4, 12), (7, 9))
    assert call is not None
    momentum, first = keyword(call, "momentum"), positional(call, 0)
    assert momentum is not None
    assert first is not None
    assert (momentum.lineno, first.lineno) == (6, 5)
    assert keyword(call, "epsilon") is None
    assert positional(call, 1) is None


def test_columns_are_code_points() -> None:
    source = Source("é = f('ü𝔘', g(1))\n")
    call = call_on(source, 1, 1)
    assert (call.col_offset, source.column(call)) == (17, 12)


def test_names_are_followed_without_running_code() -> None:
    class Owner:
        def __init__(self) -> None:
            self.bn = "layer"

        @property
        def loud(self) -> str:
            raise AssertionError("a property was run")

    class Undefined:
        """As AutoGraph's: it gives itself for whatever it is asked for."""

        def __getattribute__(self, name: str) -> Any:
            return self

    names: dict[str, Any] = {"self": Owner(), "loss": Undefined(), "Owner": Owner}

    def follow(text: str) -> object:
        return evaluate_name(ast.parse(text, mode="eval").body, names.get)

    assert follow("self.bn") == "layer"
    assert follow("self.loud") is None
    assert follow("self.bn()") is None
    assert follow("loss.bn") is None
    assert follow("Owner.loud") is vars(Owner)["loud"]


def test_words() -> None:
    assert words_of(ast.parse("zip(val_x[0], self.test.y)", mode="eval").body) == ["zip", "val_x", "self", "test", "y"]


def test_files_that_do_not_parse(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("def (:\n", encoding="utf-8")
    assert source_of(str(broken)) is None
    assert source_of(str(tmp_path / "missing.py")) is None


def place_in(text: str, path: Path) -> sites.Place:
    """Run a module that calls ``here()`` and return the place it is at in that moment."""
    path.write_text(text, encoding="utf-8")
    found: list[sites.Place | None] = []

    def here(*args: Any, **kwargs: Any) -> None:
        found.append(sites.place_of(sys._getframe(1)))

    exec(compile(text, str(path), "exec"), {"here": here})
    assert found[0] is not None
    return found[0]


def test_place_of_a_call(tmp_path: Path) -> None:
    text = "x = [\n    1,\n    here(\n        2,\n        training=True,\n    ),\n]\n"
    place = place_in(text, tmp_path / "program.py")
    assert (place.line, place.column) == (3, 4)
    argument = sites.argument_site(place, "training", 1)
    assert argument is not None
    assert (argument.line, argument.column) == (5, 8)


def test_kinds_of_files(tmp_path: Path) -> None:
    assert sites.kind_of_file(str(tmp_path / "train.py")) == "user"
    assert sites.kind_of_file(sites.__file__) == "own"
    assert sites.kind_of_file(ast.__file__) == "library"
    assert sites.kind_of_file("/tmp/__autograph_generated_filexyz.py") == "generated"
    assert sites.kind_of_file("<stdin>") == "user"
    assert sites.kind_of_file("<frozen runpy>") == "library"

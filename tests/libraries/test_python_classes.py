"""Rows about Python's own names and classes, and about decorators, held against Python and what is installed beside."""

from __future__ import annotations

import builtins
import importlib
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

import pytest

from bnlint.libraries.bases import ENUMS, kind_below
from bnlint.libraries.decorators import DECORATORS, FILLS, RECORDS, makes_record
from bnlint.libraries.python_classes import BASES, BUILTIN, BUILTINS, PLAIN_HOMES, SETTLED_HOMES, TYPES
from bnlint.libraries.schema import Base, Decorator, below

PLACES = {"tf": "tensorflow"}
"""What has another name where it is imported."""


def can_be_imported(home: str) -> bool:
    top = home.partition(".")[0]
    return top not in PLACES and find_spec(top) is not None


def real(name: str) -> Any:
    """Return what has a dotted name."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            place = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            place = getattr(place, part)
        return place
    raise ModuleNotFoundError(name)


def names_here(rows: tuple[Any, ...], *what: str) -> list[str]:
    """Return the dotted names of the rows that can be imported here and that say one of some things."""
    return sorted(
        {
            name
            for row in rows
            if (row.kind if isinstance(row, Base) else row.does) in what
            if not isinstance(row, Base) or row.dialects
            for home in row.homes.split()
            if can_be_imported(home)
            for name in below(row.names, home)
        }
    )


@pytest.mark.parametrize("row", [*BASES, *DECORATORS, *FILLS, *RECORDS], ids=lambda row: f"{row.homes}-{row.names}")
def test_a_row_exists_or_says_where_it_was_read(row: Base | Decorator) -> None:
    homes = [home for home in row.homes.split() if home not in PLACES]
    there = [find_spec(home.partition(".")[0]) is not None for home in homes]
    assert row.source or row.homes in PLACES or all(there)


# -- classes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names_here(BASES, "enum"))
def test_members_of_an_enum_equal_no_value(name: str) -> None:
    made = real(name)("Made", {"ONE": 1})
    assert made.ONE != 1
    assert name in ENUMS


@pytest.mark.parametrize("name", names_here(BASES, "record"))
def test_a_record_fills_in_its_annotated_names(name: str) -> None:
    namespace: dict[str, Any] = {"Base": real(name)}
    exec("class Made(Base):\n    momentum: float = 0.99\n", namespace)  # a NamedTuple needs a class statement
    assert namespace["Made"](momentum=0.5).momentum == 0.5


@pytest.mark.parametrize("home", sorted({*PLAIN_HOMES, *SETTLED_HOMES} - {"keras."}))
def test_modules_of_plain_classes_are_python_s_own(home: str) -> None:
    assert importlib.import_module(home.removesuffix("."))
    assert kind_below(f"{home}Whatever") == "plain"


def test_builtins_exist() -> None:
    assert {name for name in BUILTINS if not hasattr(builtins, name)} == set()
    assert {name: getattr(builtins, name.removeprefix(BUILTIN)) for name in TYPES} == TYPES


# -- decorators ----------------------------------------------------------------------------------------------------


class Counted(NamedTuple):
    """A class with one method, and how often that ran."""

    cls: type
    runs: list[int]


def counted(decorator: Callable[..., Any]) -> Counted:
    runs: list[int] = []

    def method(self: object) -> int:
        runs.append(1)
        return len(runs)

    made = type("Made", (), {"method": method})
    decorated = decorator(method)
    if hasattr(decorated, "__set_name__"):
        decorated.__set_name__(made, "method")
    type.__setattr__(made, "method", decorated)
    return Counted(made, runs)


@pytest.mark.parametrize("name", names_here(DECORATORS, "property", "cached property"))
def test_a_property_is_read_without_a_call(name: str) -> None:
    case = counted(real(name))
    instance = case.cls()
    assert instance.method == 1
    assert instance.method == (1 if "cached" in name else 2)


@pytest.mark.parametrize("name", names_here(DECORATORS, "cached"))
def test_a_cached_function_runs_once(name: str) -> None:
    case = counted(real(name))
    instance = case.cls()
    assert [instance.method(), instance.method()] == [1, 1]


@pytest.mark.parametrize(("does", "first"), [("static", ()), ("class", ("cls",))])
def test_what_a_method_is_called_with(does: str, first: tuple[str, ...]) -> None:
    (name,) = names_here(DECORATORS, does)
    made = type("Made", (), {"method": real(name)(lambda *given: given)})
    assert made().method(1) == (*(made for _ in first), 1)


@pytest.mark.parametrize("name", names_here(DECORATORS, "manager"))
def test_a_manager_waits_for_a_with(name: str) -> None:
    ran: list[int] = []

    def generator() -> Any:
        ran.append(1)
        yield

    async def asynchronous() -> Any:
        ran.append(1)
        yield

    made = real(name)(asynchronous if "async" in name else generator)()
    assert hasattr(made, "__aenter__" if "async" in name else "__enter__")
    assert ran == []


@pytest.mark.parametrize("name", names_here(RECORDS, "record"))
def test_a_record_s_decorator_writes_a_constructor(name: str) -> None:
    fields = {"momentum": real("attr.ib")()} if name in ("attr.s", "attr.attrs") else {"momentum": 0.99}
    made = type("Made", (), {"__annotations__": {"momentum": float}, **fields})
    assert real(name)(made)(momentum=0.5).momentum == 0.5
    assert makes_record(name)


def test_other_decorators_write_none() -> None:
    assert not any(makes_record(f"{home}.{row.names}") for row in DECORATORS for home in row.homes.split())

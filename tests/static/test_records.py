"""``bnlint.records``: dataclasses in all but the time that they take to be made."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import pytest

from bnlint.records import dataclass


@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0
    note: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass
class Counter:
    count: int = 0


@dataclass(eq=False)
class Node:
    children: list[Node] = dataclasses.field(default_factory=list)


class Other(Point):
    pass


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Point(1.0, 2.0), Point(1.0, 2.0), True),
        (Point(1.0, 2.0, "a"), Point(1.0, 2.0, "b"), True),
        (Point(1.0, 2.0), Point(1.0, 3.0), False),
        (Point(1.0), Other(1.0), False),
        (Point(1.0), (1.0, 0.0), False),
        (Number(1.0), Number(1.0), True),
        (Number(1.0), Number(2.0), False),
        (Nothing(), Nothing(), True),
        (Nothing(), Point(1.0), False),
        (Counter(1), Counter(1), True),
        (Node(), Node(), False),
        (Version(2, 15), Version(2, 15), True),
    ],
)
def test_objects_are_compared_by_their_fields(one: object, other: object, equal: bool) -> None:
    assert (one == other) is equal
    assert (one != other) is not equal


@pytest.mark.parametrize("one", [Point(1.0, 2.0), Number(1.0), Nothing(), Version(2, 15)])
def test_equal_objects_have_one_hash(one: Any) -> None:
    assert {one: "found"}[dataclasses.replace(one)] == "found"


def test_not_a_number_equals_itself_in_its_object() -> None:
    nan = float("nan")
    assert Number(nan) == Number(nan)


def test_what_can_change_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable type: 'Counter'"):
        hash(Counter())


def test_an_object_with_an_identity_is_found_again() -> None:
    node, other = Node(), Node()
    assert {node: "one", other: "other"}[node] == "one"


def test_objects_are_sorted_by_their_fields() -> None:
    assert sorted([Version(2, 15), Version(1, 15), Version(2, 4)]) == [Version(1, 15), Version(2, 4), Version(2, 15)]


def test_they_are_dataclasses() -> None:
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.asdict(Point(1.0)) == {"x": 1.0, "y": 0.0, "note": ""}
    assert dataclasses.replace(Point(1.0), y=2.0) == Point(1.0, 2.0)


@pytest.mark.parametrize("one", [Point(1.0, 2.0), Number(1.0), Nothing(), Counter(3)])
def test_they_pickle(one: object) -> None:
    assert pickle.loads(pickle.dumps(one)) == one


def test_they_show_their_fields() -> None:
    assert repr(Point(1.0)) == "Point(x=1.0, y=0.0, note='')"
    assert repr(Nothing()) == "Nothing()"


def test_objects_that_hold_each_other_are_cut_short() -> None:
    node = Node()
    node.children.append(node)
    assert repr(node) == "Node(children=[...])"


def test_an_object_has_only_its_slots() -> None:
    with pytest.raises(AttributeError):
        Number(1.0).note = ""  # type: ignore[attr-defined]


@dataclass
class Late:
    """Takes its fields when the first object is made."""

    first: int
    second: list[int] = dataclasses.field(default_factory=list)
    third: str = "c"

    def __post_init__(self) -> None:
        self.third = self.third.upper()


class Heir(Late):
    pass


def test_arguments_by_position_and_by_name() -> None:
    one, other = Heir(1), Late(2, third="d", second=[3])
    assert (one.first, one.second, one.third) == (1, [], "C")
    assert (other.first, other.second, other.third) == (2, [3], "D")
    assert Late(1).second is not Late(1).second


@pytest.mark.parametrize(
    ("arguments", "keywords", "message"),
    [((), {}, "missing 1 required"), ((1, [], "c", 4), {}, "takes from 2 to 4"), ((1,), {"fourth": 4}, "unexpected")],
)
def test_wrong_arguments_are_errors_of_python(
    arguments: tuple[Any, ...], keywords: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError, match=rf"Late.__init__\(\) .*{message}"):
        Late(*arguments, **keywords)

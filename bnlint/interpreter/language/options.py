"""What an option of the command line chooses: the layer for its default, and those for what it may say instead.

The default holds for all that a program does: how long it trains, which data it reads, which model it builds. Only of
layers, and of what makes them, each is kept (``Choice``): a program that offers ``--norm batch`` is used with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial, reduce
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.containers import choice
from bnlint.interpreter.domain.defaults import soft
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import are_settings, either, is_factory, join, layers_of, settled, settled_layers
from bnlint.interpreter.domain.values import (
    NONE,
    SWITCH,
    UNKNOWN,
    Choice,
    Const,
    Either,
    External,
    Items,
    Mapping,
    Object,
    Optional,
    TensorValue,
    Unknown,
    Unset,
    Value,
)
from bnlint.interpreter.machine import AS_BEFORE, Machine

FEW = 3
"""Layers that a function makes which only chooses one; of a network that an option chooses the default is read."""


def of_test(test: Value) -> bool:
    """Whether an option may answer a test otherwise than its default does."""
    return isinstance(test, Const) and test.instead is not None


def is_off(test: Value) -> bool:
    """Whether a switch of the command line leaves a program on the other side of a test, if nobody turns it on."""
    return isinstance(test, Const) and test.origin == SWITCH and not test.value


def switched(run: Machine, test: Value, side: bool) -> AbstractContextManager[None]:
    """Read a side of a branch for which a switch of the command line must be on, or off.

    Args:
        run: the interpreter.
        test: the value of the test: its truth while the switch is off.
        side: which side it is.
    """
    return _switched(run, test, side) if isinstance(test, Const) and test.option else AS_BEFORE


@contextmanager
def _switched(run: Machine, test: Const, side: bool) -> Iterator[None]:
    saved = run.nesting.switches
    run.nesting.switches = {**saved, test.option: side != bool(test.value)}
    try:
        yield
    finally:
        run.nesting.switches = saved


def settles(run: Machine, test: Value) -> Callable[[Any, Any], Any] | None:
    """Return what a branch settles of what only one of its sides makes: a switch is there to be turned on.

    A program that is read to its end, and asks what nobody can know, asks for an option, too: its BN layers are there
    for whoever wants them. What nobody in sight calls may never be asked for them.
    """
    if isinstance(test, Const) and test.option:
        return settled
    return settled_layers if run.read.called and (test is UNKNOWN or isinstance(test, Unset)) else None


def one_of(run: Machine, test: Value, taken: Value, left: Value) -> Value:
    """Return what ``taken if test else left`` is; BN layers that are listed or not are there for whoever asks."""
    if isinstance(test, Unset) and isinstance(left, Const) and isinstance(taken, (Unknown, External)):
        return soft(left, test.name)
    lists = [side for side in (taken, left) if isinstance(side, Items) and not side.open]
    settling = settles(run, test)
    if settling is not None and len(lists) == 2 and 0 in map(len, (each.items for each in lists)):
        items = settling(join(*(each.items for each in lists)), [])
        if not any(isinstance(item, Optional) for item in items):
            return Items(items, lists[0].kind)
    joined: Value = join(taken, left)
    return joined


def settle(run: Machine, test: Value, side: bool) -> None:
    """Take it for granted to the end of the function that a switch is on, or off: the other side has left it."""
    if isinstance(test, Const) and test.option:
        is_on = side != bool(test.value)
        run.nesting.switches = {**run.nesting.switches, **dict.fromkeys(_alike(test.option, is_on), is_on)}


def _alike(option: str, is_on: bool) -> tuple[str, ...]:
    """Return what else has the same answer: an option that is given is not None, however that is asked."""
    name, _, asked = option.partition(" ")
    if not is_on or asked not in ("", *_GIVEN):
        return (option,)
    return name, *(f"{name} {each}" for each in _GIVEN)


_GIVEN = ("Is None", "IsNot None", "Equal None", "NotEqual None")
"""How programs ask whether an option is given that is None by default."""


def answer(run: Machine, test: Value) -> bool | None:
    """Return which side of a branch is read, None for both: a branch around may have asked for the same switch."""
    if isinstance(test, Const) and test.option in run.nesting.switches:
        return bool(test.value) != run.nesting.switches[test.option]
    return choice(test)


def of_call(run: Machine, call: Call, made: Value, again: Callable[[Call], Value]) -> Value:
    """Return what a function makes for an option's default, and for what the option may be instead.

    Args:
        run: the interpreter.
        call: the call of the function.
        made: what it makes by default.
        again: runs the function for another call.
    """
    if not _chooses(made):
        return made
    given: list[tuple[int | str, Value]] = [*enumerate(call.args), *call.kwargs.items()]
    for key, value in given:
        if isinstance(value, Const) and value.instead is not None:
            others: list[Value] = [Const(other) for other in value.instead] or [UNKNOWN]
            return _with_others(run, made, [partial(again, _replaced(call, key, other)) for other in others])
    return made


def _replaced(call: Call, key: int | str, value: Value) -> Call:
    args = [value if index == key else each for index, each in enumerate(call.args)]
    kwargs = {name: value if name == key else each for name, each in call.kwargs.items()}
    return call.passing(args, kwargs, call.sites, call.open)


def of_entry(table: Mapping, key: Const, found: Value) -> Value:
    """Return the entry of a table for an option: that for its default, and those for what it may be instead."""
    if key.instead is None or not (_chooses(found) or _are_settings(found)):
        return found
    others = [table.items[other] for other in key.instead if other in table.items] or list(table.items.values())
    return _joined(found, others)


def conditional(run: Machine, test: Value, taken: Any, left: Any, frame: Frame) -> Value:
    """Evaluate ``a if option else b``.

    Args:
        run: the interpreter.
        test: the value of the test.
        taken: the side for the option's default.
        left: the other side.
        frame: the names around.
    """
    made = run.evaluate(taken, frame)
    if not of_test(test):
        return made
    if isinstance(made, Const) and not made.origin:
        default = made.with_origin("command-line default")
        others = _read(run, [lambda: run.evaluate(left, frame)])
        if made.value is not None:
            return _beside(default, others) if isinstance(test, Const) and test.option else default
        joined: Value = reduce(join, others, NONE)
        return joined if is_choice(joined) else default
    chooses = _chooses(made) or _are_settings(made)
    return _with_others(run, made, [lambda: run.evaluate(left, frame)]) if chooses else made


def _beside(number: Const, others: Sequence[Value]) -> Const:
    """Return the number for an option's default, with that for a switch which is on."""
    both = either(number, *others)
    return replace(number, beside=both.sides[-1]) if isinstance(both, Either) and len(both.sides) == 2 else number


def _with_others(run: Machine, made: Value, others: Sequence[Callable[[], Value]]) -> Value:
    return _joined(made, _read(run, others))


def _read(run: Machine, others: Sequence[Callable[[], Value]]) -> list[Value]:
    """Return what else there may be, each read as a branch that may not be taken."""
    found: list[Value] = []

    def read(other: Callable[[], Value]) -> bool:
        found.append(other())
        return True

    run.state.branches(*(partial(read, other) for other in others), fall_through=True)
    return found


def _joined(made: Value, others: Sequence[Value]) -> Value:
    as_settings = _are_settings(made)
    chosen = (other for other in others if _chooses(other) or as_settings and are_settings(other))
    beside = [other for other in chosen if _shape(other) == _shape(made)]
    joined: Value = reduce(join, [made, *beside])
    if isinstance(joined, Choice):
        return Choice(joined.options, by_default=True)
    return joined if is_choice(joined) else made


def _are_settings(value: Value) -> bool:
    """Whether a value is an object that is chosen for the settings that it keeps."""
    return isinstance(value, Object) and are_settings(value)


def _chooses(value: Value) -> bool:
    """Whether a value is one that an option chooses among others: a layer, what makes one, or a step of a graph."""
    if isinstance(value, TensorValue):
        return value.node is not None
    return isinstance(value, Choice) or is_factory(value) or (isinstance(value, Object) and layers_of(value))


def _shape(value: Value) -> tuple[int | None, ...] | None:
    return value.info.shape if isinstance(value, TensorValue) else None


def is_kept(value: Any, new: bool) -> bool:
    """Whether a value is kept that the other side of a branch has made.

    Args:
        value: that, joined with what the side for the default has made.
        new: that side has made nothing: whoever asks for a tensor that is there for another option has chosen that.
    """
    return is_choice(value) or new and isinstance(value, Optional) and isinstance(value.value, TensorValue)


def is_choice(value: Any) -> bool:
    """Whether more than the default is kept, of a value or of a list's items."""
    if isinstance(value, Optional):
        value = value.value
        return isinstance(value, Object) and layers_of(value)
    if isinstance(value, list):
        return any(isinstance(item, Optional) and is_choice(item) for item in value)
    return isinstance(value, Choice) or (isinstance(value, TensorValue) and value.node is not None)


def only_assigns(block: Any) -> bool:
    """Whether a block only gives names and attributes their values, so that it can be read beside another one.

    Or it adds to lists and models.
    """
    if type(block) is cst.If:
        return only_assigns(block.body) and (block.orelse is None or only_assigns(block.orelse))
    if type(block) is cst.Else:
        return only_assigns(block.body)
    return isinstance(block, (cst.IndentedBlock, cst.SimpleStatementSuite)) and all(map(_assigns, block.body))


def _assigns(statement: Any) -> bool:
    if type(statement) is cst.SimpleStatementLine:
        statement = statement.body[0]
    if type(statement) is cst.Expr:
        called = statement.value.func if type(statement.value) is cst.Call else None
        return type(called) is cst.Attribute and called.attr.value in _ADDS
    return isinstance(statement, (cst.Assign, cst.AnnAssign, cst.Pass, cst.Raise)) or (
        type(statement) is cst.If and only_assigns(statement)
    )


_ADDS = ("append", "add")

"""A block that a program lays out fifty times is read twice.

Deep networks are loops over one function: ``x = block(x, 64, name=f"stage1_block{i}")``. The second block of a stage
gets what the first one made; the third gets what is like that to the last detail which a rule can ask for, so it makes
what is like what the second one made. It is not read, and the second one's result stands for its own. What a rule can
report of it has been reported of the second one, at the same places.

What this forgets, of the third block and those behind it:

- how many there are, so a network that has such a block does not know all of its layers;
- the numbers in texts ("block2b_"), for those are in names;
- the numbers that count blocks, and the rates of what is dropped, which differ from block to block.

Nothing is left out where a block gets anything else than its neighbour did: another shape, another number, or another
layer before it. Where it is like one further away (the same stage of another network, the activation behind each
convolution), that one's layers are laid out again behind the tensors that it gets (``language/layouts.py``), and only
numbers in names and the like are forgotten. ``lab/shortcuts.py`` holds both against the full reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import libcst as cst

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.values import (
    Class,
    Const,
    Either,
    External,
    Function,
    Items,
    Lazy,
    Mapping,
    Module,
    ModuleValue,
    Node,
    Object,
    TensorValue,
    Text,
    Unknown,
    Value,
)
from bnlint.interpreter.language import layouts
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import names_in, nodes_in


class Got(NamedTuple):
    """What a call that lays out layers gets.

    Args:
        like: what is comparable about it.
        ends: the steps of the graph among it.
        names: the function's parameters.
        node: the syntax of the call.
        begun: what was there before.
    """

    like: Any
    ends: frozenset[int]
    names: dict[str, Value]
    node: Any
    begun: layouts.Mark


class Laid(NamedTuple):
    """The last call of a function that lays out layers.

    Args:
        got: what it got; with the steps that it made among the ends.
        made: its result.
    """

    got: Got
    made: Value


_COUNTS = re.compile(r"(?:block|layer|cell|unit|stage|stack|module|group)?_?(?:i|j|k|n|id|ids|idx|index|num|number|no)")
_RATES = re.compile(r".*(?:drop|survival|stochastic|death).*")
_DIGITS = re.compile(r"\d+[a-z]?(?![a-z])")


def got(run: Machine, function: Function, names: dict[str, Value], node: Any) -> Got | None:
    """Return what a call that lays out layers gets; None where it is none, or nothing is comparable about it.

    Args:
        run: the interpreter.
        function: what is called.
        names: its parameters.
        node: the syntax of the call.
    """
    if function.env is not None or function.owner is not None:
        return None
    if not any(type(value) is TensorValue and value.node is not None for value in names.values()):
        return None
    if not _is_plain(function):
        return None
    parts: list[Any] = []
    for name, value in names.items():
        part = _of_parameter(name, value)
        if part is None:
            return None
        parts.append(part)
    ends = list(_ends(names.values()))
    same = tuple(map(ends.index, ends))  # the same tensor twice is not two of them
    like = around(run), read_around(run, function), same, tuple(parts)
    return Got(like, frozenset(ends), names, node, layouts.mark(run))


def around(run: Machine) -> Any:
    """Return what is comparable about where the program is."""
    context, nesting = run.context, run.nesting
    modes = run.dialect, run.defaults.data_format, context.keras_depth, len(context.tapes), context.driver
    inside = nesting.muted > 0, bool(nesting.attempts), id(nesting.strategies[-1]) if nesting.strategies else 0
    return modes, inside, frozenset(nesting.switches.items())


def again(run: Machine, function: Function, got: Got) -> Value | None:
    """Return what a block makes that is like its neighbour, None where it must be read.

    Args:
        run: the interpreter.
        function: what is called.
        got: what it gets.
    """
    last: Laid | None = run.read.laid.get(id(function.node))
    if last is None:
        return None
    if last.got.like == got.like and last.got.ends >= got.ends and last.got.node is got.node:
        layouts.note_repeated(last.made)
        return last.made
    layout: layouts.Layout | None = run.read.layouts.get((id(function.node), got.like))
    if layout is None:
        return None
    made = layouts.lay_again(run, layout, got.names)
    _note(run, function, got, made)
    return made


def keep(run: Machine, function: Function, got: Got, made: Value) -> None:
    """Keep what a block has made, for its neighbours.

    Args:
        run: the interpreter.
        function: what was called.
        got: what it got.
        made: its result.
    """
    found = tensors.flat(made)
    if type(made) is Unknown or found and all(tensor.node is not None for tensor in found):
        _note(run, function, got, made)
        key = id(function.node), got.like
        if key not in run.read.layouts:
            run.read.held += [got.names, *around_now(run, function)]
            run.read.layouts[key] = layouts.layout_of(run, got.names, made, got.begun) if _is_as_before(got) else None


def _note(run: Machine, function: Function, got: Got, made: Value) -> None:
    run.read.laid[id(function.node)] = Laid(got._replace(ends=got.ends | set(_ends([made]))), made)


def _is_as_before(got: Got) -> bool:
    """Whether a function has left the lists that it got as they were."""
    if not any(isinstance(value, (Items, Mapping)) for value in got.names.values()):
        return True
    parts: tuple[Any, ...] = got.like[-1]
    return parts == tuple(_of_parameter(name, value) for name, value in got.names.items())


def _ends(values: Iterable[Value]) -> Iterator[int]:
    return (id(tensor.node) for value in values for tensor in tensors.flat(value))


def _is_plain(function: Function) -> bool:
    """Whether a function changes nothing around it."""
    return type(function.node) is cst.FunctionDef and function.module.tree.tells(function.node.body, _is_unchanging)


def _is_unchanging(body: Any) -> bool:
    return not any(type(node) in _CHANGING for node in nodes_in(body))


def read_around(run: Machine, function: Function) -> tuple[Any, ...]:
    """Return what is comparable about the names of modules that a function reads, or those that it calls."""
    return tuple(map(_of_setting, around_now(run, function)))


def around_now(run: Machine, function: Function) -> list[Value | None]:
    """Return what those names stand for now."""
    key = id(function.node)
    if key not in run.read.settings:
        run.read.settings[key] = tuple(_settings(function))
    return [module.names.get(name) for module, name in run.read.settings[key]]


def _settings(function: Function) -> Iterator[tuple[Module, str]]:
    for each in functions_in(function):
        for name in _names_in(each):
            value = each.module.names.get(name)
            if value is not None and not isinstance(value, (Function, *_LASTING)):
                yield each.module, name


def _names_in(function: Function) -> set[str]:
    return function.module.tree.tells(function.node.body, names_in)


def functions_in(function: Function) -> Iterator[Function]:
    """Yield a function, and those of modules that it names, and so on."""
    waiting, seen = [function], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each.node) in seen:
            continue
        seen.add(id(each.node))
        yield each
        named = map(each.module.names.get, _names_in(each))
        waiting += [value for value in named if isinstance(value, Function)]


_LASTING = (Class, External, Lazy, ModuleValue)
"""What the names of a module hold that nobody changes, as a rule."""


def _of_setting(value: Value | None) -> Any:
    if isinstance(value, Object) and value.layer is None:
        return id(value), tuple((name, _of(each)) for name, each in value.attrs.items() if isinstance(each, Const))
    made = _of(value) if value is not None else None
    return made if made is not None else id(value)


_CHANGING = (cst.Global, cst.Nonlocal, cst.Yield)


def _of_parameter(name: str, value: Value) -> Any:
    if type(value) is Const and type(value.value) in (int, float):
        if type(value.value) is int and value.value > 1 and _counts(name):
            return name
        if 0 < value.value < 1 and is_rate(name):
            return name
    return _of(value)


@lru_cache(1_000)
def _counts(name: str) -> bool:
    return _COUNTS.fullmatch(name) is not None


@lru_cache(1_000)
def is_rate(name: str) -> bool:
    """Whether a name speaks of how often something is dropped."""
    return _RATES.fullmatch(name) is not None


def _of(value: Value) -> Any:
    """Return what is comparable about a value, None for nothing."""
    made = _PARTS.get(type(value))
    return made(value) if made is not None else None


def _constant(value: Const) -> Any:
    if isinstance(value.value, str):
        return "text", _DIGITS.sub("0", value.value)
    return type(value.value), value.value


def _partly_known(value: Text) -> Any:
    return "text", tuple(part and _DIGITS.sub("0", part) for part in value.parts)


def _tensor(value: TensorValue) -> Any:
    info = value.info
    before = _kind_before(value.node) if value.node is not None else None
    direct = info.direct.class_name if info.direct is not None else ""
    dropped = info.dropped is not None
    return (
        "tensor",
        info.kind,
        info.shape,
        info.batch,
        info.layout,
        direct,
        dropped,
        info.producers is None,
        info.part,
        info.per_replica,
        before,
    )


def _kind_before(node: Node) -> Any:
    if node.obj is None or node.obj.layer is None:
        return None
    return node.obj.layer.class_name, node.obj.kind


def _several(value: Items) -> Any:
    parts = tuple(map(_of, value.items))
    return None if value.open or None in parts else (value.kind, parts)


def _by_name(value: Mapping) -> Any:
    parts = tuple((name, _of_parameter(str(name), inner)) for name, inner in value.items.items())
    return None if value.open or any(part is None for _, part in parts) else parts


def of_either(value: Either) -> Any:
    """Return what is comparable about a number that is one of some, with the places where those are written."""
    return "either", tuple((type(side.value), side.value, side.origin, *_places(side)) for side in value.sides)


def _places(value: Const) -> Iterator[int]:
    return (id(site.node) if site is not None else 0 for site in (value.given_at, value.written))


def _same(value: Value) -> Any:
    return "itself", id(value)


def _nothing_known(value: Value) -> Any:
    return "unknown"


_PARTS: dict[type, Any] = {
    Const: _constant,
    Either: of_either,
    TensorValue: _tensor,
    Items: _several,
    Mapping: _by_name,
    Function: _same,
    Class: _same,
    External: lambda value: ("external", value.name),
    Module: _same,
    Text: _partly_known,
    Unknown: _nothing_known,
}

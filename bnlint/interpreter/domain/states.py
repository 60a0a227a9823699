"""The moving statistics that stateless calls return, and where a program leaves them.

``y, state = model.stateless_call(weights, state, x, training=True)`` moves nothing in the model: what the batch made of
the statistics is in the second value alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import bnlint.events as ev
from bnlint.interpreter.domain.values import (
    Bound,
    Choice,
    Class,
    Const,
    Items,
    Mapping,
    Method,
    Object,
    Optional,
    Partial,
    Statistics,
    Super,
    TensorValue,
    Value,
)

_DEEP = 4
"""Containers in which states are looked for."""

_MOST = 1000
"""Values that are looked through for what somebody unknown gets with an object."""


def states_in(value: Value | None, depth: int = 0) -> Iterator[ev.StateReturned]:
    """Yield the returned states that a value holds."""
    if isinstance(value, Statistics):
        yield from value.states
    elif isinstance(value, Optional):
        yield from states_in(value.value, depth)
    elif isinstance(value, (Items, Mapping)) and depth < _DEEP:
        inside = (*value.items, value.element) if isinstance(value, Items) else value.items.values()
        for item in inside:
            yield from states_in(item, depth + 1)


def is_own(value: Value | None, layer: Object) -> bool:
    """Whether a value is the statistics that are in a layer, one or a list of them."""
    if isinstance(value, Items):
        items = [*value.items, *([value.element] if value.open else [])]
        return bool(items) and all(is_own(item, layer) for item in items)
    return isinstance(value, Statistics) and layer in value.owners and not value.states


def are_own(value: Value | None, owners: tuple[Object, ...]) -> bool:
    """Whether statistics are those of some layers, or what their own calls have made of them: they learn so."""
    return isinstance(value, Statistics) and value.owners == owners


def carry(value: Value | None) -> None:
    """Note that what a value holds goes into another stateless call."""
    for state in states_in(value):
        state.carried = True


def write(value: Value | None) -> None:
    """Note that what a value holds is put into the layers."""
    for state in states_in(value):
        state.written = True


def escape(value: Value | None) -> None:
    """Note that somebody unknown gets what a value holds, in the attributes of the program's own objects too."""
    waiting, seen = [value], set[int]()
    while waiting and len(seen) < _MOST:
        each = waiting.pop()
        if isinstance(each, Statistics):
            for state in each.states:
                state.escaped = True
        elif each is not None and id(each) not in seen:
            seen.add(id(each))
            waiting.extend(_within(each))


def made(result: Value, *given: Value) -> None:
    """Note that nobody knows any more where the states are that went into an operation, unless they are in its result.

    Args:
        result: what came out; a number that is worked out from a state is no state.
        given: what went in.
    """
    if isinstance(result, (Const, TensorValue)):
        return
    kept = {id(state) for state in states_in(result)}
    for value in given:
        for state in states_in(value):
            state.escaped = state.escaped or id(state) not in kept


def lose(value: Value) -> None:
    """Note that an object of the program's can no longer be told from another one."""
    if isinstance(value, Object):
        for kept in value.attrs.values():
            for state in states_in(kept):
                state.escaped = True


def _within(value: Value) -> Iterable[Value]:
    """Return what one gets at with a value."""
    found: tuple[Value, ...] = ()
    if isinstance(value, Items):
        found = (*value.items, value.element)
    elif isinstance(value, Mapping):
        found = tuple(value.items.values())
    elif isinstance(value, Choice):
        found = value.options
    elif isinstance(value, Optional):
        found = (value.value,)
    elif isinstance(value, Class) or isinstance(value, Object) and value.layer is None:
        found = tuple(value.attrs.values())
    elif isinstance(value, (Bound, Method, Super)):
        found = (value.instance,)
    elif isinstance(value, Partial):
        found = (value.function, *value.args, *value.kwargs.values())
    return found


def keeps(owner: Value) -> bool:
    """Whether all that can be done to the attributes of an object is in the program, or shows where it is handed on."""
    if isinstance(owner, Object):
        return owner.layer is None and owner.cls is not None and owner.cls.kind == "plain" and not owner.known.overlaid
    return isinstance(owner, Class) and owner.kind == "plain" or isinstance(owner, Mapping) and owner.namespace


def settle(testimony: ev.Testimony) -> None:
    """Note, when a program has been read to its end, which states have neither been put into the layers nor left it."""
    for event in testimony.events:
        if isinstance(event, ev.StateReturned) and not (event.written or event.escaped):
            event.kept_until = len(testimony.events)


def drop(value: Value | None, site: ev.Site) -> None:
    """Note that nobody reads what a value holds from here on.

    Args:
        value: what is let go.
        site: where.
    """
    for state in states_in(value):
        state.dropped = state.dropped or site

"""The moving statistics that stateless calls return, and where a program leaves them.

``y, state = model.stateless_call(weights, state, x, training=True)`` moves nothing in the model: what the batch made of
the statistics is in the second value alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import bnlint.events as ev
from bnlint.interpreter.domain.values import Items, Mapping, Optional, Statistics, Value

_DEEP = 4
"""Containers in which states are looked for."""


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


def carry(value: Value | None) -> None:
    """Note that what a value holds goes into another stateless call."""
    for state in states_in(value):
        state.carried = True


def write(value: Value | None) -> None:
    """Note that what a value holds is put into the layers."""
    for state in states_in(value):
        state.written = True


def escape(value: Value | None) -> None:
    """Note that somebody unknown gets what a value holds."""
    for state in states_in(value):
        state.escaped = True


def drop(value: Value | None, site: ev.Site) -> None:
    """Note that nobody reads what a value holds from here on.

    Args:
        value: what is let go.
        site: where.
    """
    for state in states_in(value):
        state.dropped = state.dropped or site

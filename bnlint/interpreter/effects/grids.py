"""Settings that a program tries one after the other: all combinations, or some by chance."""

from __future__ import annotations

from itertools import product
from math import prod

from bnlint.interpreter.domain.containers import any_of, is_grown, sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, External, Items, Mapping, Span, Value
from bnlint.interpreter.language.searched import between
from bnlint.interpreter.machine import Machine

_MAX_ROWS = 40
"""Combinations that are kept apart."""


def combined(run: Machine, call: Call) -> Value:
    """``itertools.product(a, b)``."""
    times = call.kwargs.get("repeat", Const(1))
    if call.open or not isinstance(times, Const) or type(times.value) is not int:
        return Items([], "list", True)
    rows = _rows(call.args * min(times.value, _MAX_ROWS))
    return Items([Items(row, "tuple") for row in rows[0]], "list", not rows[1], Items(rows[2], "tuple"))


def settings(run: Machine, call: Call) -> Value:
    """``sklearn.model_selection.ParameterGrid(param_grid)``: a dict for each combination."""
    given = call.get(0, "param_grid") or UNKNOWN
    grids = [given] if isinstance(given, Mapping) else sequence(given) or [UNKNOWN]
    parts = [_settings(grid) for grid in grids]
    if len(parts) == 1:
        return parts[0]
    tables = [table for part in parts for table in part.items]
    return Items(tables, "list", any(part.open for part in parts))


def _settings(grid: Value) -> Items:
    if not isinstance(grid, Mapping) or grid.open or grid.namespace:
        return Items([], "list", True)
    rows, complete, any_row = _rows(list(grid.items.values()))
    tables: list[Value] = [Mapping(dict(zip(grid.items, row, strict=True))) for row in rows]
    return Items(tables, "list", not complete, Mapping(dict(zip(grid.items, any_row, strict=True))))


def _rows(columns: list[Value]) -> tuple[list[list[Value]], bool, list[Value]]:
    """Return the combinations of what some lists hold, whether these are all, and what is known of any of them."""
    known = [sequence(column) if not is_grown(column) else None for column in columns]
    lists = [_searched(items) for items in known if items is not None]
    any_row = [span(column) or any_of(column) for column in columns]
    if len(lists) < len(known) or prod(map(len, lists)) > _MAX_ROWS:
        return [], False, any_row
    return [list(row) for row in product(*lists)], True, any_row


def _searched(items: list[Value]) -> list[Value]:
    """Return what of a list is tried: of fractions is known between which others each one lies."""
    found = span(Items(items))
    return items if found is None else [found] * len(items)


def span(value: Value) -> Span | None:
    """Return between which fractions each item of a list lies, None for a list of anything else."""
    items = sequence(value) or []
    fractions = any(isinstance(item, Const) and type(item.value) is float for item in items)
    return between(items) if len(items) > 1 and fractions else None


def drawn_between(run: Machine, call: Call) -> Value:
    """``random.uniform(a, b)``."""
    return between([call.role("low") or UNKNOWN, call.role("high") or UNKNOWN]) or UNKNOWN


def source(run: Machine, call: Call) -> Value:
    """``random.Random(seed)``: its methods are the module's functions."""
    return External("random")

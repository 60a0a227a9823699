"""Methods of data sets: how many rows a batch has, and what one holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, Dataset, Items, Method, PerReplica, Value, flag_of
from bnlint.interpreter.language import calling, unknown
from bnlint.interpreter.machine import Machine


def batch(run: Machine, value: Dataset, call: Call) -> Dataset:
    """``dataset.batch(n, drop_remainder)``."""
    return _batched(run, value, call.role("batch_size"), call.role_written("batch_size"), call)


def batch_by_length(run: Machine, value: Dataset, call: Call) -> Dataset:
    """``dataset.bucket_by_sequence_length(length, boundaries, batch_sizes)``: batches for each range of lengths."""
    sizes = sequence(call.role("batch_sizes") or UNKNOWN) or [UNKNOWN]
    size = sizes[0] if all(each == sizes[0] for each in sizes) else UNKNOWN
    return _batched(run, value, size, call.role_written("batch_sizes"), call)


def _batched(run: Machine, value: Dataset, size: Value | None, argument: Any, call: Call) -> Dataset:
    site = run.site(call.frame, argument if argument is not None else call.node)
    drop_value = call.role("drop_remainder")
    drop = isinstance(drop_value, Const) and bool(drop_value.value)
    rows = value.size if drop_value is None or isinstance(drop_value, Const) else None
    per_replica = size.factor if isinstance(size, PerReplica) else None
    made = flag_of(size, site) if isinstance(size, Const) else ev.Arg(None, False, site)
    if isinstance(size, PerReplica) and size.strategy.replicas is not None:
        made = ev.Arg(size.factor * size.strategy.replicas, True, site)
    if rows == 1 and not (drop or value.repeated or value.batched):
        made = ev.Arg(1, True, site)
    count = made.value if made.known and isinstance(made.value, int) else None
    element = value.element
    inside = UNKNOWN if element is UNKNOWN else tensors.with_batch(element, count, site, per_replica)
    if value.batched:
        return Dataset(UNKNOWN, ev.Arg(None, False, site), rows, True, drop, None)
    if element is UNKNOWN and per_replica is not None:
        inside = tensors.concrete(None, batch=count, batch_site=site, per_replica=per_replica)
    return Dataset(inside, made, rows, True, drop, per_replica, value.repeated)


def mapped(run: Machine, value: Dataset, call: Call) -> Dataset:
    """``dataset.map(function)``."""
    function = call.role("map_func")
    element = tensors.dataset_element(value)
    handed = element.items if isinstance(element, Items) and element.kind == "tuple" else [element]
    inner = call.passing(list(handed)) if value.element is not UNKNOWN else call.passing(open=True)
    result: Value = UNKNOWN
    if function is not None and not isinstance(function, Method):
        with run.elsewhere():
            result = calling.call_value(run, function, inner)
    if not tensors.flat(result):
        batch = value.batch.value if value.batch.known else None
        unknown = tensors.concrete(None, batch=batch, batch_site=value.batch.site, per_replica=value.per_replica)
        result = unknown if value.batched else UNKNOWN
    return replace(value, element=result)


def same_data(run: Machine, value: Dataset, call: Call) -> Value:
    """A method after which the batches are what they were."""
    return value


def repeat(run: Machine, value: Dataset, call: Call) -> Value:
    """``dataset.repeat(count)``."""
    count = call.role("count")
    if isinstance(count, Const) and isinstance(count.value, int) and count.value > 0:
        if value.batched:
            return replace(value, rounds=value.rounds * count.value)
        return replace(value, size=None if value.size is None else value.size * count.value)
    return replace(value, repeated=True, size=None)


def taken(run: Machine, value: Dataset, call: Call) -> Value:
    """``dataset.take(count)``: of batches so many of them, of examples so many rows."""
    count = call.role("count")
    batch = value.batch.value if value.batched and value.batch.known else 1
    if not isinstance(count, Const) or type(count.value) is not int or count.value < 0 or not isinstance(batch, int):
        return some_rows(run, value, call)
    if value.rounds > 1 or value.size is None and not value.repeated:
        return some_rows(run, value, call)
    rows = count.value * batch
    return replace(value, size=rows if value.size is None else min(value.size, rows), repeated=False)


def some_rows(run: Machine, value: Dataset, call: Call) -> Value:
    """``skip``, ``filter`` and their kin: nobody knows how many rows are left."""
    return replace(value, size=None)


def unbatch(run: Machine, value: Dataset, call: Call) -> Value:
    """``dataset.unbatch()``."""
    size = None if value.size is None or value.drop else value.size * value.rounds
    return Dataset(tensors.rows(value.element), size=size, repeated=value.repeated)


def enumerated(run: Machine, value: Dataset, call: Call) -> Value:
    """``dataset.enumerate()``."""
    return replace(value, element=Items([UNKNOWN, tensors.dataset_element(value)], "tuple"))


def next_element(run: Machine, value: Dataset, call: Call) -> Value:
    """``iterator.get_next()``."""
    return tensors.dataset_element(value)


def nothing_known(run: Machine, value: Dataset, call: Call) -> Value:
    """A question whose answer is not worked out."""
    return UNKNOWN


def not_understood(run: Machine, value: Dataset, call: Call) -> Value:
    """A method that may do anything to the batches."""
    unknown.run_callbacks(run, call)
    return Dataset(batched=False)

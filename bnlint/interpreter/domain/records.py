"""What PyTorch keeps of calls: which tensors come from them, however many functions they have gone through.

And gradients: what is calculated from them is known as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.values import UNKNOWN, TensorValue, Value


def records_of(values: Iterable[Value]) -> frozenset[ev.Tape]:
    """Return the records of calls that values come from."""
    found = tensors.made_of(tensor for value in values for tensor in tensors.flat(value))
    return frozenset(each for each in found if isinstance(each, ev.Tape) and each.kind == "graph")


def recorded(value: Value, records: frozenset[ev.Tape]) -> Value:
    """Return a value that comes from recorded calls."""
    if value is UNKNOWN:
        return TensorValue(ev.Tensor(made_of=frozenset(records)))
    return tensors.each(
        value,
        lambda tensor: TensorValue(replace(tensor.info, made_of=tensor.info.made_of | records), tensor.node),
        lambda other: other,
    )


def cut_off(value: TensorValue) -> TensorValue:
    """Return a tensor of which no way leads back (``detach``)."""
    kept = frozenset(each for each in value.info.made_of if not (isinstance(each, ev.Tape) and each.kind == "graph"))
    return TensorValue(replace(value.info, made_of=kept), value.node)


def gradients_in(values: Iterable[Value]) -> frozenset[ev.Tape]:
    """Return what made the gradients that values are, hold, or are calculated from."""
    found = tensors.made_of(tensor for value in values for tensor in tensors.flat(value))
    return frozenset(each for each in found if isinstance(each, ev.Tape) and each.kind != "graph")


def gradient(tape: ev.Tape) -> TensorValue:
    """Return one of the gradients that a tape gives."""
    return TensorValue(ev.Tensor(made_of=frozenset((tape,))))

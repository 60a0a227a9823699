"""What ``tensor[...]`` cuts out, and what it says of the batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.tensors import Shape
from bnlint.interpreter.domain.values import Const, External, Items, Slice, TensorValue, Value
from bnlint.libraries.habits import NEW_AXIS


def is_newaxis(value: Value) -> bool:
    """Whether an index is ``None`` or ``np.newaxis``."""
    return (isinstance(value, Const) and value.value is None) or (
        isinstance(value, External) and value.name.rpartition(".")[2] == NEW_AXIS
    )


def known_slice(item: Slice) -> slice | None:
    """Return a slice whose ends are known, None for others and for one that raises."""
    ends = (item.lower, item.upper, item.step)
    if not all(map(_is_known_end, ends)):
        return None
    lower, upper, step = (end.value if isinstance(end, Const) else None for end in ends)
    return None if step == 0 else slice(lower, upper, step)


def _is_known_end(end: Value | None) -> bool:
    return end is None or (isinstance(end, Const) and (end.value is None or isinstance(end.value, int)))


def index(value: TensorValue, indices: Sequence[Value], site: ev.Site) -> TensorValue:
    """Return ``value[indices]``; a row cut out or a new axis in front decides a batch of one."""
    if len(indices) == 1 and isinstance(indices[0], Items) and indices[0].kind == "tuple":
        indices = indices[0].items
    cut = _Cut(value.info, indices, site)
    for position, item in enumerate(indices):
        _step_for(item)(cut, item, position == 0)
    return TensorValue(cut.result(value.info), value.node)


class _Cut:
    """What the indices so far have cut out of a tensor.

    Args:
        info: the tensor.
        indices: all of them.
        site: where they are written.
    """

    def __init__(self, info: ev.Tensor, indices: Sequence[Value], site: ev.Site) -> None:
        ellipses = sum(1 for item in indices if _is_ellipsis(item))
        self.taken = sum(1 for item in indices if not is_newaxis(item)) - ellipses
        """Axes that the indices speak of one by one."""
        possible = info.shape is not None and self.taken <= len(info.shape) and ellipses <= 1  # else the program raises
        self.shape: Shape | None = info.shape if possible else None
        self.site = site
        self.axis = 0
        """The next axis of the tensor."""
        self.out: list[int | None] = []
        self.known = possible
        self.batch_site = info.batch_site
        self.is_one = False
        """The first axis is of length one because of an index."""
        self.part = info.part
        """It is one of the parts that rows are cut into, one after the other."""

    def size(self) -> int | None:
        """Return the length of the next axis."""
        return self.shape[self.axis] if self.shape is not None and self.axis < len(self.shape) else None

    def decide(self, length: int | None) -> None:
        """The first index leaves an axis of this length."""
        self.is_one = length == 1
        self.batch_site = self.site if self.is_one else None

    def result(self, info: ev.Tensor) -> ev.Tensor:
        """Return the tensor with what is left of its axes."""
        out = [*self.out, *self.shape[self.axis :]] if self.known and self.shape is not None else []
        return replace(
            info,
            shape=tuple(out) if self.known else None,
            batch=1 if self.is_one else out[0] if out else None,
            batch_site=self.batch_site,
            direct=None,
            part=self.part,
        )


def _is_ellipsis(item: Value) -> bool:
    return isinstance(item, Const) and item.value is ...


def _is_truth(item: Value) -> bool:
    return isinstance(item, Const) and isinstance(item.value, bool)


_Step = Callable[[_Cut, Any, bool], None]
"""Takes one index, given whether it is the first."""


def _step_for(item: Value) -> _Step:
    """Return what an index does."""
    if isinstance(item, Slice):
        return _slice
    if is_newaxis(item):
        return _new_axis
    if isinstance(item, Const):
        return _rest if item.value is ... else _entry if isinstance(item.value, int) else _anything
    if isinstance(item, TensorValue) and item.info.truths:
        return _anything
    if isinstance(item, TensorValue) and item.info.shape == ():
        return _entry
    if isinstance(item, TensorValue) and item.info.shape is not None and len(item.info.shape) == 1:
        return _chosen
    if isinstance(item, Items) and item.counted and not any(_is_truth(i) for i in item.items):
        return _entries
    return _anything


def _rest(cut: _Cut, item: Value, first: bool) -> None:
    """``...``: all axes that no index behind it speaks of."""
    if cut.shape is None:
        cut.known = False
        cut.out.append(None)  # as a rule it has axes, the batch in front
        return
    end = len(cut.shape) - (cut.taken - cut.axis)
    cut.out.extend(cut.shape[cut.axis : end])
    cut.axis = end


def _new_axis(cut: _Cut, item: Value, first: bool) -> None:
    if first or not cut.out:
        cut.decide(1)
    cut.out.append(1)


def _slice(cut: _Cut, item: Slice, first: bool) -> None:
    size = cut.size()
    taken = known_slice(item)
    length = _slice_length(taken, size)
    if taken is None and item.width is not None:
        length = item.width if size is None else min(item.width, size)
    if first and (length != size or _slice_length(taken, None) == 1):
        cut.decide(length)
    if first and taken is None and length != size:
        cut.part = True
    cut.out.append(length)
    cut.axis += 1


def _slice_length(taken: slice | None, size: int | None) -> int | None:
    if taken is None or taken == slice(None):
        return size if taken is not None else None
    if size is not None:
        return len(range(*taken.indices(size)))
    lower = taken.start or 0
    one = taken.stop is not None and taken.stop - lower == 1 and lower >= 0 and taken.step in (None, 1)
    return 1 if one else None


def _entry(cut: _Cut, item: Value, first: bool) -> None:
    if first:
        cut.batch_site = None
    cut.axis += 1


def _entries(cut: _Cut, item: Items, first: bool) -> None:
    if first:
        cut.decide(len(item.items))
    cut.out.append(len(item.items))
    cut.axis += 1


def _chosen(cut: _Cut, item: TensorValue, first: bool) -> None:
    """An array of numbers, drawn at random as a rule; of truths, one for each entry, nobody knows how many are true."""
    count, size = (item.info.shape or (None,))[0], cut.size()
    if count is None or not first or size is not None and count >= size:
        _anything(cut, item, first)
        return
    cut.decide(count)
    cut.part = True
    cut.out.append(count)
    cut.axis += 1


def _anything(cut: _Cut, item: Value, first: bool) -> None:
    if first:
        cut.batch_site = None
    cut.known = False
    if isinstance(item, TensorValue) and item.info.shape:
        cut.out.append(None)
    cut.axis += 1

"""Freezing: ``layer.trainable = False``, for one layer or those that a loop selects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import bnlint.events as ev
from bnlint.interpreter.domain.containers import selected
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.keras_objects import children, give_statistics, own_trainable, refresh, walk
from bnlint.interpreter.domain.values import UNKNOWN, Const, Numbered, Object, Selection, Value
from bnlint.interpreter.keras import settings
from bnlint.interpreter.machine import Machine
from bnlint.libraries.keras_models import SETTINGS, STATISTICS


def set_selected(run: Machine, layers: Selection, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Set ``trainable`` on layers of a model that a loop selects: all, the BN layers, the others, or who knows."""
    if name in SETTINGS:
        settings.set_selected(run, layers, name, value, frame, node)
    if name in STATISTICS and layers.which != "others":
        give_statistics(layers.model)
    if name != "trainable":
        return
    if isinstance(value, Numbered) and value.layer is layers:
        for numbers, answer in ((value.false, False), (value.true, True)):
            stretch = selected(layers, numbers)
            assert isinstance(stretch, Selection)
            set_selected(run, stretch, name, Const(answer), frame, node)
        return
    model, which = layers.model, layers.which
    in_branch = bool(run.nesting.loop_depths) and run.in_branch()
    if which == "some" and not in_branch:
        for child, _ in children(model):  # the model's own ``trainable`` stays what it is
            set_trainable(run, child, value, frame, node)
    elif which == "norms" and not in_branch:
        for inner, _ in walk(model):
            if inner.layer is not None and inner.layer.is_bn:
                set_trainable(run, inner, value, frame, node)
    elif which != "others":
        part: Part = "some" if in_branch else "stretch" if which == "stretch" else "slice"
        set_trainable(run, model, value, frame, node, part)


Part = Literal["all", "some", "slice", "stretch"]
"""Which layers of a model are meant: unknown ones ("some"), some for certain ("slice"), some that hold BN layers of a
library network for certain ("stretch")."""


def set_trainable(run: Machine, owner: Object, value: Value, frame: Frame, node: Any, part: Part = "all") -> None:
    """Set ``trainable`` on a layer and everything inside it, as Keras does.

    Args:
        part: which layers inside are meant. Of "some" nobody knows what they are afterwards; of the BN layers inside a
            library model some are trainable after a "slice", if either those or the others are.
    """
    assert owner.layer is not None
    known = bool(value.value) if isinstance(value, Const) else None
    partly = part != "all"
    told = [inner for inner, _ in walk(owner) if inner is not owner] if partly else list(_reached(run, owner, value))
    if not told and not partly:
        return
    for inner in told:
        run.state.store(inner.attrs, "trainable", _afterwards(inner, known, part))
    refresh(owner)
    run.emit(
        ev.TrainableSet(
            run.site(frame, node),
            owner.layer,
            None if partly else known,
            certain=run.state.depth == 0 and not partly,
            fitting=run.defaults.fitting,
            of_some=known if part == "stretch" else None,
        )
    )


def _afterwards(inner: Object, known: bool | None, part: Part) -> Value:
    """Return what ``trainable`` of a layer may be afterwards; see ``set_trainable``."""
    old = own_trainable(inner)
    unchanged = isinstance(old, Const) and known is not None and bool(old.value) == known
    new: Value = UNKNOWN if (part != "all" and not unchanged) or known is None else Const(known)
    either = known or (isinstance(old, Const) and bool(old.value))
    if part in ("slice", "stretch") and inner.layer is not None and inner.layer.opaque and either:
        return new if known is None else Const(True)
    return new


def _reached(run: Machine, owner: Object, value: Value) -> Iterator[Object]:
    """Yield the layers that an assignment to a layer's ``trainable`` reaches: itself and what is inside it.

    On TensorFlow, Keras 3 drops the assignment of the very value that an attribute has, so that a layer which was
    frozen by itself stays so (measured; ``KerasAutoTrackable.__setattr__``).
    """
    seen, left = set[int](), [owner]
    while left:
        current = left.pop()
        if id(current) in seen or _is_dropped(run, current, value):
            continue
        seen.add(id(current))
        yield current
        left.extend(child for child, _ in children(current))


def _is_dropped(run: Machine, owner: Object, value: Value) -> bool:
    if run.dialect != 3 or not isinstance(value, Const) or not isinstance(value.value, bool):
        return False
    old = own_trainable(owner)
    return isinstance(old, Const) and old.value is value.value and run.backend == "tensorflow"

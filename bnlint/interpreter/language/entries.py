"""``container[key]`` as a target: entries are written and deleted, where the key is not known any of them may be."""

from __future__ import annotations

from typing import Any, TypeGuard

import libcst as cst

from bnlint.interpreter.domain.containers import UNNAMED, content
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.joining import doubtful, unsettled
from bnlint.interpreter.domain.values import (
    MAX_SIZE,
    UNKNOWN,
    Beginnings,
    Class,
    Const,
    Items,
    Mapping,
    Member,
    Object,
    Value,
    Weight,
    size_of,
)
from bnlint.interpreter.machine import Machine


def write(run: Machine, target: Any, value: Value, frame: Frame) -> None:
    """Run ``container[key] = value``."""
    owner, key = _entry(run, target, frame)
    if isinstance(owner, Items):
        _replace_item(run, owner, key, [value])
    elif isinstance(owner, Beginnings):
        owner.changed = True
    elif isinstance(owner, Mapping):
        if _is_key(key):
            put(run, owner, key.value, value)
            owner.sites[key.value] = run.site(frame, target)
        else:
            unsettle(run, owner)
            if isinstance(value, Weight) or isinstance(value, Object) and value.layer is not None:
                put(run, owner, f"{UNNAMED}{len(owner.items)}", value)  # whatever its name is, it is one of them


def put(run: Machine, mapping: Mapping, key: Any, value: Value) -> None:
    """Write one entry, unless the dict gets too large."""
    size = mapping.size + size_of(value)
    if size > MAX_SIZE:
        unsettle(run, mapping)
    else:
        mapping.size = size
        run.state.store(mapping.items, key, value)


def delete(run: Machine, target: Any, frame: Frame) -> None:
    """Run ``del container[key]``."""
    owner, key = _entry(run, target, frame)
    if isinstance(owner, Mapping):
        forget(run, owner, key)
    elif isinstance(owner, Items):
        _replace_item(run, owner, key, [])


def forget(run: Machine, mapping: Mapping, key: Value) -> None:
    """Run ``del mapping[key]``."""
    if _is_key(key):
        run.state.remove(mapping.items, key.value)
    else:
        unsettle(run, mapping)


def unsettle(run: Machine, mapping: Mapping, by_caller: bool = False) -> None:
    """Something unknown was written into a dict; ``by_caller`` as in ``joining.unsettled``."""
    for key, value in mapping.items.items():
        run.state.store(mapping.items, key, unsettled(value, by_caller))
    mapping.open = True
    mapping.overlaid = mapping.overlaid or not by_caller
    if mapping.of is not None:
        mapping.of.known.overlaid = True


def unsettle_attributes(run: Machine, owner: Value) -> None:
    """Something unknown was written into an attribute that nobody knows: numbers may be others."""
    if isinstance(owner, Mapping) and owner.namespace:
        unsettle(run, owner)
    elif isinstance(owner, Object) and owner.layer is None:
        owner.known.overlaid = True
        for name, value in owner.attrs.items():
            if isinstance(value, Const):
                run.state.store(owner.attrs, name, UNKNOWN)


def of_attributes(owner: Value) -> Mapping | None:
    """Return ``vars(owner)``, through which a program changes the attributes; None where nothing is known of it."""
    if isinstance(owner, Mapping) and owner.namespace:
        made = Mapping({}, True)
        made.items = owner.items
        return made
    if isinstance(owner, Object) and (owner.layer is None or owner.cls is not None):
        return Mapping(owner.attrs, True, of=owner)
    if isinstance(owner, Class):
        return Mapping(owner.attrs, True)
    return None


def _is_key(key: Value) -> TypeGuard[Const]:
    return isinstance(key, Const) and isinstance(key.value, (str, int, bool, Member))


def _entry(run: Machine, target: Any, frame: Frame) -> tuple[Value, Value]:
    """Return the container and the key of ``container[key]``; slices and tuples are keys that are not known."""
    owner = content(run.evaluate(target.value, frame))
    single = len(target.slice) == 1 and type(target.slice[0].slice) is cst.Index
    return owner, run.evaluate(target.slice[0].slice.value, frame) if single else UNKNOWN


def _replace_item(run: Machine, owner: Items, key: Value, new: list[Value]) -> None:
    """Put values in the place of an item."""
    at = _position(owner, key)
    if at is None:
        run.state.replace(owner, [doubtful(item) for item in owner.items])
        owner.open = True
    else:
        run.state.replace(owner, [*owner.items[:at], *new, *owner.items[at + 1 :]])


def _position(items: Items, key: Value) -> int | None:
    """Return the index of the item that a key means, None where that is not known."""
    if not isinstance(key, Const) or type(key.value) is not int:
        return None
    if not -len(items.items) <= key.value < len(items.items) or (key.value < 0 and items.open):
        return None
    return key.value % len(items.items)

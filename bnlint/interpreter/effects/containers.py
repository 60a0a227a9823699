"""Methods of lists, sets, dicts and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bnlint.interpreter.domain import partly, releases, tensors
from bnlint.interpreter.domain.containers import distinct, element_of, is_printable, one_of, sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.joining import doubtful
from bnlint.interpreter.domain.values import (
    MAX_TEXT,
    NONE,
    UNKNOWN,
    UPDATE_OPS,
    Const,
    Items,
    Mapping,
    Member,
    Optional,
    TensorValue,
    Text,
    Value,
    Variables,
)
from bnlint.interpreter.language import entries
from bnlint.interpreter.machine import Machine
from bnlint.patterns import pattern

# -- lists and sets --------------------------------------------------------------------------------------------------


def append(run: Machine, value: Items, call: Call) -> Value:
    """``list.append(item)``."""
    first = call.role("item")
    if first is None:
        return _unclear(run, value)
    run.state.append(value, first)
    return NONE


def append_in_front(run: Machine, value: Items, call: Call) -> Value:
    """``deque.appendleft(item)``."""
    first = call.role("item")
    if first is None:
        return _unclear(run, value)
    run.state.replace(value, [first, *value.items])
    return NONE


def insert(run: Machine, value: Items, call: Call) -> Value:
    """``list.insert(index, item)``."""
    if len(call.args) < 2:
        return _unclear(run, value)
    at, new = call.args[:2]
    content = list(value.items)
    if isinstance(at, Const) and type(at.value) is int and (0 <= at.value <= len(content) or not value.open):
        content.insert(at.value, new)
        run.state.replace(value, content)
    else:
        stir(run, value, [new])
    return NONE


def extend(run: Machine, value: Items, call: Call) -> Value:
    """``list.extend(items)``."""
    first = call.role("items")
    if first is None:
        return _unclear(run, value)
    several = isinstance(first, Variables) or first == UPDATE_OPS
    more: list[Value] | None = [first] if several else sequence(first)
    if more is None:
        run.state.replace(value, value.items + _some_of(first))
        value.open = True
    else:
        run.state.replace(value, value.items + more)
        value.open = value.open or several
    return NONE


def _some_of(value: Value) -> list[Value]:
    """Return what is known of the parts of something of unknown length: a row of a tensor stands for all."""
    if isinstance(value, TensorValue):
        return [tensors.row(value)]
    return value.items if isinstance(value, Items) else []


def take_out(run: Machine, value: Items, call: Call) -> Value:
    """``list.pop(index)``."""
    if not value.items or value.open:
        return element_of(value)
    index = call.args[0].value if call.args and isinstance(call.args[0], Const) else -1
    if isinstance(index, int) and -len(value.items) <= index < len(value.items):
        content = list(value.items)
        popped = content.pop(index)
        run.state.replace(value, content)
        return popped
    return UNKNOWN


def take_out_first(run: Machine, value: Items, call: Call) -> Value:
    """``deque.popleft()``."""
    return take_out(run, value, call.passing([Const(0)]))


def copy(run: Machine, value: Items, call: Call) -> Value:
    """``list.copy()``."""
    return Items(list(value.items), value.kind, value.open, value.element, value.grown)


def reverse(run: Machine, value: Items, call: Call) -> Value:
    """``list.reverse()``."""
    run.state.replace(value, value.items[::-1])
    return NONE


def clear(run: Machine, value: Items, call: Call) -> Value:
    """``list.clear()``."""
    run.state.replace(value, [])
    return NONE


def sort(run: Machine, value: Items, call: Call) -> Value:
    """``list.sort(key=None, reverse=False)``."""
    ordered = in_order(value, call)
    run.state.replace(value, ordered.items)
    value.open = ordered.open
    return NONE


def remove(run: Machine, value: Items, call: Call) -> Value:
    """``list.remove(item)``."""
    first = call.role("item")
    place = next((i for i, item in enumerate(value.items) if item == first), None)
    if place is not None and not value.open:
        run.state.replace(value, [*value.items[:place], *value.items[place + 1 :]])
    else:
        stir(run, value)
    return NONE


def find(run: Machine, value: Items, call: Call) -> Value | None:
    """``list.index(item)``."""
    first = call.role("item")
    if not isinstance(first, Const):
        return None
    for position, item in enumerate(value.items):
        if isinstance(item, Const) and item.value == first.value:
            return Const(position)
    return UNKNOWN


def ask(run: Machine, value: Items, call: Call) -> Value | None:
    """A method that leaves a list or set as it is."""
    return None


def put_in(run: Machine, value: Items, call: Call) -> Value:
    """``set.add(item)``."""
    run.state.replace(value, distinct([*value.items, *call.args]))
    return NONE


def unite(run: Machine, value: Items, call: Call) -> Value:
    """``set.update(*others)``."""
    parts = [sequence(each) for each in call.args]
    more = [item for part in parts for item in part or ()]
    if None in parts:
        stir(run, value, more)
    else:
        run.state.replace(value, distinct([*value.items, *more]))
    return NONE


def drop(run: Machine, value: Items, call: Call) -> Value:
    """``set.discard(item)``."""
    stir(run, value)
    return NONE


def _unclear(run: Machine, value: Items) -> Value:
    stir(run, value)
    return UNKNOWN


def stir(run: Machine, value: Items, more: Sequence[Value] = ()) -> None:
    """Something was put in or taken out, nobody knows where."""
    run.state.replace(value, [doubtful(item) for item in (*value.items, *more)])
    value.open = True


def in_order(value: Items, call: Call) -> Items:
    """Return a sorted list; where the order is not known nobody can say what is where."""
    constants = [item.value for item in value.items if isinstance(item, Const)]
    reverse = call.kwargs.get("reverse", Const(False))
    if not value.open and len(constants) == len(value.items) and isinstance(reverse, Const):
        if call.kwargs.get("key") is None:
            try:
                ordered = sorted(constants, reverse=bool(reverse.value))
                return Items([Const(item) for item in ordered], grown=value.grown)
            except TypeError:
                pass
    return Items([doubtful(item) for item in value.items], "list", True, value.element)


# -- dicts -----------------------------------------------------------------------------------------------------------


def _key(call: Call) -> str | int | bool | Member | None:
    first = call.role("key")
    return first.value if isinstance(first, Const) and isinstance(first.value, (str, int, bool, Member)) else None


def look_up(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.get(key, default)``."""
    key = _key(call)
    if key is not None and key in value.items:
        return _there(value, key)
    if key is not None and not value.open:
        return call.role("default") or NONE
    known = _default(call)
    if known is not None:
        return known
    if value.items and not value.open and not isinstance(call.role("key"), Const):
        return one_of(list(value.items.values()))
    return UNKNOWN


def take_entry(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.pop(key, default)``."""
    key = _key(call)
    if key is not None and key in value.items:
        found = _there(value, key)
        entries.forget(run, value, Const(key))
        return found
    if key is not None and not value.open:
        return call.role("default") or NONE
    return _default(call) or UNKNOWN


def look_up_or_put(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.setdefault(key, default)``."""
    key = _key(call)
    if key is not None and key in value.items:
        return _there(value, key)
    if key is not None and not value.open:
        fallback = call.role("default") or NONE
        run.state.store(value.items, key, fallback)
        value.sites[key] = run.site(call.frame, call.node)
        return fallback
    return _default(call) or UNKNOWN


def _there(value: Mapping, key: str | int | bool | Member) -> Value:
    found: Value = value.items[key]
    return found.value if isinstance(found, Optional) else found


def _default(call: Call) -> Value | None:
    """Return the number that a lookup falls back to where nobody knows the entry."""
    default = call.role("default")
    if isinstance(default, Const) and isinstance(default.value, (int, float)) and not isinstance(default.value, bool):
        return default.with_origin("parameter default")
    return None


def pairs(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.items()``."""
    return Items([Items([Const(k), v], "tuple") for k, v in value.items.items()], "list", value.open)


def keys(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.keys()``."""
    return Items([Const(k) for k in value.items], "list", value.open)


def values(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.values()``."""
    return Items(list(value.items.values()), "list", value.open)


def update(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.update(other, **entries)``."""
    other = call.get(0, "")
    if call.open or (other is not None and not (isinstance(other, Mapping) and not other.open)):
        entries.unsettle(run, value, isinstance(other, Mapping) and not other.overlaid)
    if isinstance(other, Mapping):
        for k, v in other.items.items():
            entries.put(run, value, k, v)
        value.sites.update(other.sites)
    for k, v in call.kwargs.items():
        entries.put(run, value, k, v)
    value.sites.update({k: run.site(call.frame, call.sites[k]) for k in call.kwargs if k in call.sites})
    return NONE


def empty(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.clear()``."""
    for k in list(value.items):
        run.state.remove(value.items, k)
    return NONE


def copy_dict(run: Machine, value: Mapping, call: Call) -> Value:
    """``dict.copy()``."""
    return Mapping(dict(value.items), value.open, value.namespace, dict(value.sites))


def leave(run: Machine, value: Mapping, call: Call) -> Value:
    """``settings.freeze()``: they stay what they are."""
    return UNKNOWN


def lay_over(run: Machine, value: Mapping, call: Call) -> Value:
    """``settings.merge_from_file(path)``: each may be another now."""
    entries.unsettle(run, value)
    return UNKNOWN


def lay_text_over(run: Machine, value: Mapping, call: Call) -> Value:
    """``settings.parse("rate=0.1,layers=3")``: an empty text, which options hold by default, changes nothing."""
    text = call.role("values")
    if not isinstance(text, Const) or text.value != "":
        entries.unsettle(run, value)
    return value


def put_entry(run: Machine, value: Mapping, call: Call) -> Value:
    """``settings.add_hparam("rate", 0.1)``."""
    key = _key(call)
    if key is None:
        entries.unsettle(run, value)
    else:
        entries.put(run, value, key, call.role("value") or UNKNOWN)
    return NONE


def not_understood(run: Machine, value: Mapping, call: Call) -> None:
    """Something happens to a dict: what it holds may be another."""
    if not value.namespace:
        for k, item in value.items.items():
            run.state.store(value.items, k, doubtful(item))
        value.open = True


# -- texts -----------------------------------------------------------------------------------------------------------


def compute_text(run: Machine, value: Const | Text, call: Call) -> Value:
    """A method of ``str`` that is worked out."""
    plain = [a.value for a in call.args if isinstance(a, Const)]
    if isinstance(value, Text):
        known = len(plain) == len(call.args) and not call.kwargs
        return _of_parts(value, call.name, plain) if known else UNKNOWN
    if not isinstance(value.value, str) or len(plain) != len(call.args) or call.kwargs:
        return UNKNOWN
    try:
        result = getattr(value.value, call.name)(*plain)
    except (TypeError, ValueError):
        return UNKNOWN
    if isinstance(result, str) and len(result) > MAX_TEXT:
        return UNKNOWN
    if isinstance(result, list):
        return Items([Const(p) for p in result])
    return Const(result) if value.instead is None else _of_option(value, call.name, plain, result)


def _of_parts(text: Text, method: str, args: list[Any]) -> Value:
    """Return what a method says, or makes, of a text of which parts are known."""
    if method in ("lower", "upper") and not args:
        return partly.changed(text, getattr(str, method))
    if method in ("startswith", "endswith") and len(args) == 1 and isinstance(args[0], str):
        answer = partly.begins(text, args[0]) if method == "startswith" else partly.ends(text, args[0])
        return UNKNOWN if answer is None else Const(answer)
    return UNKNOWN


def _of_option(option: Const, method: str, args: list[Any], result: Any) -> Value:
    """Return what a method makes of an option's text, and of what the option may be instead."""
    if isinstance(result, bool):
        return Const(result, instead=(not result,), option=f"{option.option}.{method}({args})")
    others = tuple(getattr(other, method)(*args) for other in option.instead or () if isinstance(other, str))
    return replace(option, value=result, instead=others)


def join_texts(run: Machine, value: Const | Text, call: Call) -> Value:
    """``str.join(texts)``, of the parts of a version, or of texts that may be known."""
    if isinstance(value, Text):
        return UNKNOWN
    made = releases.computed(lambda between, parts: between.join(parts), value, *call.args)
    if made is not None or len(call.args) != 1 or not isinstance(value.value, str):
        return made or UNKNOWN
    listed = sequence(call.args[0]) or ()
    return partly.put_together([part for item in listed for part in (value.value, item)][1:]) if listed else UNKNOWN


def fill_in(run: Machine, value: Const | Text, call: Call) -> Value:
    """``str.format(...)``."""
    if isinstance(value, Text) or not isinstance(value.value, str) or call.open:
        return UNKNOWN
    return _filled_in(value.value, call)


_PLAIN_FIELDS = pattern(r"(?:[^{}]|{{|}}|{\w*})*")
"""A text for ``format`` whose fields have no width: "{:>3000000000}" would ask for gigabytes."""


def _filled_in(template: str, call: Call) -> Value:
    """Return ``template.format(...)`` of known numbers and strings."""
    given = [*call.args, *call.kwargs.values()]
    if not all(is_printable(each) for each in given):
        return _partly_filled_in(template, call)
    if not _PLAIN_FIELDS.fullmatch(template):
        return UNKNOWN
    args = [each.value for each in call.args if isinstance(each, Const)]
    try:
        text = template.format(*args, **{k: v.value for k, v in call.kwargs.items() if isinstance(v, Const)})
    except (ValueError, LookupError):
        return UNKNOWN  # this raises
    return Const(text) if len(text) <= MAX_TEXT else UNKNOWN


def _partly_filled_in(template: str, call: Call) -> Value:
    try:
        return partly.formatted(template, call.args, call.kwargs)
    except ValueError:
        return UNKNOWN  # this raises

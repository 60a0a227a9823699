"""Where trainable variables go: into another model, or into a checkpoint, with the moving statistics or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import may_contain_bn, objects_in, refresh
from bnlint.interpreter.domain.records import gradients_in
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Beginnings,
    Items,
    Kept,
    Mapping,
    Object,
    Optional,
    Statistics,
    TensorValue,
    Value,
    Variables,
    Weight,
)
from bnlint.interpreter.language.names import load_name
from bnlint.interpreter.machine import Machine
from bnlint.libraries.tensorflow import COPIES_VALUES
from bnlint.syntax.words import names_read

_DEEP = 3
"""Lists in lists in which variables are looked for."""


def _owners(value: Value | None, depth: int = 0) -> Iterator[Object]:
    """Yield the layers whose trainable variables a value is, holds, or is calculated from."""
    if isinstance(value, (Weight, Variables)):
        yield from value.owners
    elif isinstance(value, Optional):
        yield from _owners(value.value, depth)
    elif isinstance(value, Items) and depth < _DEEP:
        for item in (*value.items, value.element):
            yield from _owners(item, depth + 1)


def calculated(run: Machine, call: Call, made: Value) -> Value:
    """Return what a library's function makes, which may be calculated from weights.

    What is made of a gradient, too, stays known as that.

    Args:
        run: the interpreter.
        call: the call of the function.
        made: what is known of any such call.
    """
    if made is not UNKNOWN and not isinstance(made, (TensorValue, Weight)):
        return made
    first = call.args[0] if call.args else None
    if isinstance(first, Weight) and call.name in COPIES_VALUES:
        return kept(run, first)
    owners = _distinct(owner for value in call.args for owner in _owners(value))
    return Weight(owners, calculated=True) if owners and not gradients_in((made,)) else made


def kept(run: Machine, weight: Weight) -> Weight:
    """Return a copy of a variable, which stays as it is when that changes."""
    known = weight.calculated or weight.kept is not None
    return weight if known else replace(weight, kept=Kept(len(run.testimony.events), run.begun()))


def copied(run: Machine, into: Weight | Variables, given: Value | None, call: Call) -> None:
    """``variable.assign(value)``: the variable, or those of a list, get what may come from another model's.

    Args:
        run: the interpreter.
        into: the variables.
        given: the value.
        call: the call.
    """
    sources = _distinct(_owners(given)) or _distinct(_named(run, call))
    others = [source for source in sources if source not in into.owners]
    copy = given.kept if isinstance(given, Weight) and sources == into.owners else None
    since = copy.since(run.begun()) if copy is not None else None
    for target in into.owners if others or since is not None else ():
        if may_contain_bn(target) and target.layer is not None:
            refresh(target)
            listed = into.listed.site if isinstance(into, Variables) and into.listed is not None else None
            site = into.site if isinstance(into, Weight) else listed
            layers = tuple(other.layer for other in others or (target,) if other.layer is not None)
            place = run.site(call.frame, call.node) if site is None else site
            run.emit(ev.WeightsCopied(place, layers, target.layer, _comes_again(run, call), since))


def saved(run: Machine, checkpoint: Mapping, call: Call) -> Value:
    """``tf.train.Checkpoint(weights=model.trainable_variables).save(path)``."""
    content = list(checkpoint.items.values())
    whole = {id(owner) for value in content for owner in _whole(value)}
    for value in content:
        if isinstance(value, Variables) and not value.every and not checkpoint.open:
            left = [owner for owner in value.owners if id(owner) not in whole and may_contain_bn(owner)]
            for owner in left:
                refresh(owner)
            layers = tuple(owner.layer for owner in left if owner.layer is not None)
            if layers:
                site = run.site(call.frame, call.node) if value.listed is None else value.listed.site
                run.emit(ev.WeightsCopied(site, layers, again=_comes_again(run, call)))
    return UNKNOWN


def stored(run: Machine, name: str, content: Iterable[Value]) -> None:
    """Note whose variables, or what is calculated from them, a file holds.

    Args:
        run: the interpreter.
        name: of the file.
        content: what is put into it.
    """
    owners = _distinct(owner for value in content for owner in _owners(value))
    if owners or name in run.stored:
        run.stored[name] = owners


def loaded(run: Machine, name: str) -> Value | None:
    """Return variables that come out of a file, None where the program has put none into it."""
    owners = run.stored.get(name)
    return Variables(owners, calculated=True) if owners else None


def taken(run: Machine, source: Object, call: Call) -> Value:
    """``model.get_weights()``, of which is known whether they are what the model was made with: nobody has trained it.

    That is certain where the call runs once, before what stands behind it.

    Args:
        run: the interpreter.
        source: the model.
        call: the call.
    """
    if source.layer is None or run.context.loops or not (run.read.called or _is_made_in(call.frame)):
        return UNKNOWN
    refresh(source)
    inside = {id(layer): layer for layer in source.layer.walk()}
    if any(layer.pretrained is not False or layer.given or layer.handed for layer in inside.values()):
        return UNKNOWN
    calls = [each for each in run.testimony.events if isinstance(each, ev.LayerCalled) and id(each.layer) in inside]
    initial = all(each.mode == "inference" or each.root.input.kind == "symbolic" for each in calls if each.layer.is_bn)
    return Beginnings() if initial else UNKNOWN


def are_initial(value: Value | None) -> bool:
    """Whether weights are those that some model was made with."""
    return isinstance(value, Beginnings) and not value.changed


def of_list(run: Machine, beginnings: Beginnings, name: str, call: Call) -> Value:
    """``weights.append(others)``: whatever is done to the list, it is another one."""
    beginnings.changed = True
    return UNKNOWN


def _is_made_in(frame: Frame) -> bool:
    """Whether a frame is that of a constructor, which runs once for each object."""
    return frame.function is not None and frame.function.name == "__init__"


def _whole(value: Value) -> Iterator[Object]:
    """Yield the layers whose statistics a checkpoint holds."""
    if isinstance(value, Statistics) or (isinstance(value, Variables) and value.every):
        yield from value.owners
    else:
        yield from (obj for obj, _ in objects_in(value))


def _named(run: Machine, call: Call) -> Iterator[Object]:
    """Yield the layers whose variables a value is written with, where nobody knows what is made of them."""
    node = call.written(0, "value")
    for name in sorted(names_read(node)) if node is not None and not isinstance(node, ev.Site) else ():
        yield from _owners(load_name(run, name, call.frame))


def _comes_again(run: Machine, call: Call) -> bool:
    """Whether a call runs more than once: in a loop around that over the variables, or in what others will call."""
    if len(run.context.loops) > 1:
        return True
    called = call.frame.called
    while called is not None and not isinstance(called.node, cst.FunctionDef):
        called = called.frame.called
    return called is not None


def _distinct(owners: Iterable[Object]) -> tuple[Object, ...]:
    return tuple(dict.fromkeys(owners))

"""What sessions of TF1 are asked for, what they are fed, and what is exported of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Const,
    External,
    Fallback,
    Function,
    Items,
    Mapping,
    Module,
    Optional,
    TensorValue,
    Value,
)
from bnlint.interpreter.language import names, parameters
from bnlint.interpreter.machine import Machine
from bnlint.libraries.tensorflow1 import PHASE
from bnlint.patterns import pattern
from bnlint.syntax import tryouts
from bnlint.syntax.rebinding import Bindings
from bnlint.syntax.words import dotted, names_in, names_read, nodes_in, spelled, texts_in, words_of

TRAIN_OP = External("tf1.#train_op")
"""An operation that changes weights."""
QUIET_OP = External("tf1.#quiet_op")
"""An operation that changes no weights by what it learns, and gives no answer of a network."""
FIRST_VALUES = External("tf1.#first_values")
"""A quiet operation that gives all variables their first values, whatever was in them."""
QUIET = (QUIET_OP, FIRST_VALUES)


def made_from(value: Value, *events: ev.Event | ev.UpdatesFirst) -> Value:
    """Return a tensor that is known to be made from what events are about."""
    if not isinstance(value, TensorValue):
        return value
    return TensorValue(replace(value.info, made_of=value.info.made_of.union(events)), value.node)


def fetched(run: Machine, call: Call, fetches: Value) -> Value:
    """Run a session.

    Args:
        run: the interpreter.
        call: the call, whose role ``feed_dict`` is what it is fed.
        fetches: what is wanted.
    """
    if tensors.run_updates((fetches,)):
        run.graph.updates_run = True
    if FIRST_VALUES in (sequence(fetches) or (fetches,)):
        for layer in run.graph.loaded:
            layer.reset = True
    run.graph.fetches_unknown = run.graph.fetches_unknown or not _is_known(fetches)
    node = _as_laid_out(call.role_written("feed_dict"), call)
    if _trains(fetches) is not False:
        _feed(run, node, call)
    _feed_flags(run, node, call)
    data = frozenset(_data(run, node, call.frame))
    words = (*run.nesting.loop_names, *sorted(texts_in(node) if node is not None else ()))
    event = ev.GraphFetched(
        run.site(call.frame, call.node),
        tuple(tensor.info for tensor in tensors.flat(_looked_up(run, fetches))),
        _trains(fetches),
        frozenset((id(call.frame.function and call.frame.function.node), text) for text in _fed(node, call)),
        (*words, *_handed_in(words, call.frame), *_given_by(words, call.frame), *_wanted(call)),
        tuple(reversed(run.context.scopes)),
        tuple(_flags(run, node, call)),
        loops=len(run.context.loops),
        data=data,
        rows=frozenset(_rows(run, node, call.frame)),
        alone=not run.read.called,
    )
    event.tried = event.trains is False and bool(event.outputs and event.fed) and _is_tryout(node, call)
    run.emit(event)
    if event.trains:
        # What was reset is trained so now: a checkpoint that is restored later is one of that.
        run.graph.loaded = [layer for layer in run.graph.loaded if not layer.reset]
        _test_beside(run, event, fetches, call)
    return tensors.each(
        fetches, lambda tensor: TensorValue(ev.Tensor(made_of=frozenset((event,)))), lambda other: UNKNOWN
    )


def _looked_up(run: Machine, fetches: Value) -> Value:
    """Return what is wanted, with tensors for those that are named: ``run("predictions:0")``.

    A name says what an answer is. It comes from all normalisations where placeholders steer all of them, else nobody
    knows from which.
    """
    if isinstance(fetches, Items):
        return replace(fetches, items=[_looked_up(run, each) for each in fetches.items])
    if not isinstance(fetches, Const) or not isinstance(fetches.value, str):
        return fetches
    added = frozenset(event for event in run.testimony.events if isinstance(event, ev.GraphNormalized))
    steered = all(not event.flag.known for event in added)
    return TensorValue(
        ev.Tensor(made_of=added if steered else frozenset(), places=bool(_ANSWERS.search(fetches.value)))
    )


_ANSWERS = pattern(r"(?:^|[/_])(?:pred|prob|softmax|class|label|logits?(?:[/_:]|$)|acc|iou|dice)", re.IGNORECASE)
"""How the names of tensors begin that say what something is, or how good a network is at that."""


def _is_known(fetches: Value) -> bool:
    if isinstance(fetches, Items):
        return not fetches.open and all(map(_is_known, fetches.items))
    if isinstance(fetches, Mapping):
        return not fetches.open and all(map(_is_known, fetches.items.values()))
    return fetches in (TRAIN_OP, *QUIET) or isinstance(fetches, TensorValue)


def _handed_in(words: Iterable[str], frame: Frame) -> Iterator[str]:
    """Yield by which names the caller of the function around hands in what is fed: ``run_epoch(session, x_test)``."""
    function, written = frame.function, frame.called.node if frame.called is not None else None
    if function is None or not isinstance(written, cst.Call):
        return
    taken = parameters.positional_names(function)
    if function.owner is not None and function.kind != "static" and isinstance(written.func, cst.Attribute):
        taken = taken[1:]
    for number, arg in enumerate(written.args):
        if arg.star:
            return
        name = arg.keyword.value if arg.keyword is not None else taken[number] if number < len(taken) else ""
        if name in words:
            yield from words_of(arg.value)


def _given_by(words: Iterable[str], frame: Frame) -> Iterator[str]:
    """Yield what the functions are called that give what is fed: ``x, y = data.LoadValBatch(8)``."""
    wanted = set(words)
    for each in nodes_in(_around(frame)) if wanted else ():
        if isinstance(each, cst.Assign) and isinstance(each.value, cst.Call):
            name = dotted(each.value).rpartition(".")[2]
            given = (word for target in each.targets for word in names_in(target.target))
            if name != _EVAL and not wanted.isdisjoint(given):
                yield _HUMP.sub("_", name)


_EVAL = "eval"
"""What gives data by this name may be any tensor."""
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])")
"""Where a word begins in ``LoadValBatch``."""


def _wanted(call: Call) -> Iterator[str]:
    """Yield what the tensors are called that a session, or their own ``eval``, is to give."""
    written = getattr(call.role_written("fetches"), "value", None)
    if written is None and isinstance(call.node, cst.Call) and isinstance(call.node.func, cst.Attribute):
        written = call.node.func.value
    each = [part.value for part in written.elements] if isinstance(written, (cst.List, cst.Tuple)) else [written]
    yield from (name.rpartition(".")[2] for name in map(dotted, each) if name)


def _around(frame: Frame) -> Any:
    """Return the syntax of the function around, or of the module."""
    return frame.function.node if frame.function is not None else frame.module.tree.root


def _test_beside(run: Machine, event: ev.GraphFetched, fetches: Value, call: Call) -> None:
    """Note what a step of training asks for besides that has a name of its own: ``run([train_op, loss, val_loss])``."""
    written = getattr(call.role_written("fetches"), "value", None)
    if not isinstance(written, (cst.List, cst.Tuple)) or not isinstance(fetches, Items) or fetches.open:
        return
    if len(fetches.items) != len(written.elements):
        return
    for element, value in zip(written.elements, fetches.items, strict=True):
        name = dotted(element.value)
        if isinstance(value, TensorValue) and name:
            site = run.site(call.frame, element.value)
            words = (name.rpartition(".")[2],)
            run.emit(replace(event, site=site, outputs=(value.info,), words=words, beside=True))


def _as_laid_out(node: Any, call: Call) -> Any:
    """Return the dict that a function, or a module, lays out before it hands it to a session by name, if there is one.

    Of several under that name it is the last one before the call, if no branch and no loop makes that uncertain.
    """
    found = _laid_out(node, call)
    if len(found) > 1:
        name = getattr(node, "value", node).value
        line = call.frame.module.tree.tells(_around(call.frame), Bindings).last(call.node, name)
        found = [part.value for part in line.body if name in _assigned(part)] if line is not None else []
    return cst.Arg(found[0]) if len(found) == 1 and isinstance(found[0], cst.Dict) else node


def _laid_out(node: Any, call: Call) -> list[Any]:
    """Return all that a function, or a module, puts under the name that it hands to a session."""
    name = getattr(node, "value", node)
    if not isinstance(name, cst.Name):
        return []
    return call.frame.module.tree.tells(_around(call.frame), _assignments).get(name.value, [])


def _assignments(around: Any) -> dict[str, list[Any]]:
    """Return all that a function, or a module, gives its names."""
    found: dict[str, list[Any]] = {}
    for each in nodes_in(around):
        for name in _assigned(each):
            found.setdefault(name, []).append(each.value)
    return found


def _assigned(node: Any) -> set[str]:
    """Return the names that a statement gives a value."""
    targets = [target.target for target in node.targets] if isinstance(node, cst.Assign) else []
    if isinstance(node, cst.AnnAssign) and node.value is not None:
        targets = [node.target]
    return {target.value for target in targets if isinstance(target, cst.Name)}


def _data(run: Machine, node: Any, frame: Frame) -> Iterator[str]:
    """Yield the names of the data that is fed: neither of placeholders, nor of modules and functions."""
    written = getattr(node, "value", node)
    values = [each.value for each in written.elements] if isinstance(written, cst.Dict) else [written]
    for name in sorted(names_read(values) - {"True", "False", "None"}):
        if not isinstance(names.load_name(run, name, frame), (External, Function, Module)):
            yield name


def _is_tryout(node: Any, call: Call) -> bool:
    """Whether a session gets what was made up for it, and the program looks at the shape of its result alone."""
    written = getattr(node, "value", node)
    if not isinstance(written, cst.Dict) or any(not isinstance(each, cst.DictElement) for each in written.elements):
        return False
    given = [element.value for element in written.elements]
    return tryouts.is_fed_tryout(_around(call.frame), call.node, given)


def _rows(run: Machine, node: Any, frame: Frame) -> Iterator[int | None]:
    """Yield how many examples there are in each thing that is fed, flags and numbers aside; None for unknown ones."""
    written = getattr(node, "value", node)
    for element in written.elements if isinstance(written, cst.Dict) else ():
        value = element.value
        made = isinstance(value, cst.Call) and isinstance(run.evaluate(value.func, frame), External)
        if made or isinstance(value, (cst.Name, cst.Attribute, cst.Subscript)):
            with run.silently():
                given = run.evaluate(value, frame)
            if not isinstance(given, Const):
                yield from {tensor.info.examples for tensor in tensors.flat(given)} or {None}
        elif not isinstance(value, (cst.Integer, cst.Float)):
            yield None


def _flags(run: Machine, node: Any, call: Call) -> Iterator[str]:
    """Yield what is fed True or False, by whatever name, as the program says it; 1 and 0 are Keras's phase's."""
    written = getattr(node, "value", node)
    for element in written.elements if isinstance(written, cst.Dict) else ():
        if not isinstance(element, cst.DictElement):
            continue
        key, value = spelled(element.key), element.value
        if isinstance(value, (cst.Name, cst.Attribute)):
            given = run.evaluate(value, call.frame)
            if isinstance(given, Const) and isinstance(given.value, bool) and given.origin in ("", "argument"):
                yield f"{key},{given.value}"
        elif isinstance(value, cst.Integer) and "learning_phase" in key:
            yield f"{key},{value.value == '1'}"


def _feed(run: Machine, node: Any, call: Call) -> None:
    """Note the answers that are fed to a run which may train."""
    for name in sorted(names_read(node)):
        value = names.load_name(run, name, call.frame)
        for source in tensors.made_of(tensors.flat(value or UNKNOWN)):
            if isinstance(source, ev.GraphFetched):
                source.feeds = True


def _feed_flags(run: Machine, node: Any, call: Call) -> None:
    """Note which flags with a default are fed; where that is not known, all may be."""
    if not run.graph.defaults or node is None and not call.open:
        return
    fed = getattr(node, "value", node)
    elements = fed.elements if isinstance(fed, cst.Dict) else (None,)
    for element in elements:
        written = element.key if isinstance(element, cst.DictElement) else None
        key = run.evaluate(written, call.frame) if isinstance(written, (cst.Name, cst.Attribute)) else UNKNOWN
        if isinstance(key, Fallback):
            key.default.fed = True
        elif not isinstance(key, TensorValue):
            for default in run.graph.defaults:
                default.fed = True


def exported(run: Machine, call: Call) -> Value:
    """Save a model that answers with these tensors."""
    outputs = tuple(tensor.info for tensor in tensors.flat(call.role("outputs") or UNKNOWN))
    scopes = tuple(reversed(run.context.scopes))
    run.emit(ev.GraphFetched(run.site(call.frame, call.node), outputs, scopes=scopes, exported=True))
    return UNKNOWN


def exported_by_names(run: Machine, call: Call) -> Value:
    """Save a graph up to the operations of some names.

    Nobody looks up what these are: they come from normalisations that are all in training mode, or from unknown ones.
    A graph that was read from a file, and that nothing was added to, is not the one that the program lays out.
    """
    events = run.testimony.events
    if run.graph.read and not any(isinstance(event, ev.GraphNormalized) for event in events[run.graph.read :]):
        return UNKNOWN
    added = frozenset(event for event in events if isinstance(event, ev.GraphNormalized))
    always = all(event.flag.known and event.flag.value is True for event in added)
    outputs = (ev.Tensor(made_of=added if always else frozenset()),)
    scopes = tuple(reversed(run.context.scopes))
    run.emit(ev.GraphFetched(run.site(call.frame, call.node), outputs, scopes=scopes, exported=True))
    return UNKNOWN


def described(run: Machine, call: Call) -> Value:
    """``build_tensor_info(tensor)``: what a signature says of a tensor stands for it."""
    return call.role("tensor") or UNKNOWN


def _trains(fetches: Value) -> bool | None:
    """Whether a train op is among what is wanted, None where nobody knows; what a program need not have is there."""
    if isinstance(fetches, Optional):
        fetches = fetches.value
    if isinstance(fetches, Items) and not fetches.open:
        inner = [_trains(item) for item in fetches.items]
    elif isinstance(fetches, Mapping) and not fetches.open:
        inner = [_trains(item) for item in fetches.items.values()]
    else:
        quiet = fetches in QUIET or isinstance(fetches, (TensorValue, Const))
        inner = [True if fetches == TRAIN_OP else False if quiet else None]
    return True if True in inner else None if None in inner else False


def _fed(node: Any, call: Call) -> Iterator[str]:
    """Yield what is fed, or may be, as it is written; a file that looks up Keras's phase by name feeds that, too."""
    yield from _texts(node)
    for each in _laid_out(node, call):
        yield from _texts(cst.Arg(each))
    if node is not None and PHASE in call.frame.module.text:
        yield PHASE


def _texts(node: Any) -> Iterator[str]:
    """Yield what is fed as it is written, numbers and flags aside."""
    if isinstance(node, cst.Dict):
        for element in node.elements:
            if not isinstance(element.value, (cst.Integer, cst.Float)):
                yield from _texts(element.value)
    elif node is not None and not (isinstance(node, cst.Name) and node.value in ("True", "False", "None")):
        yield spelled(node)

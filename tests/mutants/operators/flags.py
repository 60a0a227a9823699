"""Mistakes with the training flag: dropped, hard-coded, under another name, past ``__call__``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tests.mutants.operators.base import Operator
from tests.mutants.trees import (
    Edits,
    Subject,
    found,
    is_constant,
    keyword,
    last_name,
    text,
    with_keyword,
    without_keyword,
)


def _drop(call: cst.Call) -> cst.Call:
    return without_keyword(call, "training")


def _false(call: cst.Call) -> cst.Call:
    return with_keyword(call, "training", "False")


def _true(call: cst.Call) -> cst.Call:
    return with_keyword(call, "training", "True")


def _holds_bn(subject: Subject, call: cst.Call) -> bool:
    """Whether what is called is a layer, model or module with BN in it."""
    if isinstance(call.func, cst.Call):
        return call.func in subject.constructors
    return last_name(call.func) in subject.normalized


def _training_calls(subject: Subject) -> Iterator[cst.Call]:
    """Yield the calls that pass ``training=True`` to something with BN on a tape that trains it."""
    for call in subject.calls:
        tape = subject.tape(call)
        if tape is None or not is_constant(keyword(call, "training"), "True") or not _holds_bn(subject, call):
            continue
        if _is_trained(subject, call, tape):
            yield call


def _is_trained(subject: Subject, call: cst.Call, tape: cst.With) -> bool:
    """Whether the gradient is taken of the called object's weights: after the tape comes its name, or a catch-all."""
    name = last_name(call.func)
    around = subject.owner(tape, cst.FunctionDef) or subject.tree
    gradient = [
        text(c) for c in found(around, cst.Call) if last_name(c.func) in ("gradient", "apply_gradients", "assign_sub")
    ]
    where = text(around)
    return f"{name}.trainable" in where or "watched_variables" in where or any(name in part for part in gradient)


def _drop_in_tape(subject: Subject) -> Iterator[Edits]:
    for call in _training_calls(subject):
        yield {call: _drop}


def _false_in_tape(subject: Subject) -> Iterator[Edits]:
    for call in _training_calls(subject):
        tape = subject.tape(call)
        assert tape is not None
        same = [c for c in found(tape, cst.Call) if text(c.func) == text(call.func)]
        if len(same) == 1:  # another call in the same step may move the statistics
            yield {call: _false}


def _drop_outside(subject: Subject) -> Iterator[Edits]:
    """A BN layer itself, called outside of steps, classes and functions with a flag, and trained nowhere else."""
    direct = [c for c in subject.calls if is_constant(keyword(c, "training"), "True") and _is_bn(subject, c)]
    for call in direct:
        around = subject.owner(call, cst.FunctionDef)
        flagged = around is not None and "training" in text(around.params)
        others = [c for c in subject.calls if c is not call and text(c.func) == text(call.func)]
        if subject.tape(call) is None and not subject.keras_call(call) and not flagged and not others:
            yield {call: _drop}


def _is_bn(subject: Subject, call: cst.Call) -> bool:
    if isinstance(call.func, cst.Call):
        return call.func in subject.constructors
    return any(last_name(call.func) == name for name, _ in named_layers(subject))


def named_layers(subject: Subject) -> Iterator[tuple[str, cst.Call]]:
    """Yield the names that are assigned a BN layer on the spot, with the constructor."""
    for assign in found(subject.tree, cst.Assign):
        if assign.value in subject.constructors:
            assert isinstance(assign.value, cst.Call)
            yield last_name(assign.targets[0].target), assign.value


_INFERENCE = ("test", "eval", "valid", "predict")


def _true_at_inference(subject: Subject) -> Iterator[Edits]:
    for call in subject.calls:
        around = subject.owner(call, cst.FunctionDef)
        if around is None or not is_constant(keyword(call, "training"), "False") or not _holds_bn(subject, call):
            continue
        if any(word in around.name.value for word in _INFERENCE) and subject.tape(call) is None:
            yield {call: _true}


def _handed_on(subject: Subject) -> Iterator[cst.Call]:
    """Yield the inner calls of BN layers in a Keras ``call`` that hand the flag on."""
    for call in subject.calls:
        if is_constant(keyword(call, "training"), "training") and subject.keras_call(call) and _is_bn(subject, call):
            yield call


def _fits(subject: Subject) -> bool:
    return ".fit(" in subject.source


def _inner_false(subject: Subject) -> Iterator[Edits]:
    if _fits(subject) or any(True for _ in _training_calls(subject)):
        for call in _handed_on(subject):
            yield {call: _false}


def _inner_true(subject: Subject) -> Iterator[Edits]:
    if ".predict(" in subject.source or ".evaluate(" in subject.source:
        for call in _handed_on(subject):
            yield {call: _true}


def _fitted_models(subject: Subject) -> Iterator[tuple[cst.ClassDef, cst.FunctionDef]]:
    """Yield the Model subclasses with BN whose instances are fitted, with their ``call``; none overrides train_step."""
    for definition in subject.classes.values():
        methods = {f.name.value: f for f in definition.body.body if isinstance(f, cst.FunctionDef)}
        if "Model" not in subject.bases(definition) or "call" not in methods or "train_step" in methods:
            continue
        if definition.name.value not in subject.normalized:
            continue
        made = {
            last_name(a.targets[0].target)
            for a in found(subject.tree, cst.Assign)
            if isinstance(a.value, cst.Call) and last_name(a.value.func) == definition.name.value
        }
        if any(f"{name}.fit(" in subject.source for name in made if name):
            yield definition, methods["call"]


def _flag_parameter(method: cst.FunctionDef) -> cst.Param | None:
    return next((p for p in method.params.params if p.name.value == "training"), None)


def _without_flag(method: cst.FunctionDef) -> cst.FunctionDef:
    params = [p for p in method.params.params if p.name.value != "training"]
    return method.with_changes(params=method.params.with_changes(params=params))


def _drop_parameter(subject: Subject) -> Iterator[Edits]:
    for _, method in _fitted_models(subject):
        if _flag_parameter(method) is None:
            continue
        inner = [c for c in found(method, cst.Call) if is_constant(keyword(c, "training"), "training")]
        if sum(1 for n in found(method.body, cst.Name) if n.value == "training") == 2 * len(inner):
            yield {method: _without_flag, **dict.fromkeys(inner, _drop)}


def _rename_parameter(subject: Subject) -> Iterator[Edits]:
    for _, method in _fitted_models(subject):
        flag = _flag_parameter(method)
        if flag is None or not any(is_constant(keyword(c, "training"), "training") for c in found(method, cst.Call)):
            continue
        keywords = {arg.keyword for arg in found(method, cst.Arg) if arg.keyword is not None}
        uses = [n for n in found(method.body, cst.Name) if n.value == "training" and n not in keywords]
        renamed: Edits = {n: lambda node: node.with_changes(value="is_training") for n in uses}
        yield {
            **renamed,
            flag: lambda _: cst.Param(
                cst.Name("is_training"),
                default=cst.Name("False"),
                equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
                comma=cst.MaybeSentinel.DEFAULT,
            ),
        }


def _drop_in_plain_code(subject: Subject) -> Iterator[Edits]:
    """A plain function or class that takes the flag, is called with True on a tape, and forgets to hand it on."""
    for call in subject.calls:
        around = subject.owner(call, cst.FunctionDef)
        owner = subject.owner(call, cst.ClassDef)
        if around is None or subject.tape(call) is not None or (owner is not None and subject.is_keras(owner)):
            continue
        if "training" in text(around.params) and is_constant(keyword(call, "training"), "training"):
            if _is_bn(subject, call) and any(True for _ in _training_calls(subject)):
                yield {call: _drop}


def _call_method(subject: Subject) -> Iterator[Edits]:
    """``bn.call(x)`` for ``bn(x)``, of BN layers that nothing else builds: the program has no other call of them.

    In a Functional graph nothing is bypassed: what is inside becomes a part of the graph.
    """
    if "Input(" in subject.source:
        return
    objects = {name for name, _ in named_layers(subject)}
    calls = [call for call in subject.calls if isinstance(call.func, (cst.Name, cst.Attribute))]
    uses = [last_name(call.func) for call in calls]
    for call, name in zip(calls, uses, strict=True):
        if name in objects and uses.count(name) == 1:
            yield {call: lambda node: node.with_changes(func=cst.Attribute(node.func, cst.Name("call")))}


def _graph_calls(subject: Subject) -> Iterator[cst.Call]:
    """Yield ``BatchNormalization(...)(x)`` where a Functional graph is laid out that the program fits and uses."""
    if ".fit(" not in subject.source or "GradientTape" in subject.source:
        return
    if "Input(" not in subject.source or not (".predict(" in subject.source or ".evaluate(" in subject.source):
        return
    for call in subject.calls:
        if call.func in subject.constructors and keyword(call, "training") is None and subject.keras_call(call) is None:
            yield call


def _bake_true(subject: Subject) -> Iterator[Edits]:
    for call in _graph_calls(subject):
        yield {call: _true}


def _bake_false(subject: Subject) -> Iterator[Edits]:
    for call in _graph_calls(subject):
        yield {call: _false}


def _frozen_but_true(subject: Subject) -> Iterator[Edits]:
    """A layer that is called with ``training=True`` gets ``trainable=False``."""
    layers = dict(named_layers(subject))
    for call in subject.calls:
        if not is_constant(keyword(call, "training"), "True") or not _is_bn(subject, call):
            continue
        made = call.func if isinstance(call.func, cst.Call) else layers.get(last_name(call.func))
        if made is not None:
            yield {made: lambda node: with_keyword(node, "trainable", "False")}


def _torch_steps(subject: Subject) -> Iterator[cst.Call]:
    """Yield ``model(x, training=True)`` in the loops of PyTorch, where ``model.train()`` is called before."""
    switched = {text(c.func.value) for c in subject.calls if isinstance(c.func, cst.Attribute) and _is_train(c.func)}
    if ".backward()" not in subject.source:
        return
    for call in subject.calls:
        if text(call.func) in switched and is_constant(keyword(call, "training"), "True"):
            yield call


def _is_train(func: cst.Attribute) -> bool:
    return func.attr.value == "train"


def _train_alone(subject: Subject) -> Iterator[Edits]:
    for call in _torch_steps(subject):
        yield {call: _drop}


def _by_position(subject: Subject) -> Iterator[Edits]:
    for call in _handed_on(subject):
        if len(call.args) == 2 and call.args[1].keyword is not None:
            yield {call.args[1]: lambda arg: arg.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)}


OPERATORS = (
    Operator("drop training=True of a direct call", "BNL101", _drop_outside),
    Operator("drop training=True on the tape", "BNL102", _drop_in_tape),
    Operator("train() alone", "BNL115", _train_alone, (3,)),
    Operator("drop the parameter of call", "BNL103", _drop_parameter, (3,)),
    Operator("rename the parameter of call", "BNL103", _rename_parameter),
    Operator("training=False on the tape", "BNL104", _false_in_tape),
    Operator("training=False inside call", "BNL104", _inner_false),
    Operator("training=True inside call", "BNL105", _inner_true),
    Operator("training=True at inference", "BNL105", _true_at_inference),
    Operator("training=True in the graph", "BNL106", _bake_true),
    Operator("training=False in the graph", "BNL106", _bake_false, (3,)),
    Operator("keep the flag from BN", "BNL107", _drop_in_plain_code),
    Operator("trainable=False and training=True", "BNL108", _frozen_but_true),
    Operator("the method call", "BNL111", _call_method),
    Operator("the flag by position", "BNL501", _by_position, (3,)),
)

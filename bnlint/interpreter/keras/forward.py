"""The forward pass: what happens when a layer or model is called, down to each BN layer inside.

How the training flag travels differs by dialect (read off ``Layer.__call__`` of keras 3.15 and tf_keras 2.21 and
measured on both):

- Keras 2 keeps a stack: an explicit flag (not None) wins, else the enclosing call's, else the default of the callee's
  own ``call``.
- Keras 3 keeps one cell per outermost call: an explicit flag (even None) wins and stays in force for every later call
  below the same outermost one that passes none. Up to 3.9 a None was no flag there, either (measured on 3.8.0, 3.9.2,
  3.10.0 and 3.15.1); ``Testimony.none_asks`` says where a project runs one of those.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from functools import reduce
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import records, tensors
from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.frames import NOWHERE, Call, Frame
from bnlint.interpreter.domain.joining import join
from bnlint.interpreter.domain.keras_objects import graph_order, has_weights, may_contain_bn, refresh, trainable
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Bound,
    Choice,
    Const,
    Function,
    Items,
    Module,
    Node,
    Object,
    Optional,
    TensorValue,
    Value,
    Wiring,
    flag_of,
)
from bnlint.interpreter.keras import shapes
from bnlint.interpreter.language import answers, functions, parameters
from bnlint.interpreter.machine import Cell, Decision, Machine
from bnlint.libraries.keras_layers import RANDOM, STEPWISE
from bnlint.libraries.keras_models import CALL
from bnlint.syntax.words import dotted, names_read, nodes_in, spelled, words_of


def call_object(
    run: Machine,
    obj: Object,
    call: Call,
    *,
    unused: bool = False,
    bypass: bool = False,
) -> Value:
    """Call a layer or model as the program does: ``obj(x, training=...)``."""
    own = find_method(obj.cls, "__call__") if not bypass else None
    if own is not None and id(own.node) not in run.nesting.active:
        return functions.call_function(run, own, call, obj)  # ``super().__call__`` comes back here
    if obj.layer is None or not obj.layer.dialect or obj.layer.dialect == run.dialect:
        return _call_object(run, obj, call, unused, bypass)
    with run.in_keras(obj.layer.dialect):
        return _call_object(run, obj, call, unused, bypass)


def _call_object(run: Machine, obj: Object, call: Call, unused: bool, bypass: bool) -> Value:
    value = _inputs(obj, call)
    found = tensors.flat(value) or [tensors.of_kind(value)]
    given, flag = explicit_flag(run, obj, call)
    site = run.site(call.frame, call.node)
    _note_sampling(run, obj, flag, site)
    if run.dialect == 3 and not bypass and _is_rejected(call, flag):
        return tensors.like(found[0], None)
    if bypass:
        return _bypass(run, obj, call, found, flag, site)
    _build(run, obj, found[0], call)
    kind = tensors.kind_of(found)
    if kind is None and _gets_data(run, obj):
        kind = "concrete"
        found = [TensorValue(replace(t.info, kind="concrete"), t.node) for t in found]
        if len(found) == 1 and not isinstance(value, (Items,)):
            value = found[0]
    if kind != "concrete" and not run.context.keras_depth:
        laid = _graph_call(run, obj, value, found, given, flag, site, unused)
        _keep_constants(laid.node, call)
        called = None if laid.node is None or kind == "symbolic" else laid.node.call
        if called is None:
            return laid
        called.batch = _batch(run, call)
        return _known_again(run, obj, called, laid)
    _note_uses(run, obj, found)
    event = ev.LayerCalled(site, obj.layer or _NO_LAYER, flag, input_of(found), unused_result=unused)
    made = enter(run, obj, event, value, given, call)
    return _known_again(run, obj, event, made) if event.outer is None and event.driver == "user" else made


_ANY_NORM = object()
"""Stands for all BN layers that take an output: each of them subtracts the bias."""


def _note_uses(run: Machine, obj: Object, found: list[TensorValue]) -> None:
    """Note what a layer gets; of the program's own layers, and of models, what is inside takes it."""
    if obj.layer is not None and (obj.layer.is_bn or obj.kind == "layer" and obj.cls is None):
        for tensor in found:
            run.uses(tensor, _ANY_NORM if obj.layer.is_bn else obj)


def input_of(found: list[TensorValue]) -> ev.Tensor:
    """Return what a call gets: the first of its inputs, and the models that made any of them."""
    return replace(found[0].info, makers=tensors.makers_of(found)) if len(found) > 1 else found[0].info


def _is_again(obj: Object, given: ev.Tensor) -> bool:
    """Whether a layer gets the output of one that got what this very layer has made."""
    return given.direct is not None and id(obj) in given.fed


def answer_of(obj: Object, made: Value) -> Value:
    """Return what comes out of an outermost call: a model's answer, or the same examples where nothing has weights."""
    return tensors.made_by(made, obj.layer) if obj.layer is not None and has_weights(obj) else made


def _keep_constants(node: Node | None, call: Call) -> None:
    """Keep what a graph hands to ``call`` beside its tensors: ``norm(x, is_training=True)``."""
    if node is not None and node.obj is not None and node.obj.cls is not None:
        given = {name: value for name, value in call.kwargs.items() if name not in ("training", "mask")}
        node.constants = {name: value for name, value in given.items() if isinstance(value, Const)}


def _note_sampling(run: Machine, obj: Object, flag: ev.Arg, site: ev.Site) -> None:
    if (
        flag.known
        and flag.value is True
        and not flag.origin
        and obj.layer is not None
        and obj.layer.class_name in RANDOM
    ):
        run.testimony.sampled.add(site.path)


def _known_again(run: Machine, obj: Object, event: ev.LayerCalled, made: Value) -> Value:
    """Follow what comes out of an outermost call, if it may be in training mode."""
    made = answer_of(obj, made)
    is_asked = event.flag.known and event.flag.value not in (None, False)
    takes_default = event.flag is ev.ABSENT and event.layer.call_site is not None
    if not (is_asked or takes_default) or run.nesting.muted:
        return made
    if not event.tapes:
        run.answers.append(event)
    return tensors.as_answer(made, event)


def _note_training(run: Machine, obj: Object, event: ev.LayerCalled, value: Value) -> None:
    """Note that a training step uses a model, and what that gets of other models."""
    if run.context.tapes:
        obj.known.recorded = True
        if not run.context.calls and (obj.kind in _MODELS or event.layer.kind == "Model"):
            answers.judged(value, event.layer)
    if run.answers and (run.context.tapes or run.context.driver == "fit"):
        answers.fed(value)


def _build(run: Machine, obj: Object, first: TensorValue, call: Call) -> None:
    """Run the program's own ``build`` before the first call, as Keras does."""
    method = find_method(obj.cls, "build")
    if method is None or obj.known.built or obj.layer is None:
        return
    shape = first.info.shape
    handed: Value = UNKNOWN if shape is None else Items([UNKNOWN if d is None else Const(d) for d in shape], "tuple")
    functions.call_function(run, method, _in_module(call.passing([handed]), method.module), obj, keras_method="build")


def _in_module(call: Call, module: Module) -> Call:
    """Return a call that a library makes as one in the module that it runs."""
    if call.frame is NOWHERE:
        return Call(call.node, Frame(module, {}), call.args, call.kwargs, call.sites, call.open)
    return call


_NO_LAYER = ev.Layer("Layer", ev.Site(""))


def _inputs(obj: Object, call: Call) -> Value:
    value = call.get(0, "inputs")
    if value is None:
        value = next((v for name, v in call.kwargs.items() if name not in ("training", "mask")), UNKNOWN)
    return value


def _gets_data(run: Machine, obj: Object) -> bool:
    """Whether what is called gets data where it stands, whatever that is.

    Without PyTorch's gradients a layer may be called to build a model, which gets the weights of another one.
    """
    return in_concrete_context(run) or (run.context.graphless > 0 and run.on_torch and obj.kind != "layer")


def in_concrete_context(run: Machine) -> bool:
    """Whether no KerasTensor of a Functional graph can be around here."""
    context = run.context
    if context.tapes or context.keras_depth or context.stepping or run.eager or _is_stateless(run):
        return True
    steps = ("train_step", "test_step", "predict_step")
    return any(scope.tf_function or scope.keras_method in steps for scope in run.context.scopes)


def _is_stateless(run: Machine) -> bool:
    """Whether what runs is the ``call`` of a model by itself, without a context."""
    return not run.context.keras_depth and bool(run.context.calls) and run.context.calls[-1].stateless


def explicit_flag(run: Machine, obj: Object, call: Call) -> tuple[bool, ev.Arg]:
    """Return whether a ``training`` argument is passed, and its value."""
    index: int | None = 1 if obj.layer is not None and (obj.layer.is_bn or obj.kind in _MODELS) else None
    method = find_method(obj.cls, "call")
    if method is not None:
        names = parameters.positional_names(method)[1:]
        index = names.index("training") if "training" in names else None
    value = call.get(index, "training")
    if value is None:
        if call.open:
            return True, ev.Arg(None, False)
        return False, ev.ABSENT
    node = call.written(index, "training")
    site = run.site(call.frame, node) if node is not None else None
    made = flag_of(value, site)
    if made.known and not made.origin and type(getattr(node, "value", None)) is cst.Call:
        made = replace(made, origin="computed")  # ``training=self.is_trained(4)`` is no constant of the code
    if run.dialect == 3 and "training" not in call.kwargs and obj.layer is not None:
        if obj.layer.is_bn or (_is_rejected(call, made) and may_contain_bn(obj)):
            run.emit(ev.ApiUsed(run.site(call.frame, call.node), f"{obj.layer.kind}.call", "positional training", made))
    return True, made


def _is_rejected(call: Call, flag: ev.Arg) -> bool:
    """Whether Keras 3 raises: it takes no flag by position, at a Functional model either."""
    by_position = flag is not ev.ABSENT and "training" not in call.kwargs and len(call.args) > 1
    return by_position and flag.known and isinstance(flag.value, bool)


_MODELS = ("sequential", "functional", "application")


# -- symbolic calls: building a Functional graph ---------------------------------------------------------------


def _graph_call(
    run: Machine,
    obj: Object,
    value: Value,
    found: list[TensorValue],
    given: bool,
    flag: ev.Arg,
    site: ev.Site,
    unused: bool,
) -> TensorValue:
    assert obj.layer is not None
    event = ev.LayerCalled(
        site,
        obj.layer,
        flag,
        found[0].info,
        scopes=tuple(reversed(run.context.scopes)),
        loops=len(run.context.loops),
        trainable=trainable(obj, run.defaults.traced),
        unused_result=unused,
        kept=flag.known and flag.value is False and _is_kept(run),
        driver=run.context.driver,
        words=_words(run, site.node),
        in_turn=run.nesting.in_turn,
        again=_is_again(obj, found[0].info),
    )
    if may_contain_bn(obj):
        refresh(obj)
        run.emit(event)
    if _wrapped(obj) is not None:
        _run_for_once(run, obj, value)
    kind = tensors.kind_of(found)
    by_table = obj.kind == "layer" or (obj.kind == "wrapper" and obj.layer.kind not in STEPWISE)
    info = shapes.output(run, obj, found) if by_table else _inferred(run, obj, value, found)
    nodes = tuple(t.node for t in found if t.node is not None)
    for before in nodes:
        if before.obj is not None and before.obj.layer is not None:
            users = before.obj.known.users
            users.add(id(obj))
            before.obj.layer.consumers = len(users)
    out = Node(obj, nodes, event, flag if given else ev.ABSENT)
    made = TensorValue(replace(info, kind=kind), out)
    out.tensor = made
    return made


_FILLING = frozenset(("append", "extend", "insert", "put", "setdefault", "update", "setattr"))


def _is_kept(run: Machine) -> bool:
    """Whether the function around hands on nothing that it makes."""
    scopes = run.context.scopes
    body = getattr(scopes[-1].site.node, "body", None) if scopes else None
    if type(body) is not cst.IndentedBlock:
        return False
    nodes = list(nodes_in(body))
    made = {name for node in nodes if type(node) in _BINDS for name in names_read(getattr(node, _BINDS[type(node)]))}
    return not any(_hands_on(node, made) for node in nodes)


_BINDS: dict[type, str] = {cst.AssignTarget: "target", cst.NamedExpr: "target", cst.For: "target", cst.AsName: "name"}
_PLACES = (cst.Attribute, cst.Subscript)


def _hands_on(node: Any, made: set[str]) -> bool:
    """Whether something that a function makes, and holds under these names, may leave it here."""
    if type(node) is cst.Return:
        return node.value is not None
    if type(node) is cst.Assign and any(type(part) in _PLACES for part in nodes_in(node.targets)):
        return not made.isdisjoint(names_read(node.value)) or any(
            type(part) is cst.Call for part in nodes_in(node.value)
        )
    if type(node) is cst.Call:
        return dotted(node).rpartition(".")[2] in _FILLING
    return type(node) in (cst.Yield, cst.Global, cst.Nonlocal)


def _run_for_once(run: Machine, obj: Object, value: Value) -> None:
    """Run what a ``Lambda`` in a graph will run, whoever runs the graph: nothing is known of the flag."""
    assert obj.layer is not None
    concrete = tensors.as_concrete(value)
    found = tensors.flat(concrete) or [tensors.of_kind(concrete)]
    with run.elsewhere(), run.driven_by("unknown", None):
        event = ev.LayerCalled(obj.layer.site, obj.layer, ev.Arg(None, False), found[0].info)
        enter(run, obj, event, concrete, True, Call(None, NOWHERE, [concrete]))


def _inferred(run: Machine, obj: Object, value: Value, found: list[TensorValue]) -> ev.Tensor:
    """Work out the output's shape by running the forward pass silently."""
    assert obj.layer is not None
    concrete = tensors.as_concrete(value)
    saved, run.context.tapes = run.context.tapes, []
    try:
        with run.silently():
            event = ev.LayerCalled(obj.layer.site, obj.layer, input=found[0].info)
            result = enter(run, obj, event, concrete, False, Call(None, NOWHERE, [concrete]))
    finally:
        run.context.tapes = saved
    inner = tensors.flat(result)
    shape = inner[0].info.shape if len(inner) == 1 else None
    info = found[0].info
    dropped = inner[0].info.dropped if len(inner) == 1 else None
    made = ev.Tensor("symbolic", shape, info.batch_site, obj.known.layout, frozenset({id(obj)}), obj.layer)
    return replace(made, batch=info.examples, dropped=dropped)


# -- real calls ------------------------------------------------------------------------------------------------


_COST = 4
"""Steps that one call costs: as much time as four expressions, with what surrounds it."""


def enter(
    run: Machine,
    obj: Object,
    event: ev.LayerCalled,
    value: Value,
    given: bool,
    call: Call,
) -> Value:
    """Run one Keras call: settle the flag, write the event down, go inside.

    Args:
        event: the call with site, layer, flag and input filled in.
        given: whether ``event.flag`` was passed at all.
    """
    run.budget.step(_COST)
    run.earn(20, call.node)
    if obj.cls is not None:
        found = tensors.flat(value) or [tensors.of_kind(value)]
        _build(run, obj, found[0], call)
    if (
        len(run.context.calls) > 40
        or any(c.layer is obj.layer for c in run.context.calls[-6:])
        and len(run.context.calls) > 12
    ):
        return UNKNOWN
    event.outer = _call_around(run)
    event.again = _is_again(obj, event.input)
    if event.outer is None and _is_recorded(run):
        return _recorded(run, obj, event, value, given, call)
    _here(run, obj, event)
    event.words = _words(run, call.node)
    event.batch = _batch(run, call)
    event.graphless = bool(run.context.graphless) and not run.context.stepping
    _note_training(run, obj, event, value)
    outermost = run.context.keras_depth == 0
    if outermost:
        run.context.cells.append(Cell())
    decision = decide(run, obj, event, given)
    if may_contain_bn(obj):
        if outermost:
            refresh(obj)
        run.emit(event)
    own_call = find_method(obj.cls, "call")
    if outermost and own_call is not None and _is_stateless_loop(run, event):
        return _without_context(run, obj, own_call, value, decision, call, event)
    run.context.calls.append(event)
    run.context.objects.append(obj)
    run.context.flags.append(decision)
    run.context.keras_depth += 1
    try:
        return _inside(run, obj, event, value, decision, call)
    finally:
        run.context.keras_depth -= 1
        run.context.flags.pop()
        run.context.objects.pop()
        run.context.calls.pop()
        if outermost:
            run.context.cells.pop()


def _is_recorded(run: Machine) -> bool:
    """Whether PyTorch keeps a record of an outermost call in a step."""
    context = run.context
    return context.stepping and not context.graphless and not context.tapes and run.on_torch


def _recorded(run: Machine, obj: Object, event: ev.LayerCalled, value: Value, given: bool, call: Call) -> Value:
    """Run an outermost call of which PyTorch keeps a record, for ``backward`` to come back to."""
    record = run.autograd.record(event)
    with run.recording(record):
        made = enter(run, obj, event, value, given, call)
    return records.recorded(made, records.records_of(tensors.flat(value)) | {record})


def _is_stateless_loop(run: Machine, event: ev.LayerCalled) -> bool:
    """Whether a loop of Keras makes the call by ``stateless_call``, as it does on JAX."""
    by_a_loop = event.outer is None and event.driver in ("fit", "predict", "evaluate")
    return by_a_loop and run.dialect == 3 and run.backend == "jax"


def _without_context(
    run: Machine, obj: Object, method: Function, value: Value, decision: Decision, call: Call, event: ev.LayerCalled
) -> Value:
    """Run ``call`` as ``stateless_call`` does: by itself, so that inner calls find no context (measured on JAX)."""
    event.stateless = True
    run.context.cells.pop()
    run.context.calls.append(event)
    run.context.objects.append(obj)
    run.context.flags.append(decision)
    try:
        return _run_own_call(run, obj, method, value, decision, call, event)
    finally:
        run.context.flags.pop()
        run.context.objects.pop()
        run.context.calls.pop()


def _call_around(run: Machine) -> ev.LayerCalled | None:
    """Return the Keras call that is running, or a ``layer.call(...)``, which keeps no context."""
    calls = run.context.calls
    return calls[-1] if calls and (run.context.keras_depth or calls[-1].bypass or _is_stateless(run)) else None


def _here(run: Machine, obj: Object, event: ev.LayerCalled) -> None:
    """Fill in what surrounds a call, and whether the layer is trainable there."""
    context = run.context
    event.driver, event.trainer, event.tapes = context.driver, context.trainer, tuple(context.tapes)
    event.scopes, event.loops = tuple(reversed(context.scopes)), len(context.loops)
    event.times = None if run.read.alone else run.times(obj.history.born)
    event.trainable = trainable(obj, run.defaults.traced)
    event.guarded = context.doubts > 0
    event.in_turn = run.nesting.in_turn
    if run.nesting.premises:
        event.premises = tuple(run.nesting.premises)
    here = run.nesting.answers()
    if here and any(here.get(option, on) is not on for option, on in obj.known.switches.items()):
        event.certain = False  # it was made for another command line


def _words(run: Machine, node: Any) -> tuple[str, ...]:
    """Return the names that the loops around run over, and those of what a call is given first."""
    given = tuple(word for arg in getattr(node, "args", ())[:1] for word in words_of(arg.value))
    return tuple(run.nesting.loop_names) + given


def _batch(run: Machine, call: Call) -> tuple[int, int, str] | None:
    """Return which loop is around, and under which name of whose a call is given its first argument there."""
    given = getattr(call.node, "args", ())[:1]
    node, frame = given[0].value if given else None, call.frame
    for _ in range(_MAX_CALLERS):
        there = parameters.given(frame, node.value) if run.rounds and type(node) is cst.Name else None
        if there is None or frame.called is None:
            break
        node, frame = there, frame.called.frame
    return (run.rounds[-1][0], id(frame), spelled(node)) if run.rounds and _is_of_names(node) else None


def _is_of_names(node: Any) -> bool:
    """Whether an expression is a name, or a list of them."""
    if isinstance(node, (cst.List, cst.Tuple)):
        return all(type(element.value) is cst.Name for element in node.elements)
    return type(node) is cst.Name


_MAX_CALLERS = 16


def decide(run: Machine, obj: Object, event: ev.LayerCalled, given: bool) -> Decision:
    """Return the training flag in force inside this call."""
    own = _own_flag(run, event) if given else None
    cell = run.context.cells[-1]
    enclosing = run.context.flags[-1] if run.context.keras_depth else None
    if run.dialect == 3:
        if own is not None:
            decision = own
        elif cell.decision is not None and cell.decision.value is not None:
            decision = cell.decision
        elif run.defaults.learning_phase is not None:
            decision = Decision("?", event, "learning phase")
        else:
            decision = _by_default(obj, event)
        cell.decision = decision
        return decision
    if own is not None and own.value is not None:
        return own
    if enclosing is not None and enclosing.value is not None:
        return enclosing
    if run.defaults.learning_phase is not None:
        return Decision(run.defaults.learning_phase.value, event, "learning phase")
    return _by_default(obj, event)


def _own_flag(run: Machine, event: ev.LayerCalled) -> Decision:
    flag = event.flag
    if not flag.known:
        return Decision("?", event, "flag")
    if flag.origin == "keras" and run.context.flags:
        enclosing = run.context.flags[-1]
        return Decision(None if flag.value is None else bool(flag.value), enclosing.by, enclosing.reason)
    value = None if flag.value is None else bool(flag.value)
    if value is None:
        return Decision(None, event, "nothing")
    if flag.origin == "keras" and event.outer is not None and event.outer.bypass:
        return Decision(value, event.outer, "flag")
    reason = event.driver if event.driver in ("fit", "predict", "evaluate") and event.outer is None else "flag"
    return Decision(value, event, reason)


def _by_default(obj: Object, event: ev.LayerCalled) -> Decision:
    call = find_method(obj.cls, "call")
    if call is not None and "training" in parameters.parameter_names(call):
        default = call.defaults.get("training")
        if isinstance(default, Const) and isinstance(default.value, (bool, int)) and default.value is not None:
            return Decision(bool(default.value), event, "default")
        if default is not None and not isinstance(default, Const):
            return Decision("?", event, "default")
    return Decision(None, event, "nothing")


def _inside(
    run: Machine,
    obj: Object,
    event: ev.LayerCalled,
    value: Value,
    decision: Decision,
    call: Call,
) -> Value:
    own_call = find_method(obj.cls, "call")
    if obj.layer is not None and obj.layer.is_bn:
        if own_call is not None:
            return _run_own_call(run, obj, own_call, value, decision, call, event)
        return _leaf(run, obj, event, value, decision)
    if own_call is not None:
        return _run_own_call(run, obj, own_call, value, decision, call, event)
    return library_forward(run, obj, event, value, decision)


def library_forward(run: Machine, obj: Object, event: ev.LayerCalled, value: Value, decision: Decision) -> Value:
    """Run the library's own ``call`` of a layer or model."""
    if obj.kind == "sequential":
        return _run_sequential(run, obj, value, decision)
    if obj.kind == "functional":
        return _run_functional(run, obj, value, decision)
    if obj.kind == "application":
        return _run_application(run, obj, value, decision)
    if obj.kind == "wrapper":
        return _run_wrapper(run, obj, value, decision)
    found = tensors.flat(value) or [tensors.of_kind(value)]
    if obj.kind == "layer":
        wrapped = _wrapped(obj)
        if wrapped is not None:
            function, instance = wrapped
            handed = Call(function.node, Frame(function.module, {}), [value])
            return functions.call_function(run, function, handed, instance, keras_method=CALL)
        return TensorValue(shapes.output(run, obj, found))
    return tensors.like(found[0], None, dropped=None)


def _leaf(run: Machine, obj: Object, event: ev.LayerCalled, value: Value, decision: Decision) -> Value:
    """Settle the mode of a BN layer."""
    settle(event, decision)
    found = tensors.flat(value) or [tensors.of_kind(value)]
    return TensorValue(shapes.output(run, obj, found))


def _wrapped(obj: Object) -> tuple[Function, Value | None] | None:
    """Return the program's function that a ``Lambda`` layer calls, and of what it is a method."""
    function = obj.config.get("function")
    if obj.layer is None or obj.layer.kind != "Lambda":
        return None
    if isinstance(function, Bound):
        return function.function, function.instance
    return (function, None) if isinstance(function, Function) else None


def settle(event: ev.LayerCalled, decision: Decision) -> None:
    """Write the mode into the event of a BN layer's call, and the constant of a Functional graph around it."""
    for call in event.chain():
        if call.baked is not None and not (call.baked.known and call.baked.value is None):
            event.baked, event.baked_at = call.baked, call.baked_at
            break
    event.decided_by = decision.by or event
    event.reason = decision.reason
    if event.trainable is False:
        event.mode, event.reason = "inference", "frozen"
    elif decision.value is True:
        event.mode = "training" if event.trainable else None
    elif decision.value == "?":
        event.mode = None
    else:
        event.mode = "inference"


def _child(run: Machine, obj: Object, site: ev.Site, value: Value, flag: ev.Arg, given: bool, **more: Any) -> Value:
    event = _child_event(obj, site, value, flag, **more)
    return enter(run, obj, event, value, given, Call(None, NOWHERE, [value]))


def _child_event(obj: Object, site: ev.Site, value: Value, flag: ev.Arg, **more: Any) -> ev.LayerCalled:
    found = tensors.flat(value) or [tensors.of_kind(value)]
    return ev.LayerCalled(site, obj.layer or _NO_LAYER, flag, found[0].info, **more)


def _passed_on(run: Machine, decision: Decision) -> tuple[bool, ev.Arg]:
    """Return the flag that a Functional or Sequential model hands to what is inside."""
    if run.dialect == 2 or decision.value is None:
        return False, ev.ABSENT
    if decision.value == "?":
        return True, ev.Arg(None, False, None, "keras")
    return True, ev.Arg(decision.value, True, None, "keras")


def _run_sequential(run: Machine, obj: Object, value: Value, decision: Decision) -> Value:
    given, flag = _passed_on(run, decision)
    current = _from_outside(obj, _with_declared_shape(obj, value))
    for entry in obj.stack:
        layer: Any = entry.value if isinstance(entry, Optional) else entry
        certain = not isinstance(entry, Optional)
        options: Any = layer.options if isinstance(layer, Choice) else (layer,)
        made: list[Value] = []
        for option in options:
            site = option.layer.site if option.layer is not None else _NO_LAYER.site
            with nullcontext() if certain else run.silently():
                made.append(_child(run, option, site, current, flag, given, certain=certain))
        current = reduce(join, made)
        if not certain and isinstance(current, TensorValue):
            current = tensors.like(current, None)
    return current


def _from_outside(obj: Object, value: Value) -> Value:
    """Let what is inside know that no layer of the same model stands before it, where nothing else is known."""
    if not isinstance(value, TensorValue) or value.info.producers is not None:
        return value
    return TensorValue(replace(value.info, producers=frozenset({("start", id(obj))})), value.node)


def _with_declared_shape(obj: Object, value: Value) -> Value:
    """Fill in what a declared input shape says of the input; where both say something else, Keras takes no other."""
    declared = obj.known.input
    if declared is None:
        return value
    tensor = tensors.of_kind(value)
    info = tensor.info
    shape = info.shape
    batch = info.examples
    site = info.batch_site
    if declared[0] is not None and batch in (None, declared[0]):
        batch, site = declared[0], obj.known.input_site or site
    if shape is None or len(shape) != len(declared):
        shape = (batch, *declared[1:])
    else:
        shape = (batch, *(s if d is None else d for s, d in zip(shape[1:], declared[1:], strict=True)))
    return TensorValue(replace(info, kind=info.kind or "concrete", shape=shape, batch_site=site), tensor.node)


def _run_functional(run: Machine, obj: Object, value: Value, decision: Decision) -> Value:
    handed = tensors.flat(value) or [tensors.of_kind(value)]
    wiring = obj.known.wiring or Wiring([], [])
    results: dict[int, Value] = {}
    for index, start in enumerate(wiring.inputs):
        tensor = handed[index] if index < len(handed) and len(handed) == len(wiring.inputs) else handed[0]
        results[id(start)] = _fed(start, tensor)
    for node, certain in graph_order(obj):
        if id(node) in results:
            continue
        if node.joined:
            results[id(node)] = results.get(id(node.joined[0]), UNKNOWN)
            continue
        before = [results[id(n)] for n in node.inputs if id(n) in results]
        if node.obj is None:
            results[id(node)] = _without_layer(node, before, handed[0])
        else:
            results[id(node)] = _at_node(run, node, node.obj, before, decision, certain)
    ends = [results.get(id(n), UNKNOWN) for n in wiring.outputs]
    return ends[0] if len(ends) == 1 else Items(ends, "list")


def _without_layer(node: Node, before: list[Value], handed: TensorValue) -> Value:
    """Return what comes out of an input, or of an operation that no layer does."""
    if not node.inputs:
        return _fed(node, handed) if isinstance(node.tensor, TensorValue) else handed
    found = [t for v in before for t in tensors.flat(v)]
    return tensors.merge(found, None) if found else UNKNOWN


def _at_node(run: Machine, node: Node, layer: Object, before: list[Value], decision: Decision, certain: bool) -> Value:
    """Run the layer of a graph's node, with the flag of the model or the one baked into the graph."""
    given, flag = _passed_on(run, decision)
    arrived = _reshaped_like(before[0] if len(before) == 1 else Items(before, "list"), node)
    baked = node.flag if node.flag is not ev.ABSENT else None
    if baked is not None and not given:
        given, flag = True, baked
    site = node.call.site if node.call is not None else _NO_LAYER.site
    with nullcontext() if certain else run.silently():
        event = _child_event(layer, site, arrived, flag, certain=certain, baked=baked, baked_at=node.call)
        return enter(run, layer, event, arrived, given, Call(None, NOWHERE, [arrived], dict(node.constants)))


def _fed(start: Node, handed: TensorValue) -> TensorValue:
    """Return what arrives at an input: the declared shape with the batch that is handed in."""
    declared = start.tensor.info if isinstance(start.tensor, TensorValue) else ev.Tensor()
    batch, site, shape = handed.info.examples, handed.info.batch_site, handed.info.shape
    if declared.shape and declared.shape[0] is not None and batch in (None, declared.shape[0]):
        batch, site = declared.shape[0], declared.batch_site or site
    if declared.shape is not None:
        rest = declared.shape[1:]
        if shape is not None and len(shape) == len(declared.shape):
            rest = tuple(d if d is not None else s for d, s in zip(rest, shape[1:], strict=True))
        shape = (batch, *rest)
    producers = declared.producers if declared.producers is not None else frozenset({("input", id(start))})
    return TensorValue(
        replace(handed.info, kind="concrete", shape=shape, batch=batch, batch_site=site, producers=producers)
    )


def _reshaped_like(value: Value, node: Node) -> Value:
    """Where plain ops stand between two layers, take the shape noted when the graph was built."""
    call = node.call
    if not isinstance(value, TensorValue) or call is None:
        return value
    noted = call.input.shape
    if noted is None:
        return value if _adjoins(call.input, node.inputs[0]) else tensors.like(value, None)
    shape = value.info.shape
    batch = value.info.examples
    if shape is None or len(shape) != len(noted):
        return TensorValue(replace(value.info, shape=(batch, *noted[1:]), layout=call.input.layout, batch=batch))
    return value


def _adjoins(noted: ev.Tensor, before: Node) -> bool:
    """Whether a layer got the output of the step before it as it was, with nothing in between."""
    if before.obj is not None:
        return noted.direct is before.obj.layer
    known = isinstance(before.tensor, TensorValue) and before.tensor.info.shape is not None
    return not known and noted.producers is not None


def _run_application(run: Machine, obj: Object, value: Value, decision: Decision) -> Value:
    given, flag = _passed_on(run, decision)
    for inner in obj.stack:
        assert isinstance(inner, Object)
        assert inner.layer is not None
        _child(run, inner, inner.layer.site, tensors.concrete(None), flag, given)
    tensor = tensors.of_kind(value)
    rank = obj.known.rank
    batch = tensor.info.examples
    shape = (batch, *((None,) * (rank - 1))) if rank else None
    if obj.known.keeps_shape:
        shape = tensor.info.shape
    made = replace(tensor.info, shape=shape, batch=batch, layout=obj.known.layout, producers=frozenset({id(obj)}))
    return TensorValue(replace(made, direct=obj.layer, dropped=None))


def _run_wrapper(run: Machine, obj: Object, value: Value, decision: Decision) -> Value:
    inner = obj.attrs.get("layer")
    tensor = tensors.of_kind(value)
    stepwise = obj.layer is not None and obj.layer.kind in STEPWISE
    if isinstance(inner, Object) and inner.layer is not None and (stepwise or may_contain_bn(inner)):
        handed = _one_step(run, tensor) if stepwise else tensors.like(tensor, None)
        made = tensors.flat(_child(run, inner, inner.layer.site, handed, ev.ABSENT, given=False))
        if stepwise and len(made) == 1:
            shape = _all_steps(tensor.info.shape, made[0].info.shape)
            return tensors.like(tensor, shape, layout=None, dropped=made[0].info.dropped)
    return tensors.like(tensor, None, dropped=None)


def _one_step(run: Machine, tensor: TensorValue) -> TensorValue:
    """Return what ``TimeDistributed`` hands to its layer: Keras 3 each step by itself, Keras 2 all of them at once."""
    shape = tensor.info.shape
    batch = tensor.info.examples
    if run.dialect == 2:
        steps = shape[1] if shape is not None and len(shape) > 1 else None
        batch = None if batch is None or steps is None else batch * steps
    rest = None if shape is None or len(shape) < 3 else (batch, *shape[2:])
    info = replace(tensor.info, shape=rest, batch=batch, direct=None, layout=None)
    if run.dialect == 2:
        info = replace(info, batch_site=None, per_replica=None)
    return TensorValue(info, tensor.node)


def _all_steps(before: shapes.Shape | None, step: shapes.Shape | None) -> shapes.Shape | None:
    """Return the shape of all steps together, from what goes in and the shape of one step that comes out."""
    return None if before is None or len(before) < 3 or step is None else (*before[:2], *step[1:])


def _run_own_call(
    run: Machine,
    obj: Object,
    method: Function,
    value: Value,
    decision: Decision,
    call: Call,
    event: ev.LayerCalled,
) -> Value:
    """Run the program's own ``call``."""
    args, kwargs = list(call.args), dict(call.kwargs)
    names = parameters.parameter_names(method)[1:]
    filled: frozenset[str] = frozenset()
    value = _from_outside(obj, value)
    if args:
        args[0] = value
    elif "inputs" in kwargs:
        kwargs["inputs"] = value
    if "training" in names:
        places = parameters.positional_names(method)[1:]
        index = places.index("training") if "training" in places else len(args)
        if index < len(args):
            args[index] = _bound_flag(decision)
        else:
            kwargs["training"] = _bound_flag(decision)
        filled = frozenset({"training"})
    elif method.node.params.star_kwarg is None or run.dialect == 3:
        if method.node.params.star_kwarg is None:
            kwargs.pop("training", None)
    elif decision.value is not None:
        kwargs["training"] = _bound_flag(decision)
    handed = _in_module(call.passing(args, kwargs, call.sites), method.module)
    if obj.layer is not None and obj.layer.is_bn:
        event.mode = None
    return functions.call_function(run, method, handed, obj, keras_method="call", from_keras=filled)


def _bound_flag(decision: Decision) -> Value:
    return UNKNOWN if decision.value == "?" else Const(decision.value, "keras")


def super_call(run: Machine, obj: Object, call: Call) -> Value:
    """Run ``super().call(x, ...)``: the library's forward pass inside the call that is already running."""
    value = _inputs(obj, call)
    found = tensors.flat(value) or [tensors.of_kind(value)]
    written = call.get(1, "training")
    nobody = not run.context.flags or written is None and _is_stateless(run)
    decision = Decision(None, None, "nothing") if nobody else run.context.flags[-1]
    flag = ev.ABSENT
    if written is not None:
        argument = call.written(1, "training")
        flag = flag_of(written, run.site(call.frame, argument) if argument is not None else None)
    if obj.layer is not None and obj.layer.is_bn:
        event = ev.LayerCalled(run.site(call.frame, call.node), obj.layer, flag, found[0].info)
        event.outer = run.context.calls[-1] if run.context.calls else None
        _here(run, obj, event)
        if written is None:
            decision = Decision(None, event, "nothing")  # the library's ``call`` asks no context
        elif flag.origin != "keras":
            decision = Decision(bool(flag.value) if flag.known else "?", event, "flag")
        settle(event, decision)
        run.emit(event)
        return TensorValue(shapes.output(run, obj, found))
    if written is not None and flag.origin != "keras" and run.context.calls:
        decision = Decision(bool(flag.value) if flag.known else "?", run.context.calls[-1], "flag")
    return library_forward(
        run,
        obj,
        run.context.calls[-1] if run.context.calls else ev.LayerCalled(_NO_LAYER.site, _NO_LAYER),
        value,
        decision,
    )


def _bypass(
    run: Machine,
    obj: Object,
    call: Call,
    found: list[TensorValue],
    flag: ev.Arg,
    site: ev.Site,
) -> Value:
    """``layer.call(...)``: no call context, no building, nothing decided."""
    method = find_method(obj.cls, "call")
    if (
        method is not None
        and obj.kind == "subclass"
        and tensors.kind_of(found) == "symbolic"
        and not run.context.keras_depth
    ):
        # ``Model(x, self.call(x))`` lays the inner layers out as a graph: they are called, and nothing is bypassed.
        return functions.call_function(run, method, call, obj)
    event = ev.LayerCalled(site, obj.layer or _NO_LAYER, flag, found[0].info, bypass=True)
    event.outer = _call_around(run)
    _here(run, obj, event)
    if may_contain_bn(obj):
        refresh(obj)
        event.unbuilt = _is_unbuilt(run, obj)
        run.emit(event)
    run.context.calls.append(event)
    try:
        return _past_the_context(run, obj, call, event)
    finally:
        run.context.calls.pop()


def _past_the_context(run: Machine, obj: Object, call: Call, event: ev.LayerCalled) -> Value:
    """Run what is behind ``layer.call(...)``: inner calls ask the context that the outer ones have left."""
    method = find_method(obj.cls, "call")
    if method is not None:
        return functions.call_function(run, method, call, obj)
    value = _inputs(obj, call)
    given = _own_flag(run, event) if event.flag is not ev.ABSENT else Decision(None, event, "nothing")
    if event.unbuilt:
        return value  # it raises
    if obj.layer is not None and obj.layer.is_bn:
        return _leaf(run, obj, event, value, given)
    around = run.context.flags[-1] if run.context.keras_depth else Decision(None, event, "nothing")
    is_dropped = run.dialect == 2 or given.value is None
    return library_forward(run, obj, event, value, around if is_dropped else given)


def _is_unbuilt(run: Machine, obj: Object) -> bool:
    """Whether a BN layer has never been called, so that it has no weights yet."""
    if obj.layer is None or not obj.layer.is_bn or obj.known.built:
        return False
    return not any(True for _ in run.calls_of(obj.layer))

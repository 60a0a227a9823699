"""What users say of their own libraries, when a program calls them (see ``bnlint.libraries.user``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.classes import find_method, foreign_bases
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import children, refresh
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Bound,
    Const,
    Dataset,
    Foreign,
    Function,
    Items,
    Object,
    Optional,
    Partial,
    TensorValue,
    Value,
    Variables,
)
from bnlint.interpreter.effects import gradients
from bnlint.interpreter.keras import loops, models, networks
from bnlint.interpreter.keras.batches import batch_of_fit, inputs_only
from bnlint.interpreter.language import calling, unknown
from bnlint.interpreter.machine import Machine
from bnlint.libraries.aliases import canonical
from bnlint.libraries.keras_models import LOOPS
from bnlint.libraries.schema import roles
from bnlint.libraries.user import Row, UserFunction, UserLayer, UserLoop, UserNetwork


class OwnLibrary:
    """The rows of one user, found by the names under which the analysis knows what a program imports.

    Args:
        library: the rows.
    """

    def __init__(self, library: Iterable[Row]) -> None:
        self._rows = {canonical(row.name): row for row in library}
        self._loops: dict[str, dict[str, UserLoop]] = {}
        """By class, the loops among its methods (and by module those among its functions)."""
        for name, row in self._rows.items():
            if isinstance(row, UserLoop):
                owner, _, method = name.rpartition(".")
                self._loops.setdefault(owner, {})[method] = row

    def call(self, run: Machine, name: str, call: Call) -> Value | None:
        """Call something by its canonical name; None if the user says nothing of it."""
        row = self._rows.get(name)
        if row is not None:
            return _CALLED[type(row)](run, row, call)
        return self._instance(name, call) if name in self._loops else None

    def _instance(self, name: str, call: Call) -> Foreign:
        loops = self._loops[name].values()
        return Foreign(name, next((row.constructor for row in loops if row.constructor), ()), call)

    def call_method(self, run: Machine, instance: Foreign | Object, name: str, call: Call) -> Value | None:
        """Call a method of an instance of a library's class, or of a class of the program below one."""
        names = [instance.name] if isinstance(instance, Foreign) else [b.name for b in foreign_bases(instance.cls)]
        row = next((self._loops[base][name] for base in names if name in self._loops.get(base, ())), None)
        return _loop(run, row, call, instance) if row is not None else None

    def construct(self, obj: Object, call: Call) -> None:
        """Run the constructor of a library's class below a class of the program."""
        name = next((base.name for base in foreign_bases(obj.cls) if base.name in self._loops), None)
        if name is not None:
            obj.known.foreign = self._instance(name, call)


# -- layers, networks, functions -----------------------------------------------------------------------------------


def _class_name(name: str) -> str:
    """Return what messages call an object by: of "mylib.ResNet.from_pretrained" that is the class."""
    parts = name.split(".")
    return next((part for part in reversed(parts) if part[:1].isupper()), parts[-1])


def _layer(run: Machine, row: UserLayer, call: Call) -> Value:
    run.built += 1
    run.earn(100, call.node)
    made = networks.opaque(run, "Layer", _class_name(row.name), call, row.contains_bn)
    made.known.keeps_shape = row.keeps_shape
    if call.get(None, "trainable") is not None:
        for inner, _ in children(made):
            inner.attrs["trainable"] = UNKNOWN  # what the class does with it nobody knows
    return made


def _network(run: Machine, row: UserNetwork, call: Call) -> Value:
    made = networks.opaque(run, "Functional", _class_name(row.name), call, row.contains_bn)
    assert made.layer is not None
    weights = call.kwargs.get(row.weights) if row.weights else None
    if weights is None:
        made.layer.pretrained = row.pretrained
    else:
        made.layer.pretrained = bool(weights.value) if isinstance(weights, Const) else None
    models.remember_strategy(run, made)
    return made


def _function(run: Machine, row: UserFunction, call: Call) -> Value:
    operands = [*call.args, *call.kwargs.values()]
    first = operands[0] if operands else UNKNOWN
    if row.contains_bn:
        inner = _layer(run, UserLayer(row.name, True, row.does == "keeps-shape"), call.passing())
        flag = {name: value for name, value in call.kwargs.items() if name == "training"}
        return calling.call_value(run, inner, call.passing([first], flag, call.sites))
    if row.does == "returns-argument":
        return first
    if row.does == "nothing":
        return UNKNOWN
    if row.does == "keeps-shape":
        tensor = tensors.of_kind(first)
        return TensorValue(replace(tensor.info, direct=None, dropped=None), tensor.node)
    found = [tensor for value in operands for tensor in tensors.flat(value)]
    if not found:
        return TensorValue(ev.Tensor())
    if row.does == "elementwise":
        return tensors.combine(found, operands, bool(run.context.tapes))
    merged = tensors.merge(found, None)
    return TensorValue(replace(merged.info, producers=None, layout=None, direct=None), merged.node)


# -- loops ---------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Given:
    """What a loop's call and the constructor of its object were given.

    Args:
        row: says under which names.
        call: the loop's call.
        instance: what it is a method of, None for a function.
    """

    row: UserLoop
    call: Call
    instance: Foreign | Object | None

    def calls(self) -> Iterator[tuple[Call, tuple[str, ...]]]:
        """Yield the calls that arguments may be in, each with its positional parameters."""
        yield self.call, self.row.parameters
        foreign = self.instance.known.foreign if isinstance(self.instance, Object) else self.instance
        if foreign is not None:
            yield foreign.made, self.row.constructor or foreign.parameters

    def argument(self, name: str) -> tuple[Value | None, Any]:
        """Return an argument and where it is written; an attribute of the program's own object has no such place."""
        for call, parameters in self.calls() if name else ():
            index = parameters.index(name) if name in parameters else None
            value = call.get(index, name)
            if value is not None:
                written = call.written(index, name)
                return value, None if written is None else ev.Site(call.frame.module.path, node=written)
        kept = self.instance.attrs.get(name) if isinstance(self.instance, Object) else None
        return kept, None

    def all(self) -> Iterator[Value]:
        """Yield all arguments."""
        for call, _ in self.calls():
            yield from (*call.args, *call.kwargs.values())
        if isinstance(self.instance, Object):
            yield from self.instance.attrs.values()


def _loop(run: Machine, row: UserLoop, call: Call, instance: Foreign | Object | None = None) -> Value:
    """Run one step of a loop over batches."""
    given = _Given(row, call, instance)
    model = _model(run, given)
    if model is not None:
        assert model.layer is not None
        refresh(model)
        fitted, batch = batch_of_fit(run, model, LOOPS["fit"], _as_fit(given, model))
        if row.mode == "training":
            model.known.fitted = True
            run.emit(replace(fitted, method=row.name, drop_remainder=None, live=True, watched=True))
        else:
            run.emit(ev.Predicted(fitted.site, model.layer, row.name))
        step = _step(given)
        if step is not None:
            _own_step(run, given, step, model, batch)
        else:
            inputs, trains = inputs_only(batch), row.mode == "training"
            loops.driven_call(run, model, inputs, trains, "fit" if trains else "predict", call.node, call.frame)
    unknown.run_callbacks(run, call)
    return UNKNOWN


def _model(run: Machine, given: _Given) -> Object | None:
    if not given.row.model:
        return next((found for value in given.all() if (found := _as_model(value)) is not None), None)
    value, _ = given.argument(given.row.model)
    if isinstance(value, (Function, Bound, Partial)):
        value = calling.call_value(run, value, given.call.passing())
    return _as_model(value)


def _as_model(value: Value | None) -> Object | None:
    if isinstance(value, Optional):
        value = value.value
    return value if isinstance(value, Object) and value.layer is not None else None


def _as_fit(given: _Given, model: Object) -> Call:
    """Return the call of Keras's ``fit`` that says the same of data, batches and steps."""
    row = given.row
    named = {"batch_size": row.batch_size, "epochs": row.epochs, "steps_per_epoch": row.steps}
    found = {"x": _data(given, model), **{role: given.argument(name) for role, name in named.items()}}
    kwargs = {role: value for role, (value, _) in found.items() if value is not None}
    sites: dict[int | str, Any] = {role: site for role, (_, site) in found.items() if site is not None}
    if row.default_batch_size:
        kwargs.setdefault("batch_size", Const(row.default_batch_size))
    data = kwargs.get("x")
    if data is None or isinstance(data, Dataset) and not data.batched and "batch_size" in kwargs:
        kwargs["x"] = UNKNOWN  # the loop makes the batches, of what nobody knows
    return given.call.passing([], kwargs, sites, open=True, roles=roles(LOOPS["fit"].parameters))


def _data(given: _Given, model: Object) -> tuple[Value | None, Any]:
    if given.row.data:
        return given.argument(given.row.data)
    handed = (*given.call.args, *given.call.kwargs.values())
    return next((value for value in handed if _is_data(value) and value is not model), None), None


def _is_data(value: Value) -> bool:
    if isinstance(value, Object):
        return value.layer is None and find_method(value.cls, "__getitem__") is not None
    return isinstance(value, (Dataset, TensorValue)) or isinstance(value, Items) and bool(tensors.flat(value))


def _step(given: _Given) -> Value | None:
    """Return the program's function that the loop runs for each batch."""
    value, _ = given.argument(given.row.step)
    if value is None and isinstance(given.instance, Object):
        own = find_method(given.instance.cls, given.row.step)
        return Bound(own, given.instance) if own is not None else None
    return value


def _own_step(run: Machine, given: _Given, step: Value, model: Object, batch: Value) -> None:
    """Run the program's own step; in training the loop differentiates what it returns by the model's weights."""
    parts = batch.items if isinstance(batch, Items) and batch.kind == "tuple" and len(batch.items) == 2 else []
    x, y = parts or (batch, UNKNOWN)
    handed = {"model": model, "batch": batch, "x": x, "y": y}
    args = [
        model if role == "model" else tensors.as_concrete(handed[role]) if role in handed else UNKNOWN
        for role in given.row.step_takes
    ]
    call = given.call.passing(args)
    with run.elsewhere():
        if given.row.mode == "inference":
            run.nesting.loop_names.append("evaluation")  # the calls inside are in a loop that says what it is
            try:
                calling.call_value(run, step, call)
            finally:
                run.nesting.loop_names.pop()
            return
        tape = ev.Tape(run.site(call.frame, call.node), "closure")
        with run.recording(tape):
            calling.call_value(run, step, call)
        run.graph.applies_gradients = True
        gradients.take_gradient(run, tape, Variables((model,)), call.node, call.frame)


_CALLED: dict[type, Callable[[Machine, Any, Call], Value]] = {
    UserLayer: _layer,
    UserNetwork: _network,
    UserFunction: _function,
    UserLoop: _loop,
}

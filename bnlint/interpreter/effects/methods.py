"""Calls of library methods: a row of ``libraries.objects`` names the effect, a function here or beside does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import releases, states
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import give_statistics, note_loading
from bnlint.interpreter.domain.records import gradients_in
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Beginnings,
    Bound,
    Class,
    Const,
    Dataset,
    DataStep,
    Differentiated,
    Experiment,
    Foreign,
    Function,
    Items,
    Manager,
    Mapped,
    Mapping,
    ModuleValue,
    Object,
    Optimizer,
    Parser,
    Partial,
    Saver,
    Scaler,
    ScopedVariables,
    Statistics,
    Strategy,
    Super,
    TapeValue,
    TensorValue,
    Text,
    TrainableVariables,
    Value,
    Variables,
    Various,
    Weight,
)
from bnlint.interpreter.effects import (
    arrays,
    autograd,
    containers,
    datasets,
    dimensions,
    distribution,
    experiments,
    functional,
    gradients,
    lengths,
    modules,
    parsers,
)
from bnlint.interpreter.keras import checkpoints, classes, model_methods, weights
from bnlint.interpreter.language import assignment, backward, calling, contexts, functions, operators, unknown
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import graph1, savers, sessions
from bnlint.libraries import torch
from bnlint.libraries.objects import METHODS
from bnlint.libraries.schema import Method as Row
from bnlint.libraries.schema import Roles, roles
from bnlint.libraries.tensorflow import DATA_STEPS

Effect = Callable[..., "Value | None"]


def call_method(run: Machine, instance: Value, name: str, call: Call) -> Value:
    """Call a library method of an abstract object."""
    of_kind = _BY_NAME.get(type(instance))
    result = of_kind(run, instance, name, call) if of_kind is not None else _by_row(run, instance, name, call)
    if result is not None:
        return result
    if run.returns_state:
        states.escape(instance)
    return unknown.call_unknown(run, call)


def _by_row(run: Machine, instance: Value, name: str, call: Call) -> Value | None:
    kind = type(instance)
    receivers = ("set", "list") if isinstance(instance, Items) and instance.kind == "set" else _RECEIVERS.get(kind, ())
    for receiver in receivers:
        found = _HANDLERS.get((receiver, name))
        if found is not None:
            call.name, call.roles = name, found.roles
            return found.effect(run, instance, call)
    otherwise = _OTHERWISE.get(kind)
    return otherwise(run, instance, call) if otherwise is not None else None


def _collection_of_scope(run: Machine, value: Manager, call: Call) -> Value:
    """``scope.get_collection(key)`` of ``tf.variable_scope(...) as scope``: what belongs to it."""
    return graph1.collection(run, call.role("key"), UNKNOWN) if value.kind == "name" else UNKNOWN


def _entered(run: Machine, value: Manager, call: Call) -> Value:
    """``stack.enter_context(manager)`` of an ``ExitStack``, which leaves it at its own end."""
    manager = call.role("cm") or UNKNOWN
    stacked = value.kind == "stack" and value.content
    return contexts.enter(run, manager, call.node, call.frame, value.content[-1]) if stacked else UNKNOWN


def _same_variables(run: Machine, value: Variables | Weight, call: Call) -> Value:
    return weights.kept(run, value) if isinstance(value, Weight) else value


def _variables_extended(run: Machine, value: Variables, call: Call) -> Value:
    """``weights.extend(others)``, of the list that ``model.trainable_weights`` makes anew for each who asks."""
    return _now(run, call, operators.binary(run, "Add", value, call.role("items") or UNKNOWN))


def _put_among_variables(run: Machine, value: Variables, call: Call) -> Value:
    return _now(run, call, operators.binary(run, "Add", value, UNKNOWN))


def _now(run: Machine, call: Call, variables: Value) -> Value:
    """Give another value to the name of a list on which a method is called."""
    owner = getattr(getattr(call.node, "func", None), "value", None)
    if isinstance(owner, cst.Name):
        assignment.assign_target(run, owner, variables, call.frame)
    return NONE


def _assigned(run: Machine, value: Value, call: Call) -> Value:
    """``bn.moving_mean.assign(mean)``."""
    given = call.args[0] if call.args else None
    if _is_step(value, given, call):
        run.graph.applies_gradients = True
    if isinstance(value, Weight) or (isinstance(value, Variables) and not value.every):
        if isinstance(value, Weight) and given is not None:
            backward.changed(run, value, given, call.node, call.frame)
        weights.copied(run, value, given, call)
        return UNKNOWN
    give_statistics(value, isinstance(value, Statistics) and states.are_own(given, value.owners))
    states.write(given)
    return UNKNOWN


def _is_step(value: Value, given: Value | None, call: Call) -> bool:
    """Whether a program changes a weight as an optimizer does: by a gradient, or by adding to what it is."""
    if not isinstance(value, Weight):
        return False
    added = type(call.node.func) is cst.Attribute and call.node.func.attr.value == _ADDS
    return added or given is not None and bool(gradients_in((given,)))


_ADDS = "assign_add"


def _evaluated(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.eval(feed_dict)`` of a TF1 graph; of anything else the same tensor."""
    of_graph = any(isinstance(source, ev.GraphNormalized) for source in value.info.made_of)
    return sessions.fetched(run, call, value) if of_graph else arrays.same_tensor(run, value, call)


def _restored(run: Machine, value: Mapping, call: Call) -> Value:
    """``tf.train.Checkpoint(bn=bn).restore(path)``."""
    note_loading(value, checkpoints.are_own(run, call))
    give_statistics(value)
    return UNKNOWN


def _applied(run: Machine, value: Dataset, call: Call) -> Value:
    """``dataset.apply(function)``."""
    step = call.role("step") or UNKNOWN
    if isinstance(step, DataStep):
        changed: Value | None = value
        for name in DATA_STEPS[step.name]:
            changed = _HANDLERS["data set", name].effect(run, changed, step.call)
        return value if changed is None else changed
    made = calling.call_value(run, step, call.passing([value])) if isinstance(step, _OWN) else UNKNOWN
    return made if isinstance(made, Dataset) else value


_OWN = (Function, Bound, Partial)
"""What a program calls its own functions by."""


def _traced(run: Machine, value: Function, call: Call) -> Value:
    return functions.call_function(run, value, call)


def _traced_itself(run: Machine, value: Function | Bound, call: Call) -> Value:
    """``f.get_concrete_function(...)``: what it returns does the same as the function."""
    calling.call_value(run, value, call)
    return value


def _nothing_known(run: Machine, value: Value, call: Call) -> Value:
    return UNKNOWN


def _stirred(run: Machine, value: Items, call: Call) -> None:
    containers.stir(run, value)


def _of_foreign(run: Machine, value: Foreign, name: str, call: Call) -> Value | None:
    return run.own.call_method(run, value, name, call) if run.own is not None else None


def _of_version(run: Machine, value: Various, name: str, call: Call) -> Value:
    return UNKNOWN if call.kwargs or call.open else releases.call_method(value, name, call.args)


_BY_NAME: dict[type, Callable[..., Value | None]] = {
    Beginnings: weights.of_list,
    Class: classes.bare,
    Foreign: _of_foreign,
    ModuleValue: modules.of_namespace,
    Object: model_methods.of_object,
    Super: model_methods.of_super,
    Saver: savers.of_saver,
    ScopedVariables: savers.of_variable,
    TrainableVariables: savers.of_list,
    Various: _of_version,
}
_RECEIVERS: dict[type, tuple[str, ...]] = {
    Items: ("list",),
    Const: ("text",),
    Text: ("text",),
    Mapping: ("dict", "settings", "checkpoint"),
    TensorValue: ("tensor",),
    Dataset: ("data set", "iterator"),
    TapeValue: ("tape",),
    Optimizer: ("optimizer",),
    Strategy: ("strategy",),
    Parser: ("parser", "parser of a package"),
    Experiment: ("experiment",),
    Variables: ("variables",),
    Statistics: ("variables",),
    Weight: ("variable",),
    Function: ("function",),
    Bound: ("function",),
    Manager: ("variable scope", "stack"),
    Differentiated: ("gradient function",),
    Mapped: ("mapped function",),
    Scaler: ("scaler",),
}
_OTHERWISE: dict[type, Effect] = {
    Items: _stirred,
    Const: _nothing_known,
    Text: _nothing_known,
    Mapping: containers.not_understood,
    TensorValue: arrays.not_understood,
    Dataset: datasets.not_understood,
    TapeValue: gradients.other_of_tape,
    Optimizer: gradients.other_of_optimizer,
    Strategy: distribution.not_understood,
    Parser: parsers.not_understood,
    Experiment: _nothing_known,
    Variables: _nothing_known,
    Statistics: _nothing_known,
    Weight: _nothing_known,
    Function: _nothing_known,
}
"""What a method without a row does, by what it is called on."""

EFFECTS: dict[str, Effect] = {
    "append": containers.append,
    "append in front": containers.append_in_front,
    "insert": containers.insert,
    "extend": containers.extend,
    "take out": containers.take_out,
    "take out first": containers.take_out_first,
    "copy": containers.copy,
    "reverse": containers.reverse,
    "clear": containers.clear,
    "sort": containers.sort,
    "remove": containers.remove,
    "find": containers.find,
    "ask": containers.ask,
    "add": containers.put_in,
    "unite": containers.unite,
    "drop": containers.drop,
    "look up": containers.look_up,
    "take entry": containers.take_entry,
    "look up or put": containers.look_up_or_put,
    "pairs": containers.pairs,
    "keys": containers.keys,
    "values": containers.values,
    "update": containers.update,
    "empty": containers.empty,
    "copy dict": containers.copy_dict,
    "leave": containers.leave,
    "lay others over": containers.lay_over,
    "lay a text over": containers.lay_text_over,
    "put entry": containers.put_entry,
    "compute text": containers.compute_text,
    "fill in": containers.fill_in,
    "join texts": containers.join_texts,
    "evaluated": _evaluated,
    "same tensor": arrays.same_tensor,
    "reshape": arrays.reshape,
    "reduce": arrays.reduce,
    "flatten": arrays.flatten,
    "shape": arrays.shape,
    "list": arrays.listed,
    "repeated": arrays.like_function(lengths.repeated),
    "gathered": arrays.like_function(lengths.gathered),
    "squeezed": arrays.like_function(dimensions.squeezed),
    "swapped": arrays.like_function(dimensions.swapped),
    "batch": datasets.batch,
    "map": datasets.mapped,
    "same data": datasets.same_data,
    "apply": _applied,
    "batch by length": datasets.batch_by_length,
    "repeat": datasets.repeat,
    "rows taken": datasets.taken,
    "some rows": datasets.some_rows,
    "unbatch": datasets.unbatch,
    "enumerate": datasets.enumerated,
    "nothing known": datasets.nothing_known,
    "next element": datasets.next_element,
    "take gradient": gradients.gradient,
    "take gradient of arguments": functional.take,
    "map over rows": functional.map_rows,
    "go back": autograd.go_back,
    "cut off": autograd.detach,
    "step": autograd.step,
    "scales": autograd.scale,
    "steps an optimizer": autograd.step_through,
    "changes in place": autograd.change,
    "apply without state": gradients.apply_without_state,
    "watched": gradients.watched,
    "stop recording": gradients.stop_recording,
    "begin recording": gradients.begin_recording,
    "end recording": gradients.end_recording,
    "minimize": gradients.minimize,
    "apply gradients": gradients.apply_gradients,
    "make updates": gradients.make_updates,
    "compute gradients": gradients.compute_gradients,
    "scope": distribution.scope,
    "run on replicas": distribution.run_on_replicas,
    "distribute data": distribution.distribute_data,
    "distribute made data": distribution.distribute_made_data,
    "reduce replicas": distribution.reduce_replicas,
    "add option": parsers.add_option,
    "parse": parsers.parse,
    "parse some": parsers.parse_some,
    "parse records": parsers.parse_records,
    "group": parsers.group,
    "set defaults": parsers.set_defaults,
    "add commands": parsers.add_commands,
    "add command": parsers.add_command,
    "settings of a function": experiments.settings_of,
    "add settings": experiments.add_settings,
    "take settings": experiments.take,
    "take settings and run": experiments.take_and_run,
    "trace": _traced,
    "traces itself": _traced_itself,
    "get collection of a scope": _collection_of_scope,
    "enter": _entered,
    "same variables": _same_variables,
    "extend variables": _variables_extended,
    "put among variables": _put_among_variables,
    "assign": _assigned,
    "restore": _restored,
    "save": weights.saved,
}
"""By the name that rows use."""


class _Handler(NamedTuple):
    effect: Effect
    roles: Roles


def _handlers(rows: tuple[Row, ...]) -> dict[tuple[str, str], _Handler]:
    return {
        (row.receiver, name): _Handler(EFFECTS[row.effect], roles(row.parameters))
        for row in rows
        for name in row.names.split()
    }


_HANDLERS = _handlers((*METHODS, *torch.METHODS))

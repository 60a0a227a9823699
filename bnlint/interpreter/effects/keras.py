"""Functions of Keras that make layers and models, and those that set what holds for all layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import releases, tensors
from bnlint.interpreter.domain.containers import element_of, sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import give_statistics, walk
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Const,
    External,
    Function,
    Items,
    Manager,
    Mapping,
    Object,
    Optimizer,
    ScopedVariables,
    Strategy,
    Value,
    Weight,
    flag_of,
)
from bnlint.interpreter.effects import control
from bnlint.interpreter.effects.operands import tensors_in
from bnlint.interpreter.effects.tensors import derived, same
from bnlint.interpreter.keras import classes, copies, layers, models, networks, serving, weights
from bnlint.interpreter.language import branches, calling, unknown
from bnlint.interpreter.machine import Decision, Machine
from bnlint.interpreter.tensorflow1 import savers
from bnlint.libraries.keras_functions import BENCHMARKS
from bnlint.libraries.keras_layers import BY_NAME, FUNCTIONS, ORDERINGS
from bnlint.libraries.keras_models import SETTINGS
from bnlint.libraries.schema import Addon, Layer, Network, Shape
from bnlint.syntax.words import dotted, holds, nodes_in


def assigned(run: Machine, call: Call) -> Value:
    """``keras.backend.set_value(variable, value)`` and its kin: the program fills its weights by itself."""
    variable = call.role("variable") or UNKNOWN
    pair = sequence(element_of(variable)) or ()
    if isinstance(variable, ScopedVariables):
        savers.copied(run, variable, call, call.role_written("x"))
    elif isinstance(variable, Weight):
        weights.copied(run, variable, call.role("x"), call)
    elif len(pair) == 2 and isinstance(pair[0], Weight):
        weights.copied(run, pair[0], pair[1], call)
    else:
        give_statistics(variable)
    return same(run, call) if call.role("x") is not None else NONE


# -- layers and models ---------------------------------------------------------------------------------------------


def layer(run: Machine, call: Call) -> Value:
    """A class of ``keras.layers``."""
    return _in_strategy(run, layers.build_layer(run, _last_name(call), call))


def merged(run: Machine, call: Call) -> Value:
    """``keras.layers.add(inputs)``: a layer that is made and called at once."""
    made = layers.build_layer(run, FUNCTIONS[_last_name(call)], call.passing([], call.kwargs))
    return calling.call_value(run, made, call.passing(call.args[:1]))


def sequential(run: Machine, call: Call) -> Value:
    """``keras.Sequential(layers)``."""
    return _in_strategy(run, models.sequential(run, call))


def model(run: Machine, call: Call) -> Value:
    """``keras.Model(inputs, outputs)``."""
    return _in_strategy(run, models.functional(run, call))


def network(row: Network) -> Callable[[Machine, Call], Value]:
    """Return what constructs a network: ``keras.applications.ResNet50()``."""
    return lambda run, call: _in_strategy(run, networks.network(run, row, call))


def addon(row: Addon) -> Callable[[Machine, Call], Value]:
    """Return what constructs a layer of another package."""

    def construct(run: Machine, call: Call) -> Value:
        if run.dialect not in row.dialects:
            return unknown.call_unknown(run, call)  # none of this Keras's layers
        if row.role == "container":
            return _in_strategy(run, networks.opaque(run, "Layer", row.name, call, has_bn=True))
        return _in_strategy(run, layers.build(run, _LIKE[row.role](row), call))

    return construct


_LIKE: dict[str, Callable[[Addon], Layer]] = {
    "normalisation": lambda row: Layer(
        row.name, row.positional, Shape.SAME, weights=True, kind="BatchNormalization", role="normalisation"
    ),
    "wrapper": lambda row: Layer(row.name, row.positional, weights=True, role="wrapper"),
    "": lambda row: Layer(row.name, row.positional, Shape.SAME, weights=True),
}
"""The layer of Keras that another package's is like, by the role that its row gives it."""


def _last_name(call: Call) -> str:
    return call.name.rpartition(".")[2]


def _in_strategy(run: Machine, made: Value) -> Value:
    models.remember_strategy(run, made)
    return made


def base_init(run: Machine, call: Call) -> Value:
    """``keras.Model.__init__(self, ...)``."""
    if call.args and isinstance(call.args[0], Object):
        classes.base_init(run, call.args[0], call.passing(call.args[1:], call.kwargs, open=call.open))
    return NONE


def cloned(run: Machine, call: Call) -> Value:
    """``keras.models.clone_model(model)``."""
    changed, model = call.role("clone_function"), call.role("model")
    if changed is not None and changed != NONE:
        if isinstance(model, Object) and isinstance(changed, Function):
            _note_renumbered(run, model, changed, call)
        return UNKNOWN  # each layer may become another
    return copies.clone(run, model or UNKNOWN, call.node, call.frame)


def _note_renumbered(run: Machine, model: Object, changed: Function, call: Call) -> None:
    """Note which BN layers have other numbers in the copy, by what the program's function makes of each."""
    for inner in [inner for inner, _ in walk(model)]:
        layer = inner.layer
        if layer is None or not layer.is_bn or not any(name in layer.args for name in SETTINGS):
            continue
        with run.silently(), run.state.apart():
            made = calling.call_value(run, changed, call.passing([inner]))
        if isinstance(made, Object) and made.layer is not None and made is not inner:
            before, after = ([each.args.get(name, ev.ABSENT) for name in SETTINGS] for each in (layer, made.layer))
            kept = zip(SETTINGS, before, after, strict=True)
            layer.renumbered |= {name for name, old, new in kept if (old.known, old.value) != (new.known, new.value)}


def rebuilt(run: Machine, call: Call) -> Value:
    """``keras.Model.from_config(config)``."""
    config = call.role("config")
    if isinstance(config, Mapping):
        return _described(run, call.name.split(".")[-2], config, call)
    return copies.rebuilt(run, config, call.node, call.frame)


def deserialized(run: Machine, call: Call) -> Value:
    """``keras.layers.deserialize({"class_name": "Dense", "config": {...}})``: Keras 3 asks for a module, too."""
    config = call.role("config") or UNKNOWN
    told = isinstance(config, Mapping) and "module" in config.items
    return _deserialized(run, config, call) if told or run.dialect == 2 else UNKNOWN


def _deserialized(run: Machine, value: Value, call: Call) -> Value:
    if not isinstance(value, Mapping):
        return UNKNOWN
    kind, config, module = (value.items.get(name) for name in ("class_name", "config", "module"))
    own = module is not None and module != Const("keras.layers")
    if own or not isinstance(kind, Const) or not isinstance(config, Mapping):
        return UNKNOWN
    return _described(run, str(kind.value), config, call)


def _described(run: Machine, kind: str, config: Mapping, call: Call) -> Value:
    """Return the layer, or Sequential, of which a dict speaks."""
    same = copies.unchanged(config)
    if same is not None:
        return copies.rebuilt(run, same, call.node, call.frame)
    if kind == "Sequential":
        inside = sequence(config.items.get("layers", UNKNOWN)) or [UNKNOWN]
        made = [_deserialized(run, each, call) for each in inside]
        return UNKNOWN if UNKNOWN in made else _in_strategy(run, models.sequential(run, call.passing([Items(made)])))
    if kind not in BY_NAME:
        return UNKNOWN
    given = {str(key): value for key, value in config.items.items()}
    sites: dict[int | str, Any] = {str(key): site for key, site in config.sites.items()}
    is_open = config.open and (config.describes is None or config.overlaid)
    return _in_strategy(run, layers.build_layer(run, kind, call.passing([], given, sites, is_open)))


def restored(run: Machine, call: Call) -> Value:
    """``keras.models.load_model(file)``."""
    return copies.load(run, call.role("file"), call.node, call.frame)


def saved(run: Machine, call: Call) -> Value:
    """``keras.models.save_model(model, file)``."""
    copies.save(run, call.role("model") or UNKNOWN, call, "file")
    return NONE


def exported(run: Machine, call: Call) -> Value:
    """``tf.saved_model.save(obj, export_dir)``, and what makes a ``TFLiteConverter`` of a model or of functions."""
    copies.saved(run, call.role("model") or UNKNOWN, call, served=True)
    serving.serve(run, call.role("model"), call.role("signatures"), call)
    return derived(run, call)


def instance(run: Machine, call: Call) -> Value:
    """A class of Keras about which nothing is known, or what such an object makes of tensors."""
    return UNKNOWN if tensors_in(call.args) else External(f"{call.name}()")


def optimizer(run: Machine, call: Call) -> Value:
    """``keras.optimizers.Adam()``."""
    return Optimizer()


def graph_optimizer(run: Machine, call: Call) -> Value:
    """``tf.compat.v1.train.AdamOptimizer()``."""
    return Optimizer(graph=True)


# -- strategies ----------------------------------------------------------------------------------------------------


def mirrored(run: Machine, call: Call) -> Value:
    """``tf.distribute.MirroredStrategy(devices)``."""
    devices = call.role("devices")
    return Strategy(len(devices.items)) if isinstance(devices, Items) and not devices.open else Strategy()


def one_device(run: Machine, call: Call) -> Value:
    """``tf.distribute.OneDeviceStrategy(device)``."""
    return Strategy(1)


def strategy(run: Machine, call: Call) -> Value:
    """A strategy with a number of replicas that nobody knows."""
    return Strategy()


# -- data ----------------------------------------------------------------------------------------------------------


def benchmark(run: Machine, call: Call) -> Value:
    """``keras.datasets.mnist.load_data()``."""
    shape, test = BENCHMARKS[call.name.split(".")[-2]]
    train: list[Value] = [tensors.concrete(shape), tensors.concrete((shape[0],))]
    held_out: list[Value] = [tensors.concrete((test, *shape[1:])), tensors.concrete((test,))]
    return Items([Items(train, "tuple"), Items(held_out, "tuple")], "tuple")


# -- what holds for all layers -------------------------------------------------------------------------------------


def policy(run: Machine, call: Call) -> Value:
    """``keras.mixed_precision.set_global_policy(policy)``."""
    value = call.role("policy")
    if isinstance(value, Const) and isinstance(value.value, str) and "float16" in value.value:
        run.testimony.float16 = run.testimony.float16 or "bfloat" not in value.value
    return UNKNOWN


def float_type(run: Machine, call: Call) -> Value:
    """``keras.backend.set_floatx(value)``."""
    value = call.role("value")
    if isinstance(value, Const) and value.value == "float16":
        run.testimony.float16 = True
    return NONE


def set_learning_phase(run: Machine, call: Call) -> Value:
    """``keras.backend.set_learning_phase(value)``, the flag of all layers in Keras 2."""
    value = call.role("value")
    known = isinstance(value, Const) and isinstance(value.value, (int, bool))
    phase = bool(value.value) if known and isinstance(value, Const) and run.dialect == 2 else "?"
    _note_phase(run, call, scope=False)
    run.defaults.learning_phase = Decision(phase, None, "learning phase")
    return NONE


def scope_learning_phase(run: Machine, call: Call) -> Value:
    """``keras.backend.learning_phase_scope(value)``."""
    _note_phase(run, call, scope=True)
    return Manager("learning phase")


def _follows_a_mode(call: Call) -> bool:
    """Whether a branch sets the learning phase, and the other side of the same test sets it otherwise."""
    branching = (node for node in nodes_in(call.frame.module.tree.root.body) if type(node) is cst.If and node.orelse)
    others = (
        other
        for node in branching
        for side, other in ((node.body, node.orelse), (node.orelse, node.body))
        if holds(side, call.node)
    )
    setter = dotted(call.node.func)
    return any(type(each) is cst.Call and dotted(each.func) == setter for other in others for each in nodes_in(other))


def _note_phase(run: Machine, call: Call, scope: bool) -> None:
    value = call.role("value")
    site = run.site(call.frame, call.node)
    given = flag_of(value, site) if value is not None and not _follows_a_mode(call) else ev.Arg(site=site)
    as_program = any(branches.is_main_guard(test) for test, _ in run.nesting.tests)
    run.emit(ev.LearningPhaseSet(site, given, not run.state.depth, scope, as_program))


def learning_phase(run: Machine, call: Call) -> Value:
    """``keras.backend.learning_phase()``."""
    if run.defaults.learning_phase is not None and isinstance(run.defaults.learning_phase.value, bool):
        return Const(run.defaults.learning_phase.value, "learning phase")
    return Const(False, "learning phase") if _is_never_set(run) else UNKNOWN


def in_train_phase(run: Machine, call: Call) -> Value:
    """``keras.backend.in_train_phase(x, alt, training)``: without a flag the global phase says which."""
    phase = learning_phase(run, call) if call.role("pred") is None else UNKNOWN
    if not isinstance(phase, Const):
        return control.branched(run, call)
    chosen = control.side(run, call.role("then" if phase.value else "otherwise") or UNKNOWN, call)
    return Const(chosen.value, "learning phase") if isinstance(chosen, Const) else chosen


def _is_never_set(run: Machine) -> bool:
    """Whether code outside of graphs asks Keras 2 for a phase that nobody has set: that is 0 (measured).

    A tape shows that it runs eagerly; ``tf.function`` and ``call`` in it are told the same.
    """
    eager = bool(run.context.tapes) and not run.testimony.graph_mode
    return eager and run.dialect == 2 and run.defaults.learning_phase is None


def set_data_format(run: Machine, call: Call) -> Value:
    """``keras.backend.set_image_data_format(data_format)``, ``set_image_dim_ordering(dim_ordering)`` of Keras 1.

    A format that a function may have changed for itself is put back at its end, and then nothing has changed.
    """
    if _is_put_back(run, call.role_written("data_format")):
        return NONE
    value = call.role("data_format")
    chosen = value.value if isinstance(value, Const) and isinstance(value.value, str) else "?"
    chosen = ORDERINGS.get(chosen, chosen)
    if run.state.depth and chosen != run.defaults.data_format:
        chosen = "?"  # one side of a branch sets what the other one has not
    run.defaults.data_format, run.defaults.by_option = chosen, run.nesting.optional > 0
    return NONE


def _is_put_back(run: Machine, written: Any) -> bool:
    """Whether a value is set back under a test that asks if there is one: ``if old: set(old)``."""
    test = run.nesting.tests[-1][0] if run.nesting.tests else None
    if type(test) is cst.Comparison and type(test.comparisons[0].operator) is cst.IsNot:
        test = test.left
    put = written.value if type(written) is cst.Arg else written
    return type(put) is cst.Name and type(test) is cst.Name and test.value == put.value


def data_format(run: Machine, call: Call) -> Value:
    """``keras.backend.image_data_format()``, ``image_dim_ordering()`` of Keras 1."""
    chosen = run.defaults.data_format or "?"
    if chosen != "?" and call.name.endswith("ordering"):
        chosen = next((name for name, format in ORDERINGS.items() if format == chosen), "?")
    return UNKNOWN if chosen == "?" else Const(chosen)


def backend(run: Machine, call: Call) -> Value:
    """``keras.backend.backend()``."""
    return Const(run.backend)


def version(run: Machine, call: Call) -> Value:
    """``keras.version()``."""
    return releases.of_package("keras", run.dialect)

"""Reads a whole program: the module as it runs, then what nobody in sight calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter import unreached
from bnlint.interpreter.budget import OutOfBudget, OutOfTime, limit_of
from bnlint.interpreter.core import Interpreter
from bnlint.interpreter.domain import states, tensors
from bnlint.interpreter.domain.classes import find_method, inherited_around, mro, set_on_self
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import children, holds_bn, may_contain_bn, objects_in, refresh, walk
from bnlint.interpreter.domain.values import Class, Function, Module, Object, TensorValue, Unknown, Value
from bnlint.interpreter.keras import classes, forward, rehearsal
from bnlint.interpreter.language import calling, functions, parameters
from bnlint.interpreter.modules import Project
from bnlint.interpreter.tensorflow1 import purposes, samples
from bnlint.libraries.keras_layers import WEIGHTED
from bnlint.libraries.tensorflow1 import CONTRIB
from bnlint.patterns import pattern
from bnlint.syntax.variants import made_by
from bnlint.syntax.words import dotted, nodes_in

if TYPE_CHECKING:
    from bnlint.libraries.user import Row

_ROOM = 20_000
"""Budget for each function that is read on its own."""
_ROOM_FOR_REPEATS = 1_000
"""Budget for a network in one of its sizes, beside what it earns where nothing was yet: the first one is read whole."""


def interpret(
    module: Module, project: Project, dialect: int, runs_on: Callable[[], str], library: tuple[Row, ...] = ()
) -> ev.Testimony:
    """Return everything that the program of this module proves.

    Args:
        module: the main module.
        project: where its imports are found.
        dialect: 2 or 3.
        runs_on: says what Keras runs on, when somebody asks.
        library: what the user says of code that cannot be read.
    """
    run = Interpreter(dialect, project, runs_on)
    if library:
        from bnlint.interpreter.effects.own import OwnLibrary  # start-up time: few projects have rows of their own

        run.own = OwnLibrary(library)
    try:
        _read(run, module, project)
    except OutOfTime:
        run.cut_short("it takes too much time (time-limit)", module.path, None)
    if not run.graph.applies_gradients:
        run.testimony.events[:] = [e for e in run.testimony.events if not isinstance(e, ev.GradientTaken)]
    run.testimony.spent = run.budget.is_spent
    run.testimony.contrib = any(m is not None and any(map(m.speaks_of, CONTRIB)) for m in project.modules.values())
    if run.testimony.format_assumed and not run.testimony.format_shown:
        run.testimony.format_shown = any(map(_imports_tensorflow, (module, *filter(None, project.modules.values()))))
    run.testimony.updates_hang = run.graph.updates_hang
    if run.testimony.graph_mode:
        run.testimony.phase_given = any(m is not None and _gives_phase(m) for m in project.modules.values())
        run.testimony.only_trains = purposes.only_trains(run, module, project)
        run.testimony.asked_as_trained = samples.asked_as_trained(run, module, project)
    _settle_updates(run)
    _settle_answers(run.testimony)
    rehearsal.settle(run)
    rehearsal.settle_graph(run)
    if run.testimony.contrib:
        _keep_defaults(run.testimony)
    return run.testimony


def _imports_tensorflow(module: Module) -> bool:
    """Whether a module imports TensorFlow, for its own Keras or beside another one: that is what it runs on."""
    return module.speaks_of("tensorflow") and _IMPORTS_TENSORFLOW.search(module.text) is not None


_IMPORTS_TENSORFLOW = pattern(r"^[ \t]*(?:import|from)[ \t]+tensorflow\b", re.MULTILINE)


def _gives_phase(module: Module) -> bool:
    """Whether a module puts Keras's learning phase into a dict: ``feed[K.learning_phase()] = 1``."""
    return module.speaks_of("learning_phase()") and _GIVES_PHASE.search(module.text) is not None


_GIVES_PHASE = pattern(r"learning_phase\(\)[ \t]*(?:\][ \t]*=(?!=)|:)")


def _keep_defaults(testimony: ev.Testimony) -> None:
    """Leave layers in inference mode that only a default of a ``call`` around puts into training mode.

    Up to TensorFlow 2.2 it gets its default itself, and no layer inside that is passed nothing.
    """
    for event in testimony.events:
        if not isinstance(event, ev.LayerCalled) or event.reason != "default" or event.mode != "training":
            continue
        chain = list(event.chain())
        inside = chain[: next((number for number, each in enumerate(chain) if each is event.decided_by), 0)]
        if all(each.flag is ev.ABSENT or each.flag.known and each.flag.value is None for each in inside):
            event.mode, event.reason, event.decided_by = "inference", "nothing", event


def _read(run: Interpreter, module: Module, project: Project) -> None:
    """Run the module and those that use it, then what nobody in sight calls."""
    project.add(module)
    _guarded(run, (module.path, None), run.run_module, module)
    run.read.alone, run.read.called = True, False
    unread = any(f.module is module and id(f.node) not in run.read.ran for f in run.read.functions)
    if unread or run.testimony.events:
        project.asked = True
        for user, what in project.users_of(module):
            chosen, began = (run.defaults.data_format, run.defaults.by_option), len(run.testimony.events)
            with run.budget.using():
                run.read.called = True
                _guarded(run, (user.path, None), run.run_module, user, _statements(user, what.runs))
                run.read.called = False
                _read_rest(run, user, what.concerned)
            run.defaults.data_format, run.defaults.by_option = chosen  # what one program sets counts in no other
            _end_phases(run, began)
    if run.returns_state:
        states.settle(run.testimony)
    _read_rest(run, module)
    for partial, call in run.read.partials:
        if call.frame.module is module and id(partial) not in run.read.used:
            _guarded(
                run, (module.path, call.node), calling.call_value, run, partial, Call(call.node, call.frame, open=True)
            )
    frame = Frame(module, module.names)
    for obj in _laid_out_only(run, module):
        _guarded(run, (module.path, obj.layer and obj.layer.site.node), _run_through, run, obj, frame)
    fits, tapes = project.habits(module)
    by_hand = tapes and not fits
    for cls in [c for c in run.read.classes if c.module is module and c.kind == "Model"]:
        _guarded(run, (module.path, cls.node), _maybe_fit, run, cls, frame, by_hand)


def _laid_out_only(run: Interpreter, module: Module) -> Iterator[Object]:
    """Yield the Sequentials and layers of a module with BN that are built, or put into a graph, and never run.

    One of those that are made at one place, or of one class, is enough.
    """
    if run.testimony.graph_mode:
        return
    calls = [event for event in run.testimony.events if isinstance(event, ev.LayerCalled) and event.outer is not None]
    entered = {id(event.outer.layer) for event in calls if event.outer is not None}
    made = [obj for each in run.read.instances.values() for obj in each]
    seen = {_kind_of(obj) for obj in (*made, *run.read.stacks) if obj.layer is not None and id(obj.layer) in entered}
    for obj in (*made, *run.read.stacks):
        if obj.layer is not None and _kind_of(obj) not in seen and may_contain_bn(obj) and _is_made_of(obj, module):
            seen.add(_kind_of(obj))
            yield obj


def _is_made_of(obj: Object, module: Module) -> bool:
    """Whether a layer is one of a module's own classes, or a Sequential that it makes."""
    if obj.cls is not None:
        return obj.cls.kind == "Layer" and obj.cls.module is module
    return obj.layer is not None and obj.layer.site.path == module.path


def _kind_of(obj: Object) -> int:
    """Return what the syntax of an object's class is, or that of its construction, by ``id``."""
    return id(obj.cls.node if obj.cls is not None else obj.layer and obj.layer.site.node)


def _run_through(run: Interpreter, obj: Object, frame: Frame) -> None:
    """Run a layer on what it gets in the graph that it stands in, as part of some model that is not in sight."""
    assert obj.layer is not None
    got = next((event.input for event in run.calls_of(obj.layer)), ev.Tensor(shape=obj.known.input))
    inputs = TensorValue(ev.Tensor(shape=got.shape, layout=got.layout))
    event = ev.LayerCalled(obj.layer.site, obj.layer, ev.Arg(None, False), inputs.info)
    with run.driven_by("unknown", None):
        forward.enter(run, obj, event, inputs, True, Call(obj.layer.site.node, frame, [inputs], open=True))


def _read_rest(run: Interpreter, module: Module, lines: tuple[range, ...] | None = None) -> None:
    """Read what nobody in sight calls: methods first, then functions, with unknown arguments.

    Args:
        run: the interpreter.
        module: the module.
        lines: where what is read stands; None for everywhere.
    """
    run.graph.rest = len(run.testimony.events)
    frame = Frame(module, module.names)
    skipped = run.read.named_elsewhere | {"<lambda>"}
    for cls in [c for c in run.read.classes if c.module is module and c.name not in skipped]:
        if _stands_in(cls.node, module, lines):
            _read_class(run, cls, frame)
    for function in reversed(run.read.functions[:]):  # callers come last as a rule, and run what they call
        if function.module is module and function.owner is None and function.name not in skipped:
            if _stands_in(function.node, module, lines):
                _read_function(run, function, frame)


def _statements(module: Module, lines: tuple[range, ...] | None) -> list[Any]:
    """Return the statements at the top of a module that stand in some lines."""
    return [statement for statement in module.tree.root.body if _stands_in(statement, module, lines)]


def _stands_in(node: Any, module: Module, lines: tuple[range, ...] | None) -> bool:
    """Whether some syntax stands in some lines of a module; what the stdlib does not tell about does."""
    if lines is None:
        return True
    first = module.tree.line(node)
    return first is None or any(first in each for each in lines)


def _settle_updates(run: Interpreter) -> None:
    """UPDATE_OPS fetched by ``session.run`` or grouped with a train op run, wherever the train op was made."""
    hang = run.graph.updates_hang or run.graph.holds_updates and not _fetches_are_known(run)
    for event in run.testimony.events:
        if isinstance(event, ev.GraphMinimized):
            if event.updates_run is False:
                event.updates_run = True if run.graph.updates_run else None if hang else False
            event.keras_updates_run = run.graph.reads_keras_updates


def _fetches_are_known(run: Interpreter) -> bool:
    """Whether all that sessions fetch is known, and a train op is among it."""
    trains = any(isinstance(event, ev.GraphFetched) and event.trains for event in run.testimony.events)
    return trains and not run.graph.fetches_unknown


def _settle_answers(testimony: ev.Testimony) -> None:
    """Leave what a train op of a TF1 graph is made of to the sessions: a summary of it is part of the graph, too."""
    trained = testimony.stepped
    for event in testimony.events:
        if isinstance(event, ev.LayerCalled) and not event.tapes and id(event.layer) in trained:
            event.answers = False


def _guarded(run: Interpreter, part: tuple[str, Any], action: Callable[..., object], *args: object) -> None:
    """Run a part of the reading; whatever goes wrong costs that part only.

    Args:
        run: the interpreter.
        part: the module's name and the syntax of what is read.
        action: what to do, with ``args``.
        args: its arguments.
    """
    run.budget.grant(_ROOM)
    _attempt(run, part, action, *args)


def _attempt(run: Interpreter, part: tuple[str, Any], action: Callable[..., object], *args: object) -> None:
    before = run.nesting.copy()
    try:
        with run.elsewhere(), run.state.apart():
            action(*args)
    except (OutOfBudget, RecursionError) as limit:
        run.nesting = before
        if run.read.brought or not run.read.repeats:
            run.cut_short(limit_of(limit), *part)


def _read_function(run: Interpreter, function: Function, frame: Frame) -> None:
    if id(function.node) in run.read.ran:
        return
    run.graph.begin(len(run.testimony.events))
    part = function.module.path, function.node
    call = Call(function.node, frame, open=True)
    builder = function.module.tree.tells(function.node, made_by)
    read = run.read
    read.sizing = set() if builder is None else {id(function.node)}
    if builder is None or not _is_ended(run, part, builder, frame):
        _guarded(run, part, _hand_out, run, function, call)
    else:
        _read_size(run, part, function, call)
    read.sizing = set()


def _read_size(run: Interpreter, part: tuple[str, Any], function: Function, call: Call) -> None:
    """Read a function that only hands on what one makes that has been read to its end."""
    read = run.read
    read.places.update(id(event.site.node) for event in run.testimony.events[read.counted :])
    read.counted = len(run.testimony.events)
    read.repeats, read.brought = True, False
    with run.budget.sparing(_ROOM_FOR_REPEATS):
        _attempt(run, part, _hand_out, run, function, call)
    read.repeats = False


def _is_ended(run: Interpreter, part: tuple[str, Any], builder: Any, frame: Frame) -> bool:
    """Whether what makes a network has been read to its end."""
    found: list[Value] = []
    _guarded(run, part, lambda: found.append(run.evaluate(builder, frame)))
    return any(isinstance(made, Function) and id(made.node) in run.read.ended for made in found)


def _hand_out(
    run: Interpreter, function: Function, call: Call, instance: Value | None = None, keras: str | None = None
) -> None:
    """Call a function that nobody in sight calls: who does gets what it returns, and may have its object before."""
    if run.returns_state:
        states.escape(instance)
    began = len(run.testimony.events)
    try:
        made = functions.call_function(run, function, call, instance, keras)
    finally:
        _end_phases(run, began)
    if run.returns_state:
        states.escape(made)
        states.escape(instance)


def _end_phases(run: Interpreter, began: int) -> None:
    """What has been set since then counts no further: what is read next may run in another process, or before."""
    for event in run.testimony.events[began:]:
        if isinstance(event, ev.LearningPhaseSet) and event.until is None:
            event.until = len(run.testimony.events)


def _instance(run: Interpreter, cls: Class, frame: Frame) -> Object | None:
    known = run.read.instances.get(id(cls.node))
    if known:
        return known[-1]
    for heir in cls.heirs:
        if run.read.instances.get(id(heir.node)):
            return run.read.instances[id(heir.node)][-1]
    return _made_up(run, cls, frame)


def _made_up(run: Interpreter, cls: Class, frame: Frame) -> Object | None:
    """Return an object of a class that somebody out of sight may make; None where that raises."""
    made: list[Value] = []
    _guarded(
        run,
        (cls.module.path, cls.node),
        lambda: made.append(classes.instantiate(run, cls, Call(cls.node, frame, open=True))),
    )
    obj = made[0] if made else None
    if isinstance(obj, Object):
        obj.known.made_up = True
        return obj
    return None


_SKIPPED = frozenset(("__init__", "build", "call", "__repr__", "__str__", "get_config", "compute_output_shape"))


def _read_class(run: Interpreter, cls: Class, frame: Frame) -> None:
    """Read the methods that nobody in sight calls, then inherited ones that nobody calls of this class."""
    methods = [m for m in cls.attrs.values() if isinstance(m, Function) and m.owner is cls]
    missed = unreached.methods(run, cls)
    methods = [m for m in methods if m.name not in missed]
    unread = {m.name for m in methods if id(m.node) not in run.read.ran}
    if not unread and len(mro(cls)) == 1:
        return
    run.graph.begin(0 if run.read.instances.get(id(cls.node)) else len(run.testimony.events))
    obj = _instance(run, cls, frame)
    if obj is None:
        return
    call = find_method(cls, "call")
    if call is not None and obj.layer is not None and id(call.node) not in run.read.ran and cls.kind != "Model":
        _guarded(run, (call.module.path, call.node), _call_from_somewhere, run, obj, call, frame)
        for other in _of_other_parts([obj], run.read.instances.get(id(cls.node), [])):
            _guarded(run, (call.module.path, call.node), _call_once, run, other, call, frame)
    _read_methods(run, cls, methods, obj, frame)
    for method in inherited_around(cls, unread | _networks_given(obj, methods)):
        if (id(method.node), id(cls.node)) not in run.read.inherited:
            _read_method(run, method, obj, frame)


def _read_methods(run: Interpreter, cls: Class, methods: list[Function], obj: Object, frame: Frame) -> None:
    """Read the methods of a class that nobody in sight calls.

    The object may be an heir's, whose own method of a name runs in the place of this class's.
    """
    replaced = [method for method in methods if find_method(obj.cls, method.name) is not method]
    for method in methods:
        if id(method.node) not in run.read.ran and method not in replaced:
            _read_method(run, method, obj, frame)
    unread = [method for method in replaced if id(method.node) not in run.read.ran]
    own = _made_up(run, cls, frame) if unread else None
    for method in unread:
        if own is not None and id(method.node) not in run.read.ran:
            _read_method(run, method, own, frame)


def _networks_given(obj: Object, methods: list[Function]) -> set[str]:
    """Return the attributes with BN in them that the methods of an object's class set, for those of a base to use."""
    given = {name for method in methods for name in set_on_self(method)}
    return {
        name
        for name in given & obj.attrs.keys()
        if any(may_contain_bn(inner) for inner, _ in objects_in(obj.attrs[name]))
    }


def _read_method(run: Interpreter, method: Function, obj: Object, frame: Frame) -> None:
    """Read a method that nobody in sight calls, its own or an inherited one, of an instance."""
    if method.name in _SKIPPED or method.name in run.read.named_elsewhere:
        return
    keras = method.name if obj.layer is not None and method.name.endswith("_step") else None
    instance = None if method.kind == "static" else obj
    nothing = Call(method.node, frame, open=True)
    networks = {name: held for name, held in obj.attrs.items() if isinstance(held, Object) and may_contain_bn(held)}
    _guarded(run, (method.module.path, method.node), _hand_out, run, method, nothing, instance, keras)
    for name, network in networks.items():  # the next one may be called first: before a load that replaces a network
        if isinstance(obj.attrs.get(name), Unknown):
            obj.attrs[name] = network


def _call_from_somewhere(run: Interpreter, obj: Object, call: Function, frame: Frame) -> None:
    """Run ``call`` as part of some model that is not in sight: nothing is known of the flag."""
    assert obj.layer is not None
    event = ev.LayerCalled(ev.Site(call.module.path, node=call.node), obj.layer, ev.Arg(None, False))
    with run.driven_by("unknown", None):
        inputs = tensors.CONCRETE
        forward.enter(run, obj, event, inputs, True, Call(call.node, frame, [inputs], open=True))


def _maybe_fit(run: Interpreter, cls: Class, frame: Frame, by_hand: bool) -> None:
    """A model class that nothing in the program trains may be fitted elsewhere: see what ``fit`` would do."""
    call = find_method(cls, "call")
    if call is None or call.module is not frame.module:
        return
    heirs = [heir for heir in _heirs(cls) if heir.module is cls.module]
    if any(find_method(heir, "call") is call for heir in heirs):
        return  # what it does is seen where those are read
    by_hand = by_hand or bool(heirs)  # nobody knows whether what others are made from is fitted, too
    objects = run.read.instances.get(id(cls.node), [])
    accounted = [obj for obj in objects if _accounted_for(run, obj)]
    by_others = bool(accounted) and not any(obj.known.fitted for obj in accounted)
    cannot = by_others or by_hand or not parameters.takes_one_input(call) or _makes_another(cls)
    for obj in _of_other_parts(accounted, objects) if objects else [_instance(run, cls, frame)]:
        _maybe_fit_one(run, obj, call, frame, cannot)


def _heirs(cls: Class) -> Iterator[Class]:
    """Yield the classes of the program below one."""
    for heir in cls.heirs:
        yield heir
        yield from _heirs(heir)


def _makes_another(cls: Class) -> bool:
    """Whether a method makes a model of the same parts, past ``call``: nobody knows which of the two is fitted."""
    methods = [method.node for method in cls.attrs.values() if isinstance(method, Function) and method.owner is cls]
    return any(_makes_model(node) for node in methods if isinstance(node, cst.FunctionDef))


def _makes_model(method: Any) -> bool:
    """Whether a method returns a Functional model that it does not make by calling ``self``."""
    nodes = list(nodes_in(method.body))
    returned = [node.value for node in nodes if isinstance(node, cst.Return) and isinstance(node.value, cst.Call)]
    if not any(dotted(made).rpartition(".")[2] == "Model" and len(made.args) > 1 for made in returned):
        return False
    return {dotted(node) for node in nodes if isinstance(node, cst.Call)}.isdisjoint(("self", "self.call"))


def _of_other_parts(read: list[Object], objects: list[Object]) -> list[Object]:
    """Return the instances of a class that hold what none before them does, the last one first.

    A second factory makes the class of other blocks, which nobody would look at otherwise.
    """
    found: list[Object] = []
    seen: set[int] = {part for obj in read for part in _classes_in(obj)}
    for obj in reversed(objects[-_MAX_COMPARED:]):
        parts = _classes_in(obj)
        if (not found and not read) or not parts <= seen:
            found.append(obj)
            seen |= parts
    return found[:_MAX_READ]


_MAX_COMPARED = 16
"""Instances of one class that are compared."""
_MAX_READ = 4
"""Instances of one class that are read by themselves."""


def _classes_in(obj: Object) -> set[int]:
    """Return the classes of the program that an instance has parts of, by ``id`` of their syntax."""
    return {id(inner.cls.node) for inner, _ in walk(obj) if inner.cls is not None}


def _maybe_fit_one(run: Interpreter, obj: Object | None, call: Function, frame: Frame, cannot: bool) -> None:
    """See what ``fit`` would do with an instance.

    Args:
        run: the interpreter.
        obj: the instance.
        call: its ``call``.
        frame: of the module that it stands in.
        cannot: ``fit`` is not for it: its ``call`` is only read, as far as nobody has.
    """
    if cannot or obj is None or obj.layer is None or not (may_contain_bn(obj) or holds_bn(obj)):
        _call_once(run, obj, call, frame)
        return
    refresh(obj)
    site = ev.Site(call.module.path, node=call.node)
    run.emit(ev.Fitted(site, obj.layer, may=True))
    own = find_method(obj.cls, "train_step")
    if own is not None:
        return
    passes = run.dialect == 2 or "training" in parameters.parameter_names(call)
    flag = ev.Arg(True, True, None, "keras") if passes else ev.ABSENT
    event = ev.LayerCalled(site, obj.layer, flag)
    with run.elsewhere(), run.driven_by("fit", obj.layer):
        inputs = tensors.CONCRETE
        forward.enter(run, obj, event, inputs, passes, Call(call.node, frame, [inputs], open=True))
    refresh(obj)  # its own `build` may just have made layers


def _call_once(run: Interpreter, obj: Object | None, call: Function, frame: Frame) -> None:
    """Read the ``call`` of an instance, if it or that of a part of it has not been read yet."""
    if obj is None or obj.layer is None:
        return
    calls = (find_method(inner.cls, "call") for inner, _ in walk(obj))
    if any(method is not None and id(method.node) not in run.read.ran for method in calls):
        _call_from_somewhere(run, obj, call, frame)


def _accounted_for(run: Interpreter, obj: Object) -> bool:
    """Whether the program itself says how an instance is trained, or that it is part of another model."""
    if obj.known.fitted or obj.known.owners or obj.known.recorded or obj.known.handed:
        return True
    if _called_with_loaded_weights(run, obj) or _trains_itself(run, obj) or _is_trained_as_another(obj):
        return True
    if _is_trained_before(obj) or _is_served(run, obj):
        return True
    for event in run.calls_of(obj.layer) if obj.layer is not None else ():
        if event.outer is not None or event.driver == "fit" or event.tapes:
            return True
        if event.flag.known and event.flag.value is True:
            return True
        if event.flag.site is not None and not event.flag.known:
            return True
        if event.input.kind == "symbolic":
            return True
    return False


def _called_with_loaded_weights(run: Interpreter, obj: Object) -> bool:
    """Whether a model is there to be used: its weights come from elsewhere."""
    return obj.layer is not None and obj.layer.pretrained is True and any(True for _ in run.calls_of(obj.layer))


def _is_trained_as_another(obj: Object) -> bool:
    """Whether a model that is fitted is made of the same parts, by ``self.call(inputs)``."""
    parts = [part for part, _ in children(obj) if may_contain_bn(part)]
    return any(owner.known.fitted for part in parts for owner in part.known.owners if owner is not obj)


def _is_trained_before(obj: Object) -> bool:
    """Whether all networks with BN in a model are trained by themselves: it wraps them, to be saved or to predict."""
    if find_method(obj.cls, "train_step") is not None:
        return False
    seen: set[int] = set()
    stack = [obj]
    while stack:
        current = stack.pop()
        if id(current) in seen or current.known.fitted or current.known.recorded:
            continue
        if current.layer is not None and current.layer.is_bn:
            return False
        seen.add(id(current))
        stack.extend(part for part, _ in children(current))
    return may_contain_bn(obj)


def _is_served(run: Interpreter, obj: Object) -> bool:
    """Whether the program exports a model as it is, or asks or saves one that brings all its weights along."""
    saved = [event for event in run.testimony.events if isinstance(event, ev.ModelSaved) and event.model is obj.layer]
    if any(event.served for event in saved):
        return True
    used = bool(saved) or obj.layer is not None and any(True for _ in run.calls_of(obj.layer))
    return used and not _has_own_weights(obj)


def _has_own_weights(obj: Object) -> bool:
    """Whether a model has weights beside those of networks that come with theirs, or that the program trains."""
    seen: set[int] = set()
    stack = [obj]
    while stack:
        current = stack.pop()
        if id(current) in seen or current.known.fitted or current.known.recorded or current.layer is None:
            continue
        seen.add(id(current))
        if current.kind != "application" and current.layer.pretrained is not False:
            continue
        if current.layer.kind in WEIGHTED:
            return True
        stack.extend(part for part, _ in children(current))
    return False


def _trains_itself(run: Interpreter, obj: Object) -> bool:
    """Whether a model's own ``call`` has a tape that records what is inside."""
    for event in run.testimony.events:
        if isinstance(event, ev.LayerCalled) and event.tapes and event.outer is not None:
            if any(around.layer is obj.layer and not around.tapes for around in event.chain()):
                return True
    return False

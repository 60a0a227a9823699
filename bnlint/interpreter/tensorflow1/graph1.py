"""TF1 graph code: ``tf.layers``, ``tf.contrib``, slim, arg_scope, UPDATE_OPS and train ops."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import is_update_ops, sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    UPDATE_OPS,
    Bound,
    Const,
    External,
    Fallback,
    Function,
    Items,
    Manager,
    Mapping,
    Object,
    Optimizer,
    Optional,
    Partial,
    ScopedVariables,
    Table,
    TensorValue,
    TrainableVariables,
    Value,
    flag_of,
)
from bnlint.interpreter.language import calling, scoped
from bnlint.interpreter.language.parameters import parameter_names
from bnlint.interpreter.machine import Machine, ScopedArguments
from bnlint.interpreter.tensorflow1 import layers1, savers, scopes1, sessions
from bnlint.libraries import tensorflow1 as rows
from bnlint.libraries.keras_layers import BY_NAME, positional
from bnlint.libraries.schema import roles

_CLASSES = {f"{rows.LAYERS_HOME}{kind}": f"{rows.LAYERS_HOME}{name}" for name, kind in rows.KERAS_LAYERS.items()}
"""The functions of ``tf.layers`` that do what a layer object does, by the canonical names of the classes."""
_NORMALIZERS = {name: row for row in rows.NORMALIZERS for name in row.names.split()}


def call_graph(run: Machine, name: str, last: str, call: Call) -> Value | None:
    """Call a TF1 function; None when it is none of ours."""
    run.graph.eager = run.graph.eager or name.startswith(rows.EAGER_HOME)
    if name == rows.NORMALIZER_LAYER and run.dialect == 2:
        return _later(run, f"{name}.__call__", tuple(roles(_NORMALIZERS[name].parameters)), call, ("trainable",))
    if name in _CLASSES:
        return _later(run, _CLASSES[name], positional(BY_NAME[last], 2), call)
    if name in _NORMALIZERS:
        return _normalize(run, name, call)
    if name.startswith(rows.NETWORKS_HOMES):
        return _network(run, last, call)
    if name.startswith(rows.WITH_NORMALIZER_HOMES) and last in _WITH_LAYERS:
        return _WITH_LAYERS[last](run, name, call)
    if name in layers1.DROPOUTS and not name.startswith(rows.LAYERS_HOME):
        return layers1.dropped(run, name, call, _result(run, call))
    if name == rows.SESSION_RUN:
        return _run_session(run, call)
    if name == f"{sessions.TRAIN_OP.name}.run":
        return _run_operation(run, call)
    if name.startswith(rows.STREAMS):
        return _streamed(call)
    row = _BY_LAST_NAME.get(last)
    if row is not None:
        call.roles = roles(row.parameters)
        return EFFECTS[row.effect](run, call)
    if last.endswith(rows.OPTIMIZER_ENDING) or last in rows.OPTIMIZER_WRAPPERS:
        return Optimizer(graph=True)
    if last in rows.KERAS_LAYERS_ELSEWHERE and name.startswith(rows.WITH_NORMALIZER_HOMES):
        return _layer(run, name, call)
    return _layer(run, name, call) if name.startswith(rows.LAYERS_HOME) else None


def _streamed(call: Call) -> Value:
    """``tf.metrics.accuracy(labels, predictions)``: the number so far, and the operation that counts one batch more."""
    given = [tensor for value in (*call.args, *call.kwargs.values()) for tensor in tensors.flat(value)]
    number = TensorValue(ev.Tensor(shape=(), made_of=tensors.made_of(given)))
    return Items([number, number], "tuple")


def _later(run: Machine, name: str, names: Sequence[str], call: Call, more: tuple[str, ...] = ()) -> Value:
    """``tf.layers.Conv2D(...)``: what is called later.

    Args:
        run: the interpreter.
        name: the canonical name of the function that does what a call of it does.
        names: its positional parameters.
        call: the call that makes it.
        more: further ones that matter.
    """
    written = {**dict(zip(names, call.args, strict=False)), **call.kwargs}
    kept = {key: value for key, value in written.items() if key in (*more, *names)}
    sites: dict[int | str, ev.Site] = {}
    for key in kept:
        node = call.written(names.index(key) if key in names else None, key)
        if node is not None:
            sites[key] = run.site(call.frame, node)
    return Partial(External(name), [], kept, sites)


def _with_normalizer(run: Machine, name: str, call: Call) -> Value:
    """``slim.conv2d(x, 64, 3, normalizer_fn=slim.batch_norm)``, and its like."""
    made = layers1.of_kernel(run, name, call, _result(run, call))
    inner = tensors.made_of(tensors.flat(_inner_normalizer(run, name, call, made)))
    return sessions.made_from(made, *inner)


def _repeated(run: Machine, name: str, call: Call) -> Value | None:
    """``slim.repeat(x, 4, slim.conv2d, 256, 3)``, ``slim.stack(x, slim.conv2d, [(32, 3), (64, 3)])``.

    One layer stands for all of those that are alike.
    """
    last = name.rpartition(".")[2]
    places = roles(rows.REPEATED[last])
    own = call.passing(call.args, call.kwargs, call.sites, call.open, places)
    layer, inputs = own.role("layer"), own.role("inputs")
    each = sequence(own.role("each") or UNKNOWN) if last == rows.STACK else (Items([]),)
    if layer is None or inputs is None or not each or call.open:
        return None
    names = {place.name for place in places.values()}
    kwargs = {key: value for key, value in call.kwargs.items() if key not in names}
    sites: dict[int | str, Any] = {key: node for key, node in call.sites.items() if key in kwargs}
    behind = call.args[len(places) :]
    for given in each:
        more = list(sequence(given) or (given,)) if last == rows.STACK else behind
        inputs = calling.call_value(run, layer, call.passing([inputs, *more], kwargs, sites))
    return inputs


_WITH_LAYERS: dict[str, Callable[[Machine, str, Call], Value | None]] = {
    **dict.fromkeys(rows.WITH_NORMALIZER, _with_normalizer),
    **dict.fromkeys(rows.REPEATED, _repeated),
}
"""Functions of contrib and slim that call a normaliser, or such a function."""


def _layer(run: Machine, name: str, call: Call) -> Value:
    plain = _result(run, call)
    return layers1.output(run, name, call) or plain


def _result(run: Machine, call: Call) -> TensorValue:
    run.graph.layers += 1
    found = tensors.flat(call.get(0, rows.INPUT) or UNKNOWN)
    if not found:
        return TensorValue(ev.Tensor())
    merged = tensors.merge(found, None)
    return TensorValue(replace(merged.info, layout=None), merged.node)


def _run_session(run: Machine, call: Call) -> Value:
    if any(is_update_ops(v) for v in [*call.args, *call.kwargs.values()]) and not _read_early(run):
        run.graph.updates_run = True
    call.roles = _OF_RUN
    return sessions.fetched(run, call, call.role("fetches") or UNKNOWN)


_OF_RUN = roles("fetches feed_dict")
_OF_OPERATION = roles("feed_dict session")


def _run_operation(run: Machine, call: Call) -> Value:
    call.roles = _OF_OPERATION
    return sessions.fetched(run, call, sessions.TRAIN_OP)


def _group(run: Machine, call: Call) -> Value:
    if any(is_update_ops(v) for v in call.args) and not _read_early(run):
        run.graph.updates_run = True
    quiet = (isinstance(value, TensorValue) or value in sessions.QUIET for value in call.args)
    if call.args and not call.open and all(quiet):
        return sessions.FIRST_VALUES if sessions.FIRST_VALUES in call.args else sessions.QUIET_OP
    return sessions.TRAIN_OP


def _tie_together(run: Machine, call: Call) -> Value:
    """``tf.tuple(tensors, control_inputs=[...])``: the same tensors, which are there only when all of them are."""
    given, before = call.role("tensors") or UNKNOWN, call.role("control_inputs") or UNKNOWN
    if not any(map(is_update_ops, (given, before))) or _read_early(run):
        return given
    if not isinstance(given, Items):
        return held(run, given, call)
    return replace(given, items=[held(run, each, call) for each in given.items])


def _put_first_values(run: Machine, call: Call) -> Value:
    """An operation that gives all variables their first values."""
    return sessions.FIRST_VALUES


def _run_without_training(run: Machine, call: Call) -> Value:
    """An operation that changes no weights by what it learns: it puts first values into some, or writes summaries."""
    return sessions.QUIET_OP


def _placeholder(run: Machine, call: Call) -> Value:
    run.testimony.graph_mode = True
    dtype = call.role("dtype")
    is_flag = isinstance(dtype, External) and dtype.name.endswith("bool")
    shape = tensors.shape_from(call.role("shape"))
    return UNKNOWN if is_flag else TensorValue(ev.Tensor(shape=shape))


def _make_batches(run: Machine, call: Call) -> Value:
    """``tf.train.batch(tensors, batch_size)``: batches of what a queue is given, one example at a time or many."""
    given, size, many = call.role("tensors") or UNKNOWN, call.role("batch_size"), call.role("many")
    alone = sequence(given) if isinstance(given, Items) else None
    given = alone[0] if alone is not None and len(alone) == 1 else given  # of a list of one tensor it gives a tensor
    if given is UNKNOWN:
        return UNKNOWN
    count = size.value if isinstance(size, Const) and type(size.value) is int else None
    site = run.site(call.frame, call.role_written("batch_size") or call.node)
    one = many is None or many == Const(False)
    known = one or many == Const(True)

    def batched(tensor: TensorValue) -> Value:
        shape = tensor.info.shape if known else None
        examples = shape if one or shape is None else shape[1:]
        shape = None if examples is None else (count, *examples)
        return TensorValue(replace(tensor.info, shape=shape, batch=count, batch_site=site, direct=None))

    return tensors.each(given, batched, lambda other: TensorValue(ev.Tensor(batch=count, batch_site=site)))


def _placeholder_with_default(run: Machine, call: Call) -> Value:
    run.testimony.graph_mode = True
    value = call.role("input")
    if not isinstance(value, Const) or not isinstance(value.value, bool) or value.option or value.beside is not None:
        return UNKNOWN
    default = ev.FlagDefault(value.value)
    run.graph.defaults.append(default)
    return Fallback(default)


def _be_a_graph(run: Machine, call: Call) -> Value:
    run.testimony.graph_mode = True
    return UNKNOWN


def _read_graph(run: Machine, call: Call) -> Value:
    """``tf.train.import_meta_graph(path)``, ``tf.import_graph_def(definition)``: nobody knows what is in it."""
    run.graph.read = len(run.testimony.events)
    return UNKNOWN


def _be_eager(run: Machine, call: Call) -> Value:
    run.graph.eager = True
    return NONE


def _specify(run: Machine, call: Call) -> Value:
    """``EstimatorSpec(mode, predictions, loss, train_op)``: what the Estimator answers with, and is judged by."""
    run.testimony.graph_mode = True
    step, answers, metrics = call.role("train_op"), call.role("predictions"), call.role("metrics")
    trains = step is not None and step is not NONE
    if not trains or metrics is not None and (isinstance(step, Optional) or not run.nesting.premises):
        wanted = [value for value in (answers, metrics) if value is not None and value is not NONE]
        loss = call.role("loss")
        if loss is not None and not wanted:
            wanted.append(loss)
        outputs = tuple(tensor.info for value in wanted for tensor in tensors.flat(value))
        scopes = tuple(reversed(run.context.scopes))
        site = run.site(call.frame, call.node)
        run.emit(ev.GraphFetched(site, outputs, scopes=scopes, specified=True, premises=_premises(run, call.frame)))
    if trains:
        _train_by_hand(run, call)
    return UNKNOWN


def _specify_by_a_head(run: Machine, call: Call) -> Value:
    """``head.create_estimator_spec(features, mode, logits, labels, train_op_fn=train)``: it makes the loss itself."""
    run.testimony.graph_mode = True
    run.graph.updates_hang = True
    loss = TensorValue(ev.Tensor(made_of=tensors.made_of(tensors.flat(call.role("logits") or UNKNOWN))))
    step, optimizer = call.role("step"), call.role("optimizer")
    if step is not None and step != NONE:
        calling.call_value(run, step, call.passing([loss]))
    elif optimizer is not None and optimizer != NONE:
        minimized(run, call.node, call.frame, call.role("variables"), loss)
    return UNKNOWN


def _train_by_hand(run: Machine, call: Call) -> None:
    """Note a train op that an Estimator gets and that no optimizer of TF1 made: a tape's gradients, put to use."""
    around = {scope.site for scope in run.context.scopes}
    if any(isinstance(e, ev.GraphMinimized) and not around.isdisjoint(s.site for s in e.scopes) for e in _own(run)):
        return
    node = call.role_written("train_op")
    taped = [event for event in _called(run) if event.tapes]
    if node is None or not taped:
        return
    run.emit(
        ev.GraphMinimized(
            run.site(call.frame, node),
            layers=tuple({id(event.layer): event.layer for event in taped}.values()),
            premises=_premises(run, call.frame),
            scopes=tuple(reversed(run.context.scopes)),
        )
    )


def _own(run: Machine) -> list[ev.Event]:
    """Return what has happened in the graph that is being made."""
    return run.testimony.events[run.graph.began :]


def _called(run: Machine) -> Iterator[ev.LayerCalled]:
    """Yield the calls of Keras's layers in the graph that is being made."""
    return (event for event in _own(run) if isinstance(event, ev.LayerCalled))


def _begin_another_graph(run: Machine, call: Call) -> Value:
    run.graph.thrown_away += 1
    return NONE


def _be_a_graph_under_a_name(run: Machine, call: Call) -> Value:
    run.testimony.graph_mode = True
    return _be_under_a_name(run, call)


def _be_under_a_name(run: Machine, call: Call) -> Value:
    name = call.role("name")
    known = isinstance(name, Const) and isinstance(name.value, str)
    return Manager("name", name.value if known and isinstance(name, Const) else None)


def _open_session(run: Machine, call: Call) -> Value:
    run.testimony.graph_mode = True
    return External(rows.SESSION)


def _train_with_updates(run: Machine, call: Call) -> Value:
    """``slim.learning.create_train_op(loss, optimizer)``, which runs all UPDATE_OPS unless it is given others."""
    loss = call.role("loss")
    made_of = tensors.made_of(tensors.flat(loss)) if isinstance(loss, TensorValue) else None
    runs = sequence(call.role("updates") or UNKNOWN) != []
    run.emit(ev.GraphMinimized(run.site(call.frame, call.node), updates_run=runs, made_of=made_of))
    return sessions.TRAIN_OP


def _collection(run: Machine, call: Call) -> Value:
    return collection(run, call.role("key"), call.role("scope"))


def collection(run: Machine, key: Value | None, scope: Value | None) -> Value:
    """Return a collection of the graph, filtered by a scope's name.

    Args:
        run: the machine.
        key: which one.
        scope: how the names begin of what counts, None for all.
    """
    text = key.name if isinstance(key, External) else key.value if isinstance(key, Const) else ""
    if isinstance(text, str) and text.rpartition(".")[2].upper() == rows.UPDATE_OPS:
        built = any(isinstance(event, ev.GraphNormalized) for event in run.testimony.events)
        if (not built and not run.read.alone) or _is_elsewhere(run, scope):
            return Items([])
        run.graph.read_updates(len(run.testimony.events), "" if scope is None else _named(scope))
        return UPDATE_OPS
    if isinstance(text, str) and text.rpartition(".")[2].upper() == rows.TRAINABLES:
        return savers.of_scope(scope) or UNKNOWN
    return UNKNOWN


def _put_into_a_collection(run: Machine, call: Call) -> Value:
    """``tf.add_to_collection(name, value)``: whoever runs that collection runs what is in it."""
    if is_update_ops(call.role("value") or UNKNOWN):
        run.graph.updates_hang = True
    return NONE


def _named(scope: Value) -> str | None:
    """Return how the names begin of what a collection's filter lets through, None where that is not known."""
    wanted = scope.value.rstrip("/") if isinstance(scope, Const) and isinstance(scope.value, str) else ""
    return wanted if wanted.replace("/", "").isidentifier() else None


def _is_elsewhere(run: Machine, scope: Value | None) -> bool:
    """Whether all updates so far have names that do not begin as the collection's filter says."""
    if not isinstance(scope, Const) or not isinstance(scope.value, str):
        return False
    wanted = scope.value.rstrip("/")
    names = run.graph.normalized
    return bool(names) and wanted.isidentifier() and not any(name is None or name.startswith(wanted) for name in names)


def _read_early(run: Machine) -> bool:
    """Whether the collection was read before what runs now added the first normalisation that trains."""
    events = run.testimony.events
    first = next((i for i in range(run.graph.began, len(events)) if _moves_statistics(events[i])), None)
    return first is not None and run.graph.updates_read <= first


def _moves_statistics(event: ev.Event) -> bool:
    return isinstance(event, ev.GraphNormalized) and not (event.flag.known and event.flag.value is False)


def _trains_another_network(run: Machine) -> bool:
    """Whether what is read now built layers of its own, and none that has updates: those are another graph's."""
    return run.read.alone and bool(run.graph.layers) and not any(map(_moves_statistics, _own(run)))


def _is_offered(run: Machine, frame: Frame) -> bool:
    """Whether what is read now is offered to others (``__all__``), nobody calls it, and it builds nothing itself.

    What others train with it, and whether they put the updates around it, nobody sees.
    """
    if not run.read.alone or run.read.called or run.graph.layers or frame.function is None:
        return False
    offered = sequence(frame.module.names.get("__all__", UNKNOWN)) or ()
    return Const(frame.function.name) in offered


def made_under_control(run: Machine, name: str) -> None:
    """Note an operation that is made under ``control_dependencies`` of the updates, and that anybody may run.

    Args:
        run: the interpreter.
        name: the canonical name of the function that makes it.
    """
    run.graph.updates_hang = run.graph.updates_hang or runs_updates(run, name)


def runs_updates(run: Machine, name: str) -> bool:
    """Whether a function makes an operation under ``control_dependencies`` of the updates: it runs them, if it is run.

    Args:
        run: the interpreter.
        name: the canonical name of the function.
    """
    home, _, last = name.partition(".")
    if home not in ("tf", *rows.TOPS) or name.endswith(rows.OPTIMIZER_ENDING):
        return False
    if last.rpartition(".")[2] in rows.WITHOUT_OPERATIONS or not any(map(is_update_ops, run.graph.control)):
        return False
    return not _read_early(run)


def held(run: Machine, made: Value, call: Call) -> Value:
    """Return what an operation gives that runs the updates: of a tensor it shows who fetches it."""
    if not isinstance(made, TensorValue):
        run.graph.updates_hang = True
        return made
    run.graph.holds_updates = True
    waits = call.name.rpartition(".")[2] in rows.PASSES_ON and made.info.shape == ()
    return sessions.made_from(made, ev.UpdatesFirst(run.site(call.frame, call.node), waits))


def handed_on(run: Machine, name: str, made: Value, call: Call) -> None:
    """Note that a tensor which runs the updates goes where nobody sees who fetches it: into a summary, say.

    Args:
        run: the interpreter.
        name: the canonical name of the function that gets it.
        made: what that gives.
        call: the call.
    """
    shows = tensors.run_updates((made,)) and not name.startswith(rows.WATCHES)
    if not shows and tensors.run_updates((*call.args, *call.kwargs.values())):
        run.graph.updates_hang = True


def _normalize(run: Machine, name: str, call: Call) -> Value:
    if run.dialect == 3 and name.startswith(rows.LAYERS_HOME):
        run.emit(ev.ApiUsed(run.site(call.frame, call.node), "tf.compat.v1.layers.batch_normalization"))
        return _result(run, call)
    row = _NORMALIZERS[name]
    flag = _flag(run, name, row, call)
    run.graph.normalized.append(_full_name(run, call))
    found = tensors.flat(call.get(0, "inputs") or UNKNOWN)
    event = ev.GraphNormalized(
        run.site(call.frame, call.node),
        name,
        flag,
        row.default,
        _in_place(run, name, call),
        _trainable(run, name, call),
        tuple(reversed(run.context.scopes)),
        flag.known and run.under_a_flag(),
        layers1.numbers(run, name, row, call, scopes1.all_scoped(run, name), bool(found and found[0].info.layout)),
        found[0].info if found else ev.Tensor(),
        _premises(run, call.frame),
        tuple(run.site(around.frame, around.node) for around in _calls_around(call.frame)),
        _follows_a_gradient(run, call),
        _is_collected(run, name, call),
        name=run.graph.normalized[-1],
        fallback=_fallback(run, name, row, call),
    )
    run.emit(event)
    result = _result(run, call)
    normalized = TensorValue(replace(found[0].info, direct=None), found[0].node) if len(found) == 1 else result
    return sessions.made_from(normalized, event)


def _calls_around(frame: Frame) -> Iterator[Call]:
    """Yield the calls of the program's own functions that are running, innermost first."""
    called = frame.outside.called
    while called is not None and called.node is not None:
        yield called
        called = called.frame.outside.called


def _follows_a_gradient(run: Machine, call: Call) -> bool:
    """Whether a function around has taken a gradient before, of a network that other calls have led to.

    In a loop over devices each round takes one of the network that the same calls make.
    """
    around = (call, *_calls_around(call.frame))
    own = tuple(id(each.node) for each in around)
    frames = [each.frame.outside for each in around]
    return any(frame in frames and own not in led for frame, led in run.graph.differentiated)


def _is_by_inputs(xs: Value | None) -> bool:
    """Whether a gradient is one by what a network gets, as that of a penalty is, and not by its weights."""
    by = tensors.flat(xs or UNKNOWN)
    return bool(by) and all(each.info.kind is None for each in by)


def _differentiate(run: Machine, call: Call) -> Value:
    if call.frame.function is not None and not _is_by_inputs(call.role("xs")):
        of = tensors.made_of(tensors.flat(call.role("ys") or UNKNOWN))
        led = {
            tuple(id(site.node) for site in (event.site, *event.made_by))
            for event in of
            if isinstance(event, ev.GraphNormalized)
        }
        run.graph.differentiated.append((call.frame.outside, led))
    made_under_control(run, "tf1.gradients")
    if isinstance(call.role("xs"), (TrainableVariables, ScopedVariables)):
        run.testimony.by_weights = True
    learn_from(run, call.role("ys"))
    inputs = tensors.flat(call.role("xs") or UNKNOWN)
    # What the inputs come from (a generator, say) has no part in the gradient by them.
    made_of = tensors.made_of(tensors.flat(call.role("ys") or UNKNOWN)) - tensors.made_of(inputs)
    if not inputs or not any(isinstance(event, ev.GraphNormalized) for event in made_of):
        return UNKNOWN
    around = tuple(run.site(each.frame, each.node) for each in _calls_around(call.frame))
    event = ev.GraphDifferentiated(run.site(call.frame, call.node), made_of, around)
    run.emit(event)
    return Items([TensorValue(ev.Tensor(shape=each.info.shape, made_of=frozenset((event,)))) for each in inputs])


def learn_from(run: Machine, loss: Value | None) -> None:
    """Note a loss that gradients are taken of, whoever puts them to use.

    Args:
        run: the interpreter.
        loss: the loss, or several.
    """
    losses = loss.items if isinstance(loss, Items) and not loss.open else [loss or UNKNOWN]
    known = [each for each in losses if isinstance(each, TensorValue)]
    told = run.graph.learns_from if len(known) == len(losses) else None
    run.graph.learns_from = told | tensors.made_of(known) if told is not None else None


def _full_name(run: Machine, call: Call) -> str | None:
    """Return how the names of a normalisation's operations begin, None where that is not known."""
    own = call.kwargs.get("name") or call.kwargs.get("scope")
    if any(name is None for name in run.graph.names) or own is not None and not isinstance(own, Const):
        return None
    if not run.graph.names and (call.open or own is None):
        return None  # the layer's own name, which TensorFlow makes
    return "/".join([*filter(None, run.graph.names), str(own.value) if isinstance(own, Const) else ""])


def _network(run: Machine, last: str, call: Call) -> Value | None:
    """A whole network of slim, or the ``arg_scope`` that belongs to it."""
    normalizer = External("slim.batch_norm")
    if last.endswith(rows.NETWORK_SCOPE_ENDING):
        if last.startswith(rows.PLAIN_NETWORK_SCOPES):
            return Manager("arg scope", [])
        if not last.startswith(rows.NETWORK_SCOPES) or "use_batch_norm" in call.kwargs:
            return None
        supplied: dict[str, Value] = {"normalizer_fn": normalizer}
        numbers = {rows.NETWORK_NUMBERS[key]: call.kwargs[key] for key in call.kwargs if key in rows.NETWORK_NUMBERS}
        if numbers:
            supplied["normalizer_params"] = Mapping(dict(numbers))
        return Manager("arg scope", [ScopedArguments(rows.NETWORK_NORMALIZED, supplied, {})])
    if last == rows.TRAINING_SCOPE:
        return _training_scope(normalizer, call)
    if last.endswith(rows.NETWORK_BLOCK_ENDINGS):
        return None
    run.graph.layers += 1
    scoped = scopes1.scoped(run, "conv2d", "normalizer_fn")
    if scoped is None or not isinstance(scoped, External) or scoped.name not in _NORMALIZERS:
        return None
    flag = call.kwargs.get("is_training")
    if isinstance(flag, Const) and flag.value is False:
        return None  # a network whose features are used
    if last.endswith(rows.NETWORK_BASE_ENDING) and not last.startswith(rows.NETWORK_BASES):
        if scopes1.scoped(run, scoped.name, "is_training") is None:
            return None  # its scope may give it one by an argument of its own
    own = {} if flag is None else {"is_training": flag}
    params = scopes1.scoped(run, "conv2d", "normalizer_params")
    inner = _normalize(run, scoped.name, _with_params(call, params, own))
    if not last.startswith((*rows.NETWORK_SCOPES, rows.TRAINING_NETWORKS)):
        return None
    made = tensors.made_of(tensors.flat(inner))
    answer, points = TensorValue(ev.Tensor(shape=_shape_of_network(last, call))), TensorValue(ev.Tensor())
    return Items([sessions.made_from(answer, *made), sessions.made_from(points, *made)], "tuple")


def _training_scope(normalizer: Value, call: Call) -> Value | None:
    """The scope of slim's MobileNet, in which it normalises and trains."""
    flag = call.get(0, "is_training") or Const(True, "parameter default")
    if call.open or flag == NONE:
        return None  # the network itself says so
    supplied = {"is_training": flag}
    if "bn_decay" in call.kwargs:
        supplied["decay"] = call.kwargs["bn_decay"]
    normalizes = ScopedArguments(rows.NETWORK_NORMALIZED, {"normalizer_fn": normalizer}, {})
    return Manager("arg scope", [normalizes, ScopedArguments(frozenset(("batch_norm",)), supplied, {})])


def _shape_of_network(last: str, call: Call) -> tuple[int | None, ...] | None:
    """Return the shape of what comes out of a network: a row of scores, or what ResNet has without them."""
    found = tensors.flat(call.get(0, rows.INPUT) or UNKNOWN)
    examples = found[0].info.examples if len(found) == 1 else None
    classes = call.get(1, "num_classes")
    given = {"global_pool", "spatial_squeeze"} & call.kwargs.keys()
    if last.endswith(rows.NETWORK_BASE_ENDING) or call.open or given:
        return None
    if isinstance(classes, Const) and type(classes.value) is int and classes.value:
        return examples, classes.value
    without = classes is None or isinstance(classes, Const) and classes.value is None
    return (examples, 1, 1, None) if without and last.startswith("resnet") else None


def _flag(run: Machine, name: str, row: rows.Normalizer, call: Call) -> ev.Arg:
    value = call.get(row.position, row.flag)
    if value is None:
        value = scopes1.scoped(run, name, row.flag)
    if value is not None:
        written = call.written(row.position, row.flag)
        return flag_of(value, run.site(call.frame, call.node if written is None else written))
    if call.open or scopes1.may_be_scoped(run, name, call):
        return ev.Arg(None, False)
    return flag_of(None, None)


def _fallback(run: Machine, name: str, row: rows.Normalizer, call: Call) -> ev.FlagDefault | None:
    """Return what the flag is where sessions are fed none."""
    value = call.get(row.position, row.flag) or scopes1.scoped(run, name, row.flag)
    return value.default if isinstance(value, Fallback) else None


def _in_place(run: Machine, name: str, call: Call) -> bool | None:
    """Whether the statistics are moved by the call itself, not by operations in a collection."""
    collections = call.kwargs.get("updates_collections") or scopes1.scoped(run, name, "updates_collections")
    if collections is None:
        return None if call.open else False
    if not isinstance(collections, (Const, External)):
        return None
    return isinstance(collections, Const) and collections.value is None


def _is_collected(run: Machine, name: str, call: Call) -> bool | None:
    """Whether the program says which collections the variables are put into: facenet's are trainable ones."""
    collections = call.kwargs.get("variables_collections") or scopes1.scoped(run, name, "variables_collections")
    if collections is not None:
        return None if collections is UNKNOWN else True
    return None if call.open or scopes1.may_be_scoped(run, name, call) else False


def _trainable(run: Machine, name: str, call: Call) -> bool | None:
    trainable = call.kwargs.get("trainable") or scopes1.scoped(run, name, "trainable")
    if trainable is None:
        return True
    return bool(trainable.value) if isinstance(trainable, Const) else None


def _inner_normalizer(run: Machine, name: str, call: Call, made: TensorValue) -> Value:
    """Run the normaliser that a layer is given: a library's, or a function of the program's own.

    Args:
        run: the interpreter.
        name: of the function that makes the layer.
        call: its call.
        made: what the layer gives to its normaliser.
    """
    normalizer = call.kwargs.get("normalizer_fn") or scopes1.scoped(run, name, "normalizer_fn")
    own = isinstance(normalizer, (Function, Bound, Partial))
    if not own and not (isinstance(normalizer, External) and normalizer.name in _NORMALIZERS):
        return UNKNOWN
    params = call.kwargs.get("normalizer_params") or scopes1.scoped(run, name, "normalizer_params")
    inner = _with_params(call.passing(), params, {})
    inner.args = [made]
    if isinstance(normalizer, External):
        return _normalize(run, normalizer.name, inner)
    return calling.call_value(run, normalizer or UNKNOWN, inner)


def _with_params(call: Call, params: Value | None, own: dict[str, Value]) -> Call:
    """Return the call of a normaliser by another function, which hands it ``normalizer_params``."""
    inner = call.passing([], own)
    if isinstance(params, Mapping):
        inner.kwargs = {**{str(k): v for k, v in params.items.items()}, **own}
        inner.open = params.open
    elif params is not None:
        inner.open = True
    return inner


def _arg_scope(run: Machine, call: Call) -> Value:
    run.graph.has_arg_scopes = True
    first = call.role("scope")
    if isinstance(first, Manager) and first.kind == "arg scope":
        return first
    functions = filter(None, map(_scoped_name, sequence(first or UNKNOWN) or ()))
    before = run.nesting.arg_scopes[-1] if run.nesting.arg_scopes else []
    written = {name: call.written(None, name) for name in call.kwargs}
    sites = {name: run.site(call.frame, node) for name, node in written.items() if node is not None}
    supplied = ScopedArguments(frozenset(functions) or None, dict(call.kwargs), sites)
    return Manager("arg scope", [*before, supplied])


def _scoped_name(function: Value) -> str | None:
    """Return what an ``arg_scope`` knows a function by, None where nobody knows which one it is."""
    if isinstance(function, Function):
        return scoped.name_of(function)
    return function.name.rpartition(".")[2] if isinstance(function, External) else None


EFFECTS: dict[str, Callable[[Machine, Call], Value | None]] = {
    "scope arguments": _arg_scope,
    "group": _group,
    "tie together": _tie_together,
    "put first values": _put_first_values,
    "run without training": _run_without_training,
    "make placeholder": _placeholder,
    "make batches": _make_batches,
    "make placeholder with default": _placeholder_with_default,
    "be a graph": _be_a_graph,
    "be eager": _be_eager,
    "read a graph": _read_graph,
    "specify answers": _specify,
    "specify by a head": _specify_by_a_head,
    "begin another graph": _begin_another_graph,
    "be a graph under a name": _be_a_graph_under_a_name,
    "be under a name": _be_under_a_name,
    "open session": _open_session,
    "train with updates": _train_with_updates,
    "get collection": _collection,
    "put into a collection": _put_into_a_collection,
    "take gradients": _differentiate,
    "list trainables": savers.trainables,
    "make saver": savers.made,
    "export": sessions.exported,
    "export by names": sessions.exported_by_names,
    "described tensor": sessions.described,
}
"""By the name that rows use."""

_BY_LAST_NAME = {name.rpartition(".")[2]: row for row in rows.GRAPH for name in row.names.split()}


def minimized(run: Machine, node: Any, frame: Frame, chosen: Value | None, loss: Value | None = None) -> Value:
    """``optimizer.minimize(loss)`` on a graph tensor; ``chosen`` is its ``var_list``."""
    made_of = tensors.made_of(tensors.flat(loss)) if isinstance(loss, TensorValue) else None
    if loss is not None and any(not first.waits for first in tensors.updates_before((loss,))):
        run.graph.updates_hang = True
    trained = chosen.scopes if isinstance(chosen, ScopedVariables) else ()
    return _trained(run, node, frame, chosen is not None, made_of, trained)


def _trained(
    run: Machine,
    node: Any,
    frame: Frame,
    partly: bool,
    made_of: frozenset[Any] | None,
    trained: tuple[str, ...] = (),
) -> Value:
    """Write a train op down; what runs at once is none, and moves its statistics by itself."""
    if run.graph.eager or _is_taped(run):
        return UNKNOWN
    guarded = any(is_update_ops(v) for v in run.graph.control) and not _read_early(run)
    unsure = not guarded and run.graph.updates_read and any(map(_may_be_updates, run.graph.control))
    told = None if unsure or _trains_another_network(run) or _is_offered(run, frame) else guarded
    layers = tuple({id(event.layer): event.layer for event in _called(run)}.values())
    premises = _premises(run, frame)
    read = run.testimony.events[run.graph.began : run.graph.updates_read]
    run.emit(
        ev.GraphMinimized(
            run.site(frame, node),
            told,
            partly=partly,
            layers=layers,
            premises=premises,
            moves=tuple(e for e in read if isinstance(e, ev.GraphNormalized) and _is_read(run, e)) if guarded else (),
            made_of=made_of,
            trained=trained,
            scopes=tuple(reversed(run.context.scopes)),
            began=0 if run.read.called else run.graph.rest,
        )
    )
    return sessions.TRAIN_OP


def _is_read(run: Machine, added: ev.GraphNormalized) -> bool:
    """Whether the updates of a normalisation are among those that the program has asked the collection for."""
    named = [name for name in run.graph.updates_named if name is not None]
    return "" in named or added.name is not None and any(map(added.name.startswith, named))


def _is_taped(run: Machine) -> bool:
    """Whether the gradients are a tape's, in a program that makes no graph."""
    if run.testimony.graph_mode:
        return False
    return any(isinstance(e, ev.GradientTaken) and e.applied and e.tape.kind == "tape" for e in _own(run))


def _may_be_updates(value: Value) -> bool:
    """Whether nobody knows which operations are in a list."""
    return value is UNKNOWN or isinstance(value, Items) and value.open and value.element is UNKNOWN


def _premises(run: Machine, frame: Frame) -> tuple[ev.Premise, ...]:
    """Return what holds in a frame: the graph, the branches around, the objects whose methods are running."""
    selves: dict[str, int] = {}
    around: Frame | None = frame
    while around is not None:
        function = around.function
        if function is not None and function.owner is not None and function.kind == "function":
            instance = around.names.get(next(iter(parameter_names(function)), ""))
            if isinstance(instance, Object) and isinstance(instance.attrs, Table):
                selves[f"self of {id(function.owner)}"] = instance.attrs.born
        around = around.called.frame if around.called is not None else None
    return ("default graph", run.graph.thrown_away), *run.nesting.premises, *selves.items()


def applied(run: Machine, optimizer: Optimizer, node: Any, frame: Frame) -> Value:
    """``optimizer.apply_gradients``: a train op in TF1, a step like any other in TF2."""
    if optimizer.graph:
        return _trained(run, node, frame, not run.graph.computes_all, run.graph.learns_from or None)
    return UNKNOWN

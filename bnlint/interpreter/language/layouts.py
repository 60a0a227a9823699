"""The layers that a function has laid out, laid out once more behind other tensors.

A call that gets what an earlier one got, to the last detail that decides what is done, makes the same layers in the
same order. They are copied, step by step of the graph, with the events that say that they were built and called: a
sixth of the time that reading the function takes. Only what a library's own layers, and simple ones of the program,
make of the tensors that are handed in can be copied so; a function that does anything else is read each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import content
from bnlint.interpreter.domain.values import (
    Class,
    Const,
    Either,
    External,
    Function,
    Items,
    Known,
    Mapping,
    Node,
    Object,
    Optional,
    TensorValue,
    Text,
    Unknown,
    Value,
)
from bnlint.interpreter.machine import Machine
from bnlint.records import changed


class Mark(NamedTuple):
    """What was there when a function was called.

    Args:
        events: how much had happened.
        built: how many layers there were.
        scopes: how many functions were around.
        loops: how many loops were.
        premises: how much held in the branches around.
        answers: what their flags answered.
    """

    events: int
    built: int
    scopes: int
    loops: int
    premises: int
    answers: dict[str, bool]


class Step(NamedTuple):
    """A step of a graph as it was made: what the program does to its layer later is not copied.

    Args:
        node: the step.
        attrs: the layer's attributes.
        config: the arguments of its constructor.
        args: those that matter to rules.
    """

    node: Node
    attrs: dict[str, Value]
    config: dict[str, Value]
    args: dict[str, ev.Arg]


class Layout(NamedTuple):
    """What a call has laid out.

    Args:
        names: the function's parameters.
        made: its result.
        steps: those behind the tensors that it got, each after those before it.
        events: what happened.
        mark: what was there before.
        built: how many layers it made.
    """

    names: dict[str, Value]
    made: Value
    steps: list[Step]
    events: list[ev.Event]
    mark: Mark
    built: int


def mark(run: Machine) -> Mark:
    """Return what is there."""
    context, nesting = run.context, run.nesting
    around = len(context.scopes), len(context.loops), len(nesting.premises), nesting.answers()
    return Mark(len(run.testimony.events), run.built, *around)


def layout_of(run: Machine, names: dict[str, Value], made: Value, begun: Mark) -> Layout | None:
    """Return what a call has laid out, None if it cannot be copied.

    Args:
        run: the interpreter.
        names: the function's parameters.
        made: its result.
        begun: what was there before.
    """
    events = run.testimony.events[begun.events :]
    found = tensors.flat(made)
    given = list(_tensors(names))
    if not all(isinstance(event, (ev.LayerBuilt, ev.LayerCalled, ev.ApiUsed)) for event in events):
        return None
    is_known = _is_plain_value(made) or type(made) is Unknown
    if not is_known or any(tensor.info.made_of for tensor in (*found, *given)):
        return None
    nodes = _behind([tensor.node for tensor in found], {id(tensor.node) for tensor in given})
    if nodes is None:
        return None
    steps = [
        Step(node, _as_they_are(obj.attrs), dict(obj.config), dict(layer.args))
        if (obj := node.obj) is not None and (layer := obj.layer) is not None
        else Step(node, {}, {}, {})
        for node in nodes
    ]
    return Layout(_as_they_are(names), as_it_is(made), steps, events, begun, run.built - begun.built)


def lay_again(run: Machine, layout: Layout, names: dict[str, Value]) -> Value:
    """Lay the layers of an earlier call out behind what another one gets.

    Args:
        run: the interpreter.
        layout: the earlier call.
        names: the function's parameters, which are like those of the earlier one.
    """
    pairs = list(zip(_tensors(layout.names), _tensors(names), strict=True))
    constants = [each for name, value in names.items() for each in _constants(layout.names[name], value)]
    run.budget.step(len(layout.steps))
    copier = _Copier(run, layout, pairs, constants)
    for step in layout.steps:
        copier.add(step)
    copier.tell()
    run.built += layout.built
    made = copier.value(layout.made)
    if any(one.value != other.value for one, other in constants):
        note_repeated(made)
    return made


def note_repeated(made: Value) -> None:
    """Note that more blocks stand behind a result than are known, or others under other names."""
    for tensor in tensors.flat(made):
        if tensor.node is not None:
            tensor.node.repeated = True


def _tensors(names: dict[str, Value]) -> Iterator[TensorValue]:
    return (tensor for value in names.values() for tensor in tensors.flat(value))


def _as_they_are(values: dict[str, Value]) -> dict[str, Value]:
    return {name: as_it_is(value) for name, value in values.items()}


def as_it_is(value: Value) -> Value:
    """Return a list or table as it is now, for it may be filled further."""
    if isinstance(value, Optional):
        return Optional(as_it_is(value.value))
    if isinstance(value, Items):
        return Items([as_it_is(item) for item in value.items], value.kind, value.open)
    if isinstance(value, Mapping):
        return Mapping({key: as_it_is(item) for key, item in value.items.items()}, value.open)
    return value


def _is_plain_value(value: Value) -> bool:
    if isinstance(value, Items):
        return all(map(_is_plain_value, value.items))
    return isinstance(value, (TensorValue, Const))


def _behind(ends: Iterable[Node | None], starts: set[int]) -> list[Node] | None:
    """Return the steps between some tensors, each after those before it; None where there is anything else.

    Args:
        ends: the last steps.
        starts: the ``id`` of the steps before the first ones.
    """
    found: list[Node] = []
    seen = set(starts)
    stack = [(node, False) for node in ends if node is not None]
    while stack:
        node, is_ready = stack.pop()
        if is_ready:
            found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            if not _can_be_copied(node):
                return None
            stack.append((node, True))
            stack += [(before, False) for before in (*node.inputs, *node.joined)]
    return found


def _can_be_copied(node: Node) -> bool:
    obj = node.obj
    if not (node.inputs or node.joined):
        return False
    if obj is None:
        return True
    layer = obj.layer
    if layer is None or node.call is None:
        return False
    if not (obj.kind == "layer" and obj.cls is None or _is_simple(obj)):
        return False
    return not (layer.children or layer.opaque or layer.pretrained or layer.given or layer.handed or layer.resumed)


def _is_simple(obj: Object) -> bool:
    """Whether an object is a layer of the program's own that holds nothing but settings and weights."""
    known = obj.known
    if obj.cls is None or obj.cls.kind != "Layer" or obj.kind != "subclass" or known.builtin != _LAYER:
        return False
    if known.handed or known.overlaid or known.foreign is not None or known.made_up or content(obj) is not obj:
        return False
    return all(map(_is_setting, obj.attrs.values()))


def _is_setting(value: Value) -> bool:
    if type(value) is Optional:
        return _is_setting(value.value)
    if type(value) is Items:
        return all(map(_is_setting, value.items))
    if type(value) is TensorValue:
        return value.node is None and value.info.producers is None and not value.info.made_of
    return type(value) in _SETTINGS


_LAYER = External("keras.layers.Layer")
_SETTINGS = (Class, Const, Either, External, Function, Text, Unknown)
"""What the attributes hold of layers that may be copied."""


def _constants(one: Value, other: Value) -> Iterator[tuple[Const, Const]]:
    """Yield the constants in two values that are alike, side by side."""
    if isinstance(one, Const) and isinstance(other, Const):
        yield one, other
    elif isinstance(one, Items) and isinstance(other, Items):
        for pair in zip(one.items, other.items, strict=True):
            yield from _constants(*pair)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for pair in zip(one.items.values(), other.items.values(), strict=True):
            yield from _constants(*pair)


class _Copier:
    """Copies steps of a graph.

    Args:
        run: the interpreter.
        layout: what is copied.
        pairs: the tensors that the first call got, each with that which stands in its place.
        constants: the same for constants; reports tell where those come from.
    """

    def __init__(
        self,
        run: Machine,
        layout: Layout,
        pairs: list[tuple[TensorValue, TensorValue]],
        constants: list[tuple[Const, Const]],
    ) -> None:
        self._run = run
        self._layout = layout
        self._nodes = {id(old.node): new.node for old, new in pairs}
        self._objects: dict[int, Object] = {}
        self._layers: dict[int, ev.Layer | None] = {}
        self._infos: dict[int, ev.Tensor] = {}
        self._calls: dict[int, ev.LayerCalled] = {}
        self._origins: dict[Any, set[Any]] = {}
        self._makers: dict[ev.Layer | None, set[ev.Layer | None]] = {}
        self._sites: dict[int, ev.Site | None] = {}
        for one, other in constants:
            for place, instead in ((one.written, other.written), (one.given_at, other.given_at)):
                if place is not None and place != instead:
                    self._sites[id(place.node)] = instead
        for old, new in pairs:
            for origin in old.info.producers or ():
                self._origins.setdefault(origin, set()).update(new.info.producers or ())
            for maker in old.info.makers:
                self._makers.setdefault(maker, set()).update(new.info.makers)
            for before, now in ((old.info.direct, new.info.direct), (old.info.dropped, new.info.dropped)):
                if before is not None:
                    self._layers[id(before)] = now
            if old.info.batch_site is not None:
                self._sites[id(old.info.batch_site.node)] = new.info.batch_site

    def add(self, step: Step) -> None:
        """Copy a step; those before it are copied already."""
        node = step.node
        copy = Node(None, self._before(node.inputs), joined=self._before(node.joined), chosen=node.chosen)
        if node.obj is not None and node.call is not None:
            copy.obj = self._object(step, node.obj)
            copy.call = self._call(node.call, copy.obj)
            copy.flag, copy.constants, copy.repeated = self._arg(node.flag), node.constants, node.repeated
            for before in copy.inputs:
                if before.obj is not None and before.obj.layer is not None:
                    before.obj.known.users.add(id(copy.obj))
                    before.obj.layer.consumers = len(before.obj.known.users)
        self._nodes[id(node)] = copy
        if node.tensor is not None:
            copy.tensor = TensorValue(self._info(node.tensor.info), copy)

    def _before(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        copies = (self._nodes[id(node)] for node in nodes)
        return tuple(copy for copy in copies if copy is not None)

    def tell(self) -> None:
        """Write down what happens, in its order."""
        for event in self._layout.events:
            if isinstance(event, ev.LayerBuilt):
                layer = self._layers.get(id(event.layer))
                if layer is not None:
                    self._run.note_built(layer, event.attempted, self._inside(event.scopes))
            elif id(event) in self._calls:
                self._run.emit(self._calls[id(event)])

    def value(self, value: Value) -> Value:
        """Copy a result."""
        if isinstance(value, TensorValue):
            return TensorValue(self._info(value.info), self._nodes[id(value.node)])
        if isinstance(value, Items):
            return Items([self.value(item) for item in value.items], value.kind, value.open)
        return value

    def _object(self, step: Step, obj: Object) -> Object:
        if id(obj) in self._objects:
            return self._objects[id(obj)]
        old, known = obj.layer, obj.known
        assert old is not None
        layer = ev.Layer(
            old.kind,
            old.site,
            old.class_name,
            {name: self._arg(arg) for name, arg in step.args.items()},
            call_site=old.call_site,
            takes_training=old.takes_training,
            flag_hidden=old.flag_hidden,
            dialect=old.dialect,
        )
        if old.twins:
            self._run.among_twins(layer)
        copy = Object(obj.cls, obj.kind, layer, _as_they_are(step.attrs), dict(step.config))
        copy.known = Known(
            known.input,
            known.input_site,
            known.rank,
            known.data_format,
            known.open,
            known.strategy,
            builtin=known.builtin,
            built=known.built,
            keeps_shape=known.keeps_shape,
            layers=known.layers,
            layout=known.layout,
            switches=self._answers(known.switches),
        )
        self._objects[id(obj)], self._layers[id(old)] = copy, layer
        return copy

    def _answers(self, switches: dict[str, bool]) -> dict[str, bool]:
        """Return the flags of the branches around now, and those of branches inside of what is copied."""
        before = self._layout.mark.answers
        inside = {flag: held for flag, held in switches.items() if before.get(flag) is not held}
        return {**self._run.nesting.answers(), **inside}

    def _call(self, call: ev.LayerCalled, obj: Object) -> ev.LayerCalled:
        assert obj.layer is not None
        begun, context = self._layout.mark, self._run.context
        copy = changed(
            call,
            layer=obj.layer,
            flag=self._arg(call.flag),
            input=self._info(call.input),
            scopes=self._inside(call.scopes) + tuple(reversed(context.scopes)),
            loops=call.loops - begun.loops + len(context.loops),
            premises=(*self._run.nesting.premises, *call.premises[begun.premises :]),
        )
        self._calls[id(call)] = copy
        return copy

    def _arg(self, arg: ev.Arg) -> ev.Arg:
        if not self._sites or arg.given_at is None and arg.decided_at is None:
            return arg
        return changed(arg, given_at=self._site(arg.given_at), decided_at=self._site(arg.decided_at))

    def _site(self, site: ev.Site | None) -> ev.Site | None:
        return None if site is None else self._sites.get(id(site.node), site)

    def _inside(self, scopes: tuple[ev.Scope, ...]) -> tuple[ev.Scope, ...]:
        """Return the functions between the call that is copied and something in it."""
        return scopes[: len(scopes) - self._layout.mark.scopes]

    def _info(self, info: ev.Tensor) -> ev.Tensor:
        if id(info) in self._infos:
            return self._infos[id(info)]
        self._infos[id(info)] = copy = changed(
            info,
            producers=None if info.producers is None else frozenset(self._producers(info.producers)),
            direct=self._layer(info.direct),
            fed=frozenset(self._producers(info.fed)),
            dropped=self._layer(info.dropped),
            makers=frozenset(self._who_made(info.makers)),
            batch_site=self._site(info.batch_site),
        )
        return copy

    def _producers(self, producers: Iterable[Any]) -> Iterator[Any]:
        for each in producers:
            copy = self._objects.get(each) if isinstance(each, int) else None
            if copy is not None:
                yield id(copy)
            else:
                yield from self._origins.get(each, (each,))

    def _who_made(self, makers: Iterable[ev.Layer | None]) -> Iterator[ev.Layer | None]:
        for maker in makers:
            yield from self._makers.get(maker, (self._layer(maker),))

    def _layer(self, layer: ev.Layer | None) -> ev.Layer | None:
        return None if layer is None else self._layers.get(id(layer), layer)

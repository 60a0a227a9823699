"""Watches layers being called."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any, NamedTuple

from bnlint.events import ABSENT, Arg, Layer, LayerCalled, Site, Tensor
from bnlint.libraries.keras_layers import STEPWISE
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.registry import NOWHERE
from bnlint.runtime.replays import described
from bnlint.runtime.sites import (
    Place,
    UserFrame,
    argument_expression,
    argument_site,
    caller,
    flag_arg,
    handed_expression,
    handed_in,
    is_parameter,
    scopes,
    user_frames,
)
from bnlint.runtime.state import (
    MAX_BYPASSES,
    UNWRITTEN,
    ActiveCall,
    CallInfo,
    Kept,
    State,
    is_keras,
    is_user,
    real_caller,
)
from bnlint.runtime.tensors import Tag, flatten, is_resized, layout_of, output_tag, shape_of, single_example, with_batch


class TakenByCall(NamedTuple):
    """A parameter of a layer's ``call`` and where it has its value from, as the line says that calls the layer."""

    name: str
    origin: str


class CallTracker:
    """Turns calls of layers into events."""

    def __init__(self, state: State) -> None:
        self.state = state

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the layer classes of a Keras."""
        for cls in keras.layer_classes:
            patches.method(cls, "__call__", self._layer_call(keras))
        if keras.generation == 2:
            # Building a Keras 2 model runs its ``call`` on placeholders.
            for cls in keras.owners("build", (*keras.model_classes, keras.sequential, keras.functional)):
                patches.method(cls, "build", self._silenced)

    # -- calls of layers ---------------------------------------------------------------------------------------

    def _silenced(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def build(model: Any, *args: Any, **kwargs: Any) -> Any:
            with self.state.local.quiet():
                return original(model, *args, **kwargs)

        return build

    def _layer_call(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                if not state.active or state.local.suppressed or state.local.is_tried(keras):
                    return original(layer, *args, **kwargs)
                frame = caller()
                inputs = args[0] if args else next(iter(kwargs.values()), None)
                if any(isinstance(t, keras.keras_tensor) for t in flatten(inputs)):
                    return self._symbolic(keras, layer, original, args, kwargs, inputs, frame)
                call = state.attempt(lambda: self._begin(keras, layer, args, kwargs, inputs, frame))
                if call is None:
                    with state.local.quiet():
                        return original(layer, *args, **kwargs)
                state.local.stack.append(call)
                try:
                    outputs = original(layer, *args, **kwargs)
                except BaseException:
                    with state.guarded():
                        self._retract(call.event)
                    raise
                finally:
                    state.local.stack.pop()
                    call.frame = None
                with state.guarded():
                    site = call.event.input.batch_site if call.event is not None else None
                    self._tag(keras, call.layer, layer, inputs, outputs, site, outermost=not state.local.stack)
                return outputs

            return call

        return wrap

    def _retract(self, event: LayerCalled | None) -> None:
        """Take back the call of a BN layer that Keras refused: it never ran, in whatever mode."""
        events = self.state.recording.testimony.events
        if event is not None and event.layer.is_bn and event.mode is None and not event.reason and event in events:
            events.remove(event)

    @contextmanager
    def within(
        self, keras: Keras, value: Any, args: tuple[Any, ...], kwargs: dict[str, Any], origin: FrameType | None
    ) -> Iterator[None]:
        """Note a stateless call that a loop of Keras makes: it runs ``call`` of the model, and nobody ``__call__``.

        Args:
            keras: whose layer it is.
            value: the layer.
            args: the inputs.
            kwargs: the keywords, the flag among them.
            origin: who calls.
        """
        state = self.state
        if not is_keras(origin) or not state.drivers or state.local.stack:
            yield
            return
        flag = kwargs.get("training", UNWRITTEN)
        call = ActiveCall(
            keras, value, state.registry.layer(keras, value), origin, True, flag, args[0] if args else None
        )
        with state.guarded():
            if state.registry.contains_bn(value):
                self.event_of(call).stateless = True
        state.local.stack.append(call)
        try:
            yield
        finally:
            state.local.stack.pop()
            call.frame = None

    def _begin(
        self, keras: Keras, value: Any, args: Any, kwargs: dict[str, Any], inputs: Any, frame: FrameType
    ) -> ActiveCall | None:
        """Note a call that is about to run; None when it is not the program's own (building, saving)."""
        state = self.state
        origin = real_caller(frame, value)
        by_keras = is_keras(origin)
        state.visit(origin)
        layer = state.registry.layer(keras, value)
        if by_keras and not state.local.stack and not state.drivers and self._bypassed(origin, keras) is None:
            return None
        call = ActiveCall(keras, value, layer, origin, by_keras, _passed_flag(value, args, kwargs), inputs)
        if by_keras:
            call.node = self._node(value, origin)
        if state.registry.contains_bn(value):
            self.event_of(call)
            if state.holds and not state.local.stack and not state.drivers and not state.eager:
                state.roots.append((value, inputs))
        if state.tf is not None and state.local.tapes and not state.local.stack and not state.replaying:
            state.fed(inputs)
            if state.holds:
                state.differentiated[state.local.tapes[-1][1]] = Kept(
                    layer, value, *described(state.tf, (args, kwargs))
                )
        self._note_spoken(call)
        return call

    def _note_spoken(self, call: ActiveCall) -> None:
        """Remember the latest inner call that was given a flag.

        Keras 3 keeps one call context per outermost call and every layer writes its flag into it
        (``Layer._resolve_and_populate_arg``), so the flag of one inner call reaches the calls that follow it.
        """
        local = self.state.local
        if not local.stack:
            local.spoken = None
        elif call.keras.generation == 3 and not call.by_keras and isinstance(call.flag, (bool, int)):
            event = call.event or self._make_event(call, "concrete", local.stack)
            if event.flag.origin != "keras":  # else it hands on what an earlier one said
                local.spoken = event

    def _symbolic(
        self, keras: Keras, value: Any, original: Callable[..., Any], args: Any, kwargs: Any, inputs: Any, frame: Any
    ) -> Any:
        """Run a call that builds a Functional graph."""
        state = self.state
        with self.state.local.quiet():
            outputs = original(value, *args, **kwargs)
        with state.guarded():
            origin = real_caller(frame, value)
            state.visit(origin)
            layer = state.registry.layer(keras, value)
            contains = state.registry.contains_bn(value)
            if contains:
                call = ActiveCall(
                    keras, value, layer, origin, is_keras(origin), _passed_flag(value, args, kwargs), inputs
                )
                event = self._make_event(call, "symbolic")
                if not call.by_keras:
                    state.emit(event, self._key(event))
                nodes = getattr(value, "_inbound_nodes", None)
                if nodes:
                    state.nodes.set(nodes[-1], event)
            self._tag(keras, layer, value, inputs, outputs)
        return outputs

    def _node(self, value: Any, frame: FrameType | None) -> LayerCalled | None:
        """Find which symbolic call a running Functional model is carrying out.

        The node is a local variable of Keras's loop over the graph (``Function._run_through_graph`` in Keras 3,
        ``Functional._run_internal_graph`` in Keras 2).
        """
        for _ in range(4):
            if frame is None or not is_keras(frame):
                break
            node = frame.f_locals.get("node")
            if node is not None and (getattr(node, "operation", None) or getattr(node, "layer", None)) is value:
                return self.state.nodes.get(node)
            frame = frame.f_back
        return None

    # -- events of calls ---------------------------------------------------------------------------------------

    def event_of(self, call: ActiveCall) -> LayerCalled:
        """Return the event of a running call; the calls around it are testified first."""
        if call.event is None:
            stack = self.state.local.stack
            around = stack[: stack.index(call)] if call in stack else stack
            if around:
                self.event_of(around[-1])
            call.event = self._make_event(call, "concrete", around)
            self.state.emit(call.event, self._key(call.event))
        return call.event

    def _make_event(self, call: ActiveCall, kind: Any, around: list[ActiveCall] | None = None) -> LayerCalled:
        state = self.state
        frames = [] if call.by_keras else list(user_frames(call.frame, call.value))
        place = frames[0].place if frames else None
        outer = around[-1].event if around else None
        bypassed = self._bypassed(call.frame, call.keras) if kind == "concrete" else None
        if bypassed is not None and (outer is None or bypassed.layer is not outer.layer):
            outer = bypassed
        driver = state.drivers[-1] if call.by_keras and outer is None and state.drivers else None
        flag, forwarded = self._flag(call, frames, outer)
        event = LayerCalled(
            site=self._site(call, place, driver.site if driver is not None and kind == "concrete" else None),
            layer=call.layer,
            flag=flag,
            outer=outer,
            driver=outer.driver if outer is not None else driver.kind if driver else "user",
            trainer=outer.trainer if outer is not None else driver.model if driver else None,
            tapes=tuple(tape for _, tape in state.local.tapes),
            scopes=scopes(frames, state.layer_types),
            loops=place.loops if place else 0,
            trainable=bool(getattr(call.value, "trainable", True)),
            unused_result=bool(place and place.unused),
            words=place.words if place is not None else (),
            guarded=place is not None and place.guarded,
        )
        if call.node is not None and event.flag.known and event.flag.value is not None:
            event.baked, event.baked_at = event.flag, call.node
        event.input = self._tensor(call, kind, frames, event)
        event.again = event.layer in event.input.fed
        state.infos[event] = CallInfo(
            generation=call.keras.generation,
            driven=driver is not None,
            inside=call.by_keras and driver is None,
            forwarded=forwarded,
            default=call.keras.default_training(call.value),
        )
        return event

    def _site(self, call: ActiveCall, place: Place | None, driver_site: Site | None) -> Site:
        if place is not None and not call.by_keras:
            return place.site
        if call.node is not None and call.node.site.line:
            return call.node.site
        return driver_site or self.state.registry.places.get(call.value) or call.layer.site

    def _flag(self, call: ActiveCall, frames: list[UserFrame], outer: LayerCalled | None) -> tuple[Arg, bool]:
        """Return the flag as the caller wrote it, and whether the caller only hands on its own parameter.

        What Keras passes while it runs a model is not written by anybody; a constant in a Functional graph is.
        """
        if call.by_keras:
            return (call.node.flag if call.node is not None else ABSENT), False
        if call.flag is UNWRITTEN:
            return ABSENT, False
        if not frames:
            return flag_arg(call.flag, NOWHERE), False
        place = frames[0].place
        index = _flag_index(type(call.value))
        expression = argument_expression(place, "training", index)
        forwarded = is_parameter(place, expression) and (
            frames[0].name != "call" or getattr(expression, "id", "") == "training"
        )
        site = argument_site(place, "training", index) or place.site
        origin, given_at = handed_in(frames, expression)
        taken = _taken_by_call(frames, expression) if origin else None
        if outer is not None and taken is not None:
            origin, given_at = self._given_to_call(outer, taken.name, taken.origin), outer.site
        elif isinstance(expression, ast.Call | ast.Compare | ast.BoolOp | ast.UnaryOp):
            origin = "computed"
        return flag_arg(call.flag, site, origin, given_at), forwarded

    def _given_to_call(self, outer: LayerCalled, name: str, written: str) -> str:
        """Say where a parameter of a running ``call`` has its value from.

        Args:
            outer: the call.
            name: the parameter; Keras fills in only ``training``.
            written: what the line that made the call says, where the user made it.
        """
        info = self.state.infos.get(outer)
        by_keras = info is not None and (info.driven or info.inside)
        if name != "training":
            return "parameter default" if by_keras else written
        if outer.flag.site is not None:
            return "argument"
        if not by_keras and outer.outer is None and info is not None and info.default is not None:
            return "parameter default"
        return "keras"

    def _tensor(self, call: ActiveCall, kind: Any, frames: list[UserFrame], event: LayerCalled) -> Tensor:
        state = self.state
        tensors = flatten(call.inputs)
        if isinstance(call.inputs, (list, tuple)) and tensors and isinstance(tensors[0], (int, float)):
            return Tensor(kind, shape_of(call.inputs))
        if not tensors:
            return Tensor(kind)
        first = tensors[0]
        tag = self._tag_of(first) or Tag()
        tensor = Tensor(
            kind=kind,
            shape=shape_of(first),
            batch_site=tag.batch_site,
            layout=tag.layout,
            producers=tag.producers,
            direct=tag.direct,
            fed=tag.fed,
            dropped=tag.dropped,
            part=tag.part,
            makers=self._makers(call, event),
        )
        if event.driver != "user" and state.drivers:
            run = state.drivers[-1]
            size = run.per_replica if run.per_replica is not None else run.batch.value if run.batch.known else None
            is_one = tensor.shape is not None and tensor.shape[:1] == (1,)
            if event.outer is None:
                run.in_rest = is_one and size not in (None, 1)
            if run.in_rest and is_one and tensor.shape is not None:
                tensor = replace(tensor, shape=(None, *tensor.shape[1:]))
            return replace(with_batch(tensor, size, run.batch.site), per_replica=run.per_replica, part=run.part)
        if tensor.batch_site is None and tensor.shape and tensor.shape[0] == 1:
            tensor = with_batch(tensor, None, single_example(frames))
        if kind == "concrete" and tensor.batch_site is None:
            size, site, part = self._batch_around(event)
            leading = tensor.shape[0] if tensor.shape else 0
            if leading is None and event.outer is None and is_resized(first):
                return tensor
            if tensor.shape and leading in (None, size):
                tensor = replace(with_batch(tensor, size, site), part=part)
        return tensor

    def _makers(self, call: ActiveCall, event: LayerCalled) -> frozenset[Layer | None]:
        """Return the models whose answers an outermost call gets."""
        if event.outer is not None:
            return frozenset()
        if event.driver != "user" and self.state.drivers:
            return self.state.drivers[-1].makers
        return self.state.makers_of(call.inputs)

    def _batch_around(self, event: LayerCalled) -> tuple[int | None, Site | None, bool | None]:
        """Return the size of the batch that the program works on, who decided that, and whether it is all the data."""
        if event.outer is not None:
            return event.outer.input.examples, event.outer.input.batch_site, event.outer.input.part
        if self.state.drivers:  # a step of the program's own
            batch = self.state.drivers[-1].batch
            return (batch.value, batch.site, self.state.drivers[-1].part) if batch.known else (None, None, None)
        return self.state.last_batch or (None, None, None)

    def _tag_of(self, tensor: Any) -> Tag | None:
        found = self.state.tags.get(tensor)
        if found is not None:
            return found
        history = getattr(tensor, "_keras_history", None)
        layer = self.state.registry.known(history[0]) if history is not None else None
        return Tag(layer, frozenset({layer}), None) if layer is not None and layer.kind == "InputLayer" else None

    def _tag(
        self,
        keras: Keras,
        layer: Layer,
        value: Any,
        inputs: Any,
        outputs: Any,
        batch_site: Site | None = None,
        outermost: bool = False,
    ) -> None:
        tags = [self._tag_of(t) for t in flatten(inputs)]
        weighted = layer.is_bn or any(self.state.registry.weights(inner) for inner in layer.walk())
        tag = output_tag(layer, weighted, layout_of(value), tags)
        if tag.batch_site is None:
            tag = replace(tag, batch_site=batch_site)
        for output in flatten(outputs):
            if layer.children:
                self.state.tags.merge(output, tag)
            else:
                self.state.tags.set(output, tag)
        if outermost and tag.maker is not None:
            self.state.tags.made(outputs, tag.maker)

    def _key(self, event: LayerCalled) -> tuple[Any, ...]:
        return (
            tuple((c.site, c.layer, c.flag.known, c.flag.value, c.bypass) for c in event.chain()),
            event.driver,
            event.trainer,
            tuple(tape.site for tape in event.tapes),
            event.trainable,
            event.input.kind,
            event.input.shape,
            event.input.makers,
        )

    # -- calls that bypass __call__ ----------------------------------------------------------------------------

    def stepping(self, keras: Keras, value: Any, arguments: dict[str, Any]) -> LayerCalled | None:
        """Make the event of a time step of a BN layer: ``TimeDistributed`` of Keras 3 runs its ``call``."""
        stack = self.state.local.stack
        if keras.generation == 2 or not stack or stack[-1].layer.kind not in STEPWISE:
            return None
        if getattr(stack[-1].value, "layer", None) is not value:
            return None
        layer = self.state.registry.layer(keras, value)
        call = ActiveCall(keras, value, layer, None, True, inputs=arguments.get("inputs"))
        return self.event_of(call)

    def bypassing(self, keras: Keras, value: Any, arguments: dict[str, Any], frame: FrameType) -> LayerCalled | None:
        """Make the event of a ``bn.call(...)``; None for ``super().call(...)`` in the user's own subclass of BN."""
        state = self.state
        origin = real_caller(frame, value)
        if not is_user(origin) or origin is None or _is_super_call(origin, value):
            return None
        training = arguments.get("training", UNWRITTEN)
        call = ActiveCall(
            keras, value, state.registry.layer(keras, value), origin, False, training, arguments.get("inputs")
        )
        stack = state.local.stack
        if stack:
            self.event_of(stack[-1])
        event = self._make_event(call, "concrete", stack)
        event.bypass, event.unbuilt = True, not getattr(value, "built", True)
        state.emit(event, self._key(event))
        return event

    def _bypassed(self, frame: FrameType | None, keras: Keras) -> LayerCalled | None:
        """Return the event of a ``model.call(...)`` of the user's that is running and that Keras did not see.

        Its frame lies between the innermost ``__call__`` and us.
        """
        top = self.state.local.stack[-1].value if self.state.local.stack else None
        while frame is not None:
            name = frame.f_code.co_name.removeprefix("tf__")
            owner = frame.f_locals.get("self")
            if name == "call" and isinstance(owner, keras.layer_classes):
                if owner is top:
                    return None
                origin = real_caller(_behind_stateless(frame.f_back), None)
                if is_user(origin) and origin is not None and not _is_super_call(origin, owner):
                    return self._bypass_event(keras, owner, origin, frame)
            elif name == "__call__" and owner is top and top is not None:
                return None
            elif is_user(frame) and name != "call" and not isinstance(owner, keras.layer_classes):
                # The user's own function made the inner call; a method of the layer's may be a part of its ``call``.
                return None
            frame = frame.f_back
        return None

    def _bypass_event(self, keras: Keras, value: Any, origin: FrameType, inner: FrameType) -> LayerCalled | None:
        state = self.state
        frames = list(user_frames(origin, value))
        if not frames:
            return None
        place = frames[0].place
        layer = state.registry.layer(keras, value)
        state.registry.refresh(value)
        passed = inner.f_locals.get("training", UNWRITTEN)
        site = argument_site(place, "training", _flag_index(type(value)))
        tapes = tuple(tape for _, tape in state.local.tapes)
        key = (layer, place.site, tapes)
        if key not in state.bypasses:
            stack = state.local.stack
            event = LayerCalled(
                site=place.site,
                layer=layer,
                flag=flag_arg(passed, site) if site is not None else ABSENT,
                outer=self.event_of(stack[-1]) if stack else None,
                tapes=tapes,
                scopes=scopes(frames, state.layer_types),
                loops=place.loops,
                bypass=True,
                trainable=bool(value.trainable),
            )
            if _is_stateless(inner.f_back):
                event.stateless, event.bypass = True, False
                if site is not None:
                    expression = argument_expression(place, "training", _flag_index(type(value)))
                    event.flag = flag_arg(passed, site, *handed_in(frames, expression))
            inputs = next((inner.f_locals.get(name) for name in inner.f_code.co_varnames[1:2]), None)
            run = ActiveCall(keras, value, layer, origin, False, inputs=inputs)
            event.input = self._tensor(run, "concrete", frames, event)
            state.infos[event] = CallInfo(keras.generation, default=keras.default_training(value))
            while len(state.bypasses) >= MAX_BYPASSES:
                del state.bypasses[next(iter(state.bypasses))]
            state.bypasses[key] = event
            state.emit(event, self._key(event))
        if state.bypasses[key].stateless:
            state.local.stateless = state.bypasses[key]
        return state.bypasses[key]


def _is_stateless(frame: FrameType | None) -> bool:
    """Whether Keras runs ``call`` here for a ``stateless_call``."""
    return frame is not None and is_keras(frame) and frame.f_code.co_name == "stateless_call"


def _behind_stateless(frame: FrameType | None) -> FrameType | None:
    return frame.f_back if frame is not None and _is_stateless(frame) else frame


def _is_super_call(frame: FrameType, value: Any) -> bool:
    """Say whether a frame is the same method of the same object (it called ``super().call(...)``)."""
    return frame.f_code.co_name.removeprefix("tf__") == "call" and frame.f_locals.get("self") is value


_flag_indices: dict[type, int | None] = {}


def _flag_index(cls: type) -> int | None:
    """Return the position of ``training`` among the arguments of ``call``, not counting ``self``."""
    if cls not in _flag_indices:
        method: Any = getattr(cls, "call", None)
        try:
            names = list(inspect.signature(method).parameters)[1:]
        except (TypeError, ValueError):
            names = []
        _flag_indices[cls] = names.index("training") if "training" in names else None
    return _flag_indices[cls]


def _passed_flag(value: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if "training" in kwargs:
        return kwargs["training"]
    index = _flag_index(type(value))
    return args[index] if index is not None and 0 < index < len(args) else UNWRITTEN


def _taken_by_call(frames: list[UserFrame], expression: ast.expr | None) -> TakenByCall | None:
    """Return the parameter of ``call`` that an expression is, there or in a function that gets it from there."""
    while frames and isinstance(expression, ast.Name) and is_parameter(frames[0].place, expression):
        if frames[0].name == "call":
            return TakenByCall(expression.id, handed_in(frames, expression)[0])
        frames, expression = frames[1:], handed_expression(frames, expression)
    return None

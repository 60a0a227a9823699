"""Watches layers being constructed and called."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from types import FrameType
from typing import Any

import numpy as np

from bnlint.events import ABSENT, ApiUsed, Arg, Layer, LayerBuilt, LayerCalled, Scope, Site, Tensor
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.measurements import BNCall, Stats, output_facts
from bnlint.runtime.modes import decide, effective_training, learning_phase, mode_of
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.registry import NOWHERE
from bnlint.runtime.sites import (
    Place,
    UserFrame,
    argument_expression,
    argument_site,
    caller,
    flag_arg,
    handed_in,
    is_parameter,
    scopes,
    user_frames,
)
from bnlint.runtime.state import UNWRITTEN, ActiveCall, CallInfo, State, is_keras, is_user, place_in, real_caller
from bnlint.runtime.tensors import Tag, expanded_here, flatten, layout_of, output_tag, shape_of, with_batch

MAX_ELEMENTS = 4_000_000
"""Inputs beyond this size are not compared with their output."""


class CallTracker:
    """Turns constructions and calls of layers into events and measurements."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._eager_stacks: dict[tuple[Any, ...], list[LayerBuilt]] = {}
        self._built: dict[Layer, tuple[LayerBuilt, tuple[Any, ...]]] = {}

    def install(self, patches: Patches) -> None:
        """Patch the layer classes of every Keras in use."""
        for keras in self.state.kerases:
            for cls in keras.owners("__new__", keras.layer_classes):
                if cls in keras.layer_classes:
                    patches.method(cls, "__new__", self._construction(keras))
            for cls in keras.layer_classes:
                patches.method(cls, "__call__", self._layer_call(keras))
            for cls in keras.bn_classes:
                patches.method(cls, "call", self._bn_call(keras))
            if keras.generation == 2:
                # Building a Keras 2 model runs its ``call`` on placeholders.
                for cls in keras.owners("build", (*keras.model_classes, keras.sequential, keras.functional)):
                    patches.method(cls, "build", self._silenced)
            for cls in keras.owners("add", (keras.sequential,)):
                patches.method(cls, "add", self._sequential_add(keras))
            for cls in keras.owners("__init__", (keras.sequential,)):
                if cls is keras.sequential:
                    patches.method(cls, "__init__", self._sequential_init(keras))

    # -- construction ------------------------------------------------------------------------------------------

    def _construction(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def __new__(cls: Any, *args: Any, **kwargs: Any) -> Any:
                value = original(cls, *args, **kwargs)
                if self.state.active and isinstance(value, keras.layer_classes):
                    frame = caller()
                    with self.state.guarded():
                        self._constructed(keras, value, frame, args, kwargs)
                return value

            return __new__

        return wrap

    def _constructed(self, keras: Keras, value: Any, frame: FrameType, args: Any, kwargs: dict[str, Any]) -> None:
        state = self.state
        if state.registry.known(value) is not None:
            return
        frames = list(user_frames(frame, type(value)))
        # ``super().__init__`` chains do not show here: ``__new__`` runs once, straight from the constructor call.
        place = frames[0].place if frames else None
        layer = state.registry.add(keras, value, frames, args, kwargs)
        if not layer.is_bn or is_legacy(type(value)):
            return
        state.recording.testimony.dialect = keras.generation
        state.recording.keras_version = keras.version
        event = LayerBuilt(layer.site, layer, scopes=scopes(frames, state.layer_types))
        event.rebuilt_in = _rebuilt_in(event.scopes, place)
        stack = tuple((f.place.path, f.place.line, f.place.column) for f in frames)
        self._built[layer] = (event, stack)
        if state.emit(event, (stack, layer.class_name)):
            self._testify_api(keras, layer)

    def _testify_api(self, keras: Keras, layer: Layer) -> None:
        name = f"keras.layers.{_api_class(keras, self.state.registry.object(layer))}"
        key = (layer.site, name)
        self.state.emit(ApiUsed(layer.site, name), key)
        for argument, arg in layer.args.items():
            self.state.emit(ApiUsed(arg.site or layer.site, name, argument, arg), (*key, argument))

    def _sequential_add(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def add(sequential: Any, layer: Any, *args: Any, **kwargs: Any) -> Any:
                if self.state.active:
                    frame = caller()
                    with self.state.guarded():
                        place = place_in(real_caller(frame, sequential), sequential)
                        if place is not None:
                            self._put(layer, place, place.call.args[0] if place.call and place.call.args else None)
                return original(sequential, layer, *args, **kwargs)

            return add

        return wrap

    def _sequential_init(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def __init__(sequential: Any, *args: Any, **kwargs: Any) -> None:
                if self.state.active:
                    frame = caller()
                    with self.state.guarded():
                        layers = args[0] if args else kwargs.get("layers")
                        place = place_in(real_caller(frame, sequential), type(sequential))
                        if place is not None and isinstance(layers, (list, tuple)):
                            self._put_all(list(layers), place)
                original(sequential, *args, **kwargs)

            return __init__

        return wrap

    def _put_all(self, layers: list[Any], place: Place) -> None:
        written = argument_expression(place, "layers", 0)
        items = written.elts if isinstance(written, ast.List | ast.Tuple) else []
        exact = len(items) == len(layers) and not any(isinstance(i, ast.Starred) for i in items)
        for index, layer in enumerate(layers):
            if exact:
                self._put(layer, place, items[index])

    def _put(self, layer: Any, place: Place, expression: ast.expr | None) -> None:
        site = place.at(expression) or place.site
        self.state.registry.places.setdefault(id(layer), site)

    # -- calls of layers ---------------------------------------------------------------------------------------

    def _silenced(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def build(model: Any, *args: Any, **kwargs: Any) -> Any:
            return self._quietly(lambda: original(model, *args, **kwargs))

        return build

    def _quietly(self, run: Callable[[], Any]) -> Any:
        self.state.local.suppressed += 1
        try:
            return run()
        finally:
            self.state.local.suppressed -= 1

    def _layer_call(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def __call__(layer: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                if not state.active or state.local.suppressed or keras.dry_run:
                    return original(layer, *args, **kwargs)
                frame = caller()
                inputs = args[0] if args else next(iter(kwargs.values()), None)
                if any(isinstance(t, keras.keras_tensor) for t in flatten(inputs)):
                    return self._symbolic(keras, layer, original, args, kwargs, inputs, frame)
                call = state.attempt(lambda: self._begin(keras, layer, args, kwargs, inputs, frame))
                if call is None:
                    return self._quietly(lambda: original(layer, *args, **kwargs))
                state.local.stack.append(call)
                try:
                    outputs = original(layer, *args, **kwargs)
                finally:
                    state.local.stack.pop()
                    call.frame = None
                with state.guarded():
                    self._tag(keras, call.layer, layer, inputs, outputs)
                return outputs

            return __call__

        return wrap

    def _begin(
        self, keras: Keras, value: Any, args: Any, kwargs: dict[str, Any], inputs: Any, frame: FrameType
    ) -> ActiveCall | None:
        """Note a call that is about to run; None when it is not the program's own (building, saving)."""
        state = self.state
        origin = real_caller(frame, value)
        by_keras = is_keras(origin)
        layer = state.registry.layer(keras, value)
        if by_keras and not state.local.stack and not state.drivers and self._bypassed(origin, keras) is None:
            return None
        call = ActiveCall(keras, value, layer, origin, by_keras, _passed_flag(value, args, kwargs), inputs)
        if by_keras:
            call.node = self._node(value, origin)
        if state.registry.contains_bn(value):
            self._event(call)
        return call

    def _symbolic(
        self, keras: Keras, value: Any, original: Callable[..., Any], args: Any, kwargs: Any, inputs: Any, frame: Any
    ) -> Any:
        """Run a call that builds a Functional graph."""
        state = self.state
        outputs = self._quietly(lambda: original(value, *args, **kwargs))
        with state.guarded():
            origin = real_caller(frame, value)
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
                    state.keep(nodes[-1])
                    state.nodes[id(nodes[-1])] = event
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
                return self.state.nodes.get(id(node))
            frame = frame.f_back
        return None

    # -- events of calls ---------------------------------------------------------------------------------------

    def _event(self, call: ActiveCall) -> LayerCalled:
        """Return the event of a running call; the calls around it are testified first."""
        if call.event is None:
            stack = self.state.local.stack
            around = stack[: stack.index(call)] if call in stack else stack
            if around:
                self._event(around[-1])
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
            site=self._site(call, place, driver.site if driver else None),
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
        )
        event.input = self._tensor(call, kind, place, event)
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
        return driver_site or self.state.registry.places.get(id(call.value)) or call.layer.site

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
        forwarded = is_parameter(place, expression)
        site = argument_site(place, "training", index) or place.site
        origin, given_at = handed_in(frames, expression)
        if forwarded and outer is not None and frames[0].name == "call" and isinstance(expression, ast.Name):
            origin, given_at = self._given_to_call(outer, expression.id, origin), outer.site
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

    def _tensor(self, call: ActiveCall, kind: Any, place: Place | None, event: LayerCalled) -> Tensor:
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
        )
        if event.driver != "user" and state.drivers:
            run = state.drivers[-1]
            size = run.per_replica if run.per_replica is not None else run.batch.value if run.batch.known else None
            return replace(with_batch(tensor, size, run.batch.site), per_replica=run.per_replica)
        if place is not None and tensor.batch_site is None and tensor.shape and tensor.shape[0] == 1:
            expression = place.call.args[0] if place.call is not None and place.call.args else None
            tensor = with_batch(tensor, None, expanded_here(place, expression))
        if kind == "concrete" and tensor.batch_site is None and state.last_batch is not None and event.outer is None:
            size, site = state.last_batch
            if tensor.shape and (tensor.shape[0] is None or tensor.shape[0] == size):
                tensor = with_batch(tensor, size, site)
        return tensor

    def _tag_of(self, tensor: Any) -> Tag | None:
        found = self.state.tags.get(tensor)
        if found is not None:
            return found
        history = getattr(tensor, "_keras_history", None)
        layer = self.state.registry.known(history[0]) if history is not None else None
        return Tag(layer, frozenset({layer}), None) if layer is not None and layer.kind == "InputLayer" else None

    def _tag(self, keras: Keras, layer: Layer, value: Any, inputs: Any, outputs: Any) -> None:
        tags = [self._tag_of(t) for t in flatten(inputs)]
        weighted = layer.is_bn or any(
            keras.own_weights(self.state.registry.object(inner)) for inner in layer.walk() if inner is not None
        )
        tag = output_tag(layer, weighted, layout_of(value), tags)
        for output in flatten(outputs):
            if layer.children:
                self.state.tags.merge(output, tag)
            else:
                self.state.tags.set(output, tag)

    def _key(self, event: LayerCalled) -> tuple[Any, ...]:
        return (
            tuple((c.site, c.layer, c.flag.known, c.flag.value, c.bypass) for c in event.chain()),
            event.driver,
            event.trainer,
            tuple(tape.site for tape in event.tapes),
            event.trainable,
            event.input.kind,
            event.input.shape,
        )

    # -- calls that bypass __call__ ----------------------------------------------------------------------------

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
                origin = real_caller(frame.f_back, None)
                if is_user(origin) and origin is not None and not _is_super_call(origin, owner):
                    return self._bypass_event(keras, owner, origin, frame)
            elif name == "__call__" and owner is top and top is not None:
                return None
            elif is_user(frame) and name != "call":
                # The user's own function made the inner call.
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
                outer=self._event(stack[-1]) if stack else None,
                tapes=tapes,
                scopes=scopes(frames, state.layer_types),
                loops=place.loops,
                bypass=True,
                trainable=bool(value.trainable),
            )
            state.infos[event] = CallInfo(keras.generation, default=keras.default_training(value))
            state.bypasses[key] = event
            state.emit(event, self._key(event))
        return state.bypasses[key]

    # -- BN layers ---------------------------------------------------------------------------------------------

    def _bn_call(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            signature = inspect.signature(original)

            def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                if not state.active or state.local.suppressed or keras.dry_run or is_legacy(type(layer)):
                    return original(layer, *args, **kwargs)
                frame = caller()
                measured = state.attempt(lambda: self._bn_begins(keras, layer, signature, args, kwargs, frame))
                outputs = original(layer, *args, **kwargs)
                if measured is not None:
                    with state.guarded():
                        self._bn_ends(layer, measured, args, kwargs, outputs)
                return outputs

            return call

        return wrap

    def _bn_begins(
        self, keras: Keras, value: Any, signature: inspect.Signature, args: Any, kwargs: Any, frame: FrameType
    ) -> BNCall | None:
        state = self.state
        arguments = signature.bind(value, *args, **kwargs).arguments
        stack = state.local.stack
        inputs = arguments.get("inputs")
        if stack and stack[-1].value is value:
            event = self._event(stack[-1])
        else:
            bypass = self._bn_bypass(keras, value, arguments, frame)
            if bypass is None:
                return None
            event = bypass
        training = effective_training(keras, arguments.get("training"))
        phase = learning_phase(keras)
        event.mode = mode_of(training, bool(value.trainable))
        event.decided_by, event.reason = decide(event, state.infos, training, phase)
        self._bake(event)
        shape = shape_of(inputs)
        known = event.input.shape or shape
        before = state.stats(value) if state.wants_call(event.layer) else None
        state.record_of(event.layer).features = _features(state, event)
        self._note_rebuilt(event)
        return BNCall(
            event=event,
            layer=event.layer,
            mode=event.mode,
            traced=not state.tf.executing_eagerly(),
            shape=known,
            values=_values(known, value),
            driver=event.driver,
            frozen=not value.trainable,
            before=before,
            fresh=None if before is None else _is_fresh(before, initial_stats(value, before)),
        )

    def _bn_bypass(self, keras: Keras, value: Any, arguments: dict[str, Any], frame: FrameType) -> LayerCalled | None:
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
            self._event(stack[-1])
        event = self._make_event(call, "concrete", stack)
        event.bypass = True
        state.emit(event, self._key(event))
        return event

    def _bake(self, event: LayerCalled) -> None:
        """Find the innermost constant that a Functional graph holds for this layer or a model around it."""
        for call in event.chain():
            info = self.state.infos.get(call)
            if info is not None and info.inside and call.flag.known and call.flag.value is not None:
                event.baked, event.baked_at = call.flag, self._baked_at(call)
                return

    def _baked_at(self, call: LayerCalled) -> LayerCalled | None:
        """Return the symbolic call that a running call carries out."""
        return next(
            (
                s
                for s in self.state.nodes.values()
                if s.layer is call.layer and s.site == call.site and s.flag == call.flag
            ),
            None,
        )

    def _bn_ends(self, value: Any, call: BNCall, args: Any, kwargs: Any, outputs: Any) -> None:
        state = self.state
        if not call.traced and state.wants_call(call.layer):
            call.after = state.stats(value)
            inputs = args[0] if args else kwargs.get("inputs")
            call.output = _compare(value, inputs, outputs)
        state.add_call(call)

    # -- layers built again and again --------------------------------------------------------------------------

    def _note_rebuilt(self, event: LayerCalled) -> None:
        """Mark layers that come from one spot, reached the same way, and are each run at once: a loop rebuilds them."""
        found = self._built.get(event.layer)
        if found is None or event.input.kind != "concrete":
            return
        built, stack = found
        if not stack or built in self._eager_stacks.setdefault(stack, []):
            return
        self._eager_stacks[stack].append(built)
        if len(self._eager_stacks[stack]) < 2 or event.outer is not None:
            return
        for again in self._eager_stacks[stack]:
            if again.rebuilt_in is None:
                again.rebuilt_in = "step" if again.scopes else "loop over batches"


def is_legacy(cls: type) -> bool:
    """Say whether a class is one of TF1's ``tf.layers``, which ``graph_mode`` reports as graph operations."""
    return any("legacy_tf_layers" in c.__module__ for c in cls.__mro__)


def _api_class(keras: Keras, value: Any) -> str:
    """Return the name of Keras's own class behind a BN layer, the user's subclass aside."""
    own = next((c for c in type(value).__mro__ if keras.is_builtin(c)), type(value))
    return "experimental.SyncBatchNormalization" if own.__name__ == "SyncBatchNormalization" else "BatchNormalization"


def _rebuilt_in(around: tuple[Scope, ...], place: Place | None) -> str | None:
    """Say whether a construction runs again on each call."""
    for scope in around:
        if scope.keras_method == "__init__" or scope.keras_method == "build":
            return None
        if scope.keras_method == "call":
            return "lazy call" if _guarded_by_none(place) else "call"
        if scope.keras_method in ("train_step", "test_step", "predict_step"):
            return "step"
        if scope.tf_function:
            return "tf.function"
    return None


def _guarded_by_none(place: Place | None) -> bool:
    """Say whether a place lies under an ``if x is None`` (or ``if not x``)."""
    if place is None or place.node is None or place.source is None:
        return False
    for node in place.source.ancestors(place.node):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        if isinstance(node, ast.If):
            test = node.test
            is_none = isinstance(test, ast.Compare) and any(isinstance(op, ast.Is) for op in test.ops)
            negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
            if is_none or negated:
                return True
    return False


def _is_super_call(frame: FrameType, value: Any) -> bool:
    """Say whether a frame is the same method of the same object (it called ``super().call(...)``)."""
    return frame.f_code.co_name.removeprefix("tf__") == "call" and frame.f_locals.get("self") is value


@lru_cache(maxsize=1024)
def _flag_index(cls: type) -> int | None:
    """Return the position of ``training`` among the arguments of ``call``, not counting ``self``."""
    try:
        names = list(inspect.signature(cls.call).parameters)[1:]  # type: ignore[attr-defined]
    except (TypeError, ValueError, AttributeError):
        return None
    return names.index("training") if "training" in names else None


def _passed_flag(value: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if "training" in kwargs:
        return kwargs["training"]
    index = _flag_index(type(value))
    return args[index] if index is not None and 0 < index < len(args) else UNWRITTEN


def initial_stats(value: Any, like: Stats) -> Stats | None:
    """Return what a layer's initializers give; None for initializers other than zeros, ones and constants."""
    mean = _constant_initializer(getattr(value, "moving_mean_initializer", None))
    variance = _constant_initializer(getattr(value, "moving_variance_initializer", None))
    if mean is None or variance is None:
        return None
    return Stats(np.full_like(like.mean, mean), np.full_like(like.variance, variance))


def _constant_initializer(initializer: Any) -> float | None:
    name = type(initializer).__name__
    if name in ("Zeros", "Ones"):
        return 0.0 if name == "Zeros" else 1.0
    constant = getattr(initializer, "value", None) if name == "Constant" else None
    return float(constant) if isinstance(constant, (int, float)) else None


def _is_fresh(now: Stats, initial: Stats | None) -> bool | None:
    return None if initial is None else now.distance(initial) == 0.0


def normalized_axes(value: Any) -> list[int]:
    """Return a BN layer's axis or axes as a list."""
    axis = value.axis
    return [int(axis)] if isinstance(axis, int) else [int(a) for a in axis]


def _features(state: State, event: LayerCalled) -> int | None:
    """Return how many features the one layer before has."""
    producers = event.input.producers or frozenset()
    if len(producers) != 1:
        return None
    value = state.registry.object(next(iter(producers)))
    count = getattr(value, "filters", None) or getattr(value, "units", None)
    return count if isinstance(count, int) else None


def _values(shape: tuple[int | None, ...] | None, value: Any) -> int | None:
    """Return how many values go into each statistic."""
    if shape is None:
        return None
    kept = {a % len(shape) for a in normalized_axes(value)} if shape else set()
    count = 1
    for index, size in enumerate(shape):
        if index in kept:
            continue
        if size is None:
            return None
        count *= size
    return count


def _compare(value: Any, inputs: Any, outputs: Any) -> Any:
    if not hasattr(outputs, "numpy"):
        return None
    x = inputs.numpy() if hasattr(inputs, "numpy") else np.asarray(inputs)
    y = outputs.numpy()
    if x.shape != y.shape or x.size > MAX_ELEMENTS or x.size == 0 or x.ndim == 0:
        return None
    beta = vars(value).get("beta")
    offset = None if beta is None else np.asarray(beta.numpy())
    return output_facts(x, y, normalized_axes(value), float(value.epsilon), offset)

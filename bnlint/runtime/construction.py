"""Watches layers being constructed, and put into Sequential models."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

from bnlint.events import ApiUsed, Layer, LayerBuilt, LayerCalled, Scope
from bnlint.libraries.keras_models import STEPS
from bnlint.libraries.keras_versions import errors_met
from bnlint.runtime.backends import numbers
from bnlint.runtime.keras_api import Keras, is_legacy
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.sites import Place, argument_expression, caller, scopes, user_frames
from bnlint.runtime.state import State, is_keras, place_in, real_caller


class ConstructionTracker:
    """Turns constructions of BN layers into events."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._eager_stacks: dict[tuple[Any, ...], list[LayerBuilt]] = {}
        self._built: dict[Layer, tuple[LayerBuilt, tuple[Any, ...]]] = {}
        self._built_late: set[Layer] = set()
        """Layers that were built when another one from the same spot had run."""
        self._runs: Counter[Layer] = Counter()
        self._drawn: dict[Layer, int] = {}
        """How many batches were drawn when a layer was built."""
        self._given: dict[Layer, bytes] = {}
        """Some of the first numbers that each layer got, where they are visible."""

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the layer classes and Sequential of a Keras."""
        for cls in keras.layer_classes:
            patches.method(cls, "__new__", self._construction(keras))
        patches.method(keras.sequential, "add", self._sequential_add)
        patches.method(keras.sequential, "__init__", self._sequential_init)

    def _construction(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
                value = original(cls, *args, **kwargs)
                if self.state.active and isinstance(value, keras.layer_classes):
                    frame = caller()
                    with self.state.guarded():
                        self._constructed(keras, value, frame, args, kwargs)
                return value

            return new

        return wrap

    def _constructed(self, keras: Keras, value: Any, frame: FrameType, args: Any, kwargs: dict[str, Any]) -> None:
        state = self.state
        if state.registry.known(value) is not None:
            return
        state.bury()
        frames = list(user_frames(frame, type(value)))
        state.visit(frames[0].frame if frames else None)
        # ``super().__init__`` chains do not show here: ``__new__`` runs once, straight from the constructor call.
        place = frames[0].place if frames else None
        layer = state.registry.add(keras, value, frames, args, kwargs)
        if not layer.is_bn or is_legacy(type(value)):
            return
        state.ran_on(keras)
        event = LayerBuilt(layer.site, layer, scopes=scopes(frames, state.layer_types))
        event.attempted = any(f.place.attempted(errors_met(keras.generation)) for f in frames)
        event.rebuilt_in = _rebuilt_in(event.scopes, place)
        stack = tuple((f.place.path, f.place.line, f.place.column) for f in frames)
        self._built[layer] = (event, stack)
        self._drawn[layer] = state.batches_drawn
        if self._eager_stacks.get(stack):
            self._built_late.add(layer)
        _note_maker(layer, real_caller(frame, value))
        if state.emit(event, (stack, layer.class_name)) and not event.attempted:
            self._testify_api(keras, layer)

    def _testify_api(self, keras: Keras, layer: Layer) -> None:
        name = f"keras.layers.{_api_class(keras, self.state.registry.object(layer))}"
        key = (layer.site, name)
        self.state.emit(ApiUsed(layer.site, name), key)
        for argument, arg in layer.args.items():
            self.state.emit(ApiUsed(arg.site or layer.site, name, argument, arg), (*key, argument))

    def _sequential_add(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def add(sequential: Any, layer: Any, *args: Any, **kwargs: Any) -> Any:
            if self.state.active:
                frame = caller()
                with self.state.guarded():
                    place = place_in(real_caller(frame, sequential), sequential)
                    if place is not None:
                        self._put(layer, place, argument_expression(place, "layer", 0))
            return original(sequential, layer, *args, **kwargs)

        return add

    def _sequential_init(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def init(sequential: Any, *args: Any, **kwargs: Any) -> None:
            if self.state.active:
                frame = caller()
                with self.state.guarded():
                    layers = args[0] if args else kwargs.get("layers")
                    place = place_in(real_caller(frame, sequential), type(sequential))
                    if place is not None and isinstance(layers, (list, tuple)):
                        self._put_all(list(layers), place)
            original(sequential, *args, **kwargs)

        return init

    def _put_all(self, layers: list[Any], place: Place) -> None:
        written = argument_expression(place, "layers", 0)
        items = written.elts if isinstance(written, ast.List | ast.Tuple) else []
        exact = len(items) == len(layers) and not any(isinstance(i, ast.Starred) for i in items)
        for index, layer in enumerate(layers):
            if exact:
                self._put(layer, place, items[index])

    def _put(self, layer: Any, place: Place, expression: ast.expr | None) -> None:
        site = place.at(expression) or place.site
        if self.state.registry.places.get(layer) is None:
            self.state.registry.places.set(layer, site)

    def note_run(self, event: LayerCalled, inputs: Any) -> None:
        """Mark layers that come from one spot, reached the same way, and are each run at once: a loop rebuilds them.

        Layers that all get the same numbers are tried out: that is no loop over batches.
        """
        found = self._built.get(event.layer)
        if found is None or event.input.kind != "concrete":
            return
        self._runs[event.layer] += 1
        built, stack = found
        if not stack or built in self._eager_stacks.setdefault(stack, []):
            return
        earlier = self._eager_stacks[stack]
        given = _some_of(inputs)
        if given is not None:
            self._given[event.layer] = given
        tried = given is not None and any(self._given.get(again.layer) == given for again in earlier)
        earlier.append(built)
        if tried or event.layer not in self._built_late:
            return  # the layers of a list are all built before any of them runs
        if event.outer is not None and any(
            self._drawn[again.layer] == self._drawn[event.layer] for again in earlier[:-1]
        ):
            return  # a loop over settings may call each of its models once, one over batches may not
        if any(self._runs[again.layer] > 1 for again in earlier):
            return  # a model for each fold is trained before the next one is built
        for again in earlier:
            if again.rebuilt_in is None:
                again.rebuilt_in = "step" if again.scopes else "loop over batches"


def _some_of(inputs: Any) -> bytes | None:
    """Return some numbers by which a batch is known again; None in a graph."""
    try:
        values = numbers(inputs)
    except Exception:  # each backend raises its own
        return None
    return bytes(values.reshape(-1)[:64].tobytes()) + repr(values.shape).encode()


def _api_class(keras: Keras, value: Any) -> str:
    """Return the name of Keras's own class behind a BN layer, the user's subclass aside."""
    own = next((c for c in type(value).__mro__ if keras.is_builtin(c)), type(value))
    return "experimental.SyncBatchNormalization" if own.__name__ == "SyncBatchNormalization" else "BatchNormalization"


def _note_maker(layer: Layer, frame: FrameType | None) -> None:
    """Note that Keras itself constructs a layer, of a ready-made model, or of one that is loaded or copied."""
    layer.opaque = is_keras(frame)
    while frame is not None and is_keras(frame):
        name = frame.f_code.co_name
        layer.copied = layer.copied or (name in _COPYING and "applications" not in frame.f_code.co_filename)
        frame = frame.f_back


_COPYING = ("clone_model", "load_model", "model_from_config", "model_from_json", "from_config")


def _rebuilt_in(around: tuple[Scope, ...], place: Place | None) -> str | None:
    """Say whether a construction runs again on each call."""
    for scope in around:
        step = STEPS.get(scope.keras_method) if scope.keras_method is not None else None
        if step is not None and step.when in ("construction", "building"):
            return None
        if step is not None and step.when == "call":
            return "lazy call" if _guarded_by_none(place) else "call"
        if step is not None:
            return "step"
        if scope.tf_function:
            return "tf.function"
    return None


def _guarded_by_none(place: Place | None) -> bool:
    """Say whether a place lies under an ``if x is None`` (or ``if not x``), or in a ``dict.setdefault(key, x)``."""
    if place is None or place.node is None or place.source is None:
        return False
    for node in place.source.ancestors(place.node):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setdefault":
            return True
        if isinstance(node, ast.If):
            test = node.test
            is_none = isinstance(test, ast.Compare) and any(isinstance(op, ast.Is) for op in test.ops)
            negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
            if is_none or negated:
                return True
    return False

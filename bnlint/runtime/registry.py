"""Keras objects and the ``Layer`` that stands for each of them in the events."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bnlint.events import Arg, Layer, Site
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.sites import UserFrame, argument_expression, argument_site, constant, handed_in, spelt_out
from bnlint.runtime.tensors import Weak

NOWHERE = Site("", 0, 0)


@dataclass(eq=False)
class _Entry:
    """A Keras layer, which goes when the program lets it go.

    Args:
        reference: gives the layer.
        layer: what stands for it.
        keras: the Keras it belongs to.
        held: the layer itself, where it has to outlive the program's interest in it.
        statistics: of a BN layer: the two variables, which are small, to be read once more when it has gone.
    """

    reference: weakref.ref[Any]
    layer: Layer
    keras: Keras
    held: Any = None
    statistics: tuple[Any, Any] | None = None


class Registry:
    """Gives every Keras layer one ``Layer``, from its construction on.

    Layers and models are not kept alive: a search over settings builds and drops hundreds.

    Args:
        holds: says whether a layer that is entered now has to be kept all the same.
    """

    def __init__(self, holds: Callable[[], bool] = lambda: False) -> None:
        self._holds = holds
        self._entries: dict[int, _Entry] = {}
        self._by_layer: dict[Layer, _Entry] = {}
        self._bn: dict[Layer, _Entry] = {}
        self._gone: list[tuple[int, _Entry]] = []
        self.version = 0
        """Grows with each layer that is entered and each switch of ``trainable``."""
        self.places: Weak[Site] = Weak()
        """Where a layer was put into a Sequential model."""
        self.float16 = False
        """Whether some layer computes in float16."""

    def add(
        self, keras: Keras, value: Any, frames: list[UserFrame], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Layer:
        """Enter a layer under construction.

        Args:
            keras: the Keras it belongs to.
            value: the object, not initialised yet.
            frames: the user's frames around the construction, innermost first.
            args: the constructor's positional arguments as written; ``kwargs`` the named ones.
        """
        cls = type(value)
        layer = Layer(
            kind=_kind(keras, value),
            site=frames[0].place.site if frames else NOWHERE,
            class_name=cls.__name__,
            args=constructor_args(cls, frames, args, kwargs),
            call_site=_call_site(keras, cls),
            takes_training=keras.takes_training(value),
            flag_hidden=_hidden_by(cls.__dict__.get("call")) is not None,
        )
        self._enter(keras, value, layer)
        return layer

    def layer(self, keras: Keras, value: Any) -> Layer:
        """Return the ``Layer`` of a Keras layer, also of one that was there before the recording."""
        known = self.known(value)
        if known is not None:
            return known
        cls = type(value)
        layer = Layer(
            kind=_kind(keras, value),
            site=NOWHERE,
            class_name=cls.__name__,
            call_site=_call_site(keras, cls),
            takes_training=keras.takes_training(value),
            flag_hidden=_hidden_by(cls.__dict__.get("call")) is not None,
            pretrained=None,
        )
        self._enter(keras, value, layer)
        self.refresh(value)
        return layer

    def known(self, value: Any) -> Layer | None:
        """Return the ``Layer`` of an object if it is a layer that was entered."""
        entry = self._entries.get(id(value))
        return entry.layer if entry is not None and entry.reference() is value else None

    def object(self, layer: Layer) -> Any:
        """Return the Keras object behind a ``Layer``; None where the program has let it go."""
        entry = self._by_layer.get(layer)
        return entry.reference() if entry is not None else None

    def keras(self, layer: Layer) -> Keras:
        """Return the Keras a ``Layer`` belongs to."""
        return self._by_layer[layer].keras

    def weights(self, layer: Layer) -> list[Any]:
        """Return the variables that a layer itself offers to the optimizer; none where it has gone."""
        value = self.object(layer)
        return self.keras(layer).own_weights(value) if value is not None else []

    def is_trainable(self, layer: Layer) -> bool:
        """Say whether a layer is free to learn; one that has gone was."""
        return bool(getattr(self.object(layer), "trainable", True))

    def entries(self) -> list[tuple[Any, Layer]]:
        """Return every object that is still there with its ``Layer``, in order of construction."""
        found = ((entry.reference(), entry.layer) for entry in tuple(self._entries.values()))
        return [(value, layer) for value, layer in found if value is not None]

    @property
    def bn_layers(self) -> tuple[Layer, ...]:
        """What stands for the BN layers that are still there, in order of construction."""
        return tuple(self._bn)

    @property
    def bn_objects(self) -> list[Any]:
        """The BN layers that are still there, in order of construction."""
        return [value for entry in tuple(self._bn.values()) if (value := entry.reference()) is not None]

    def remember(self, value: Any, statistics: tuple[Any, Any]) -> None:
        """Note where the statistics of a BN layer are."""
        entry = self._entries.get(id(value))
        if entry is not None:
            entry.statistics = statistics

    def bury(self) -> list[tuple[Layer, tuple[Any, Any]]]:
        """Forget the layers that have gone since the last time; returns the BN layers among them and their statistics.

        When one goes any code may be running: that is only noted then.
        """
        found = []
        while self._gone:
            key, entry = self._gone.pop()
            if self._entries.get(key) is entry:
                del self._entries[key]
            self._bn.pop(entry.layer, None)
            if entry.statistics is not None:
                found.append((entry.layer, entry.statistics))
                entry.statistics = None
        return found

    def refresh(self, value: Any) -> Layer | None:
        """Read anew what a layer contains, all the way down."""
        seen: set[int] = set()

        def visit(obj: Any) -> Layer | None:
            entry = self._entries.get(id(obj))
            if entry is None or entry.reference() is not obj:
                return None
            layer = entry.layer
            if id(obj) in seen:
                return layer
            seen.add(id(obj))
            children = []
            for child in entry.keras.children(obj):
                if self.known(child) is None:
                    self.layer(entry.keras, child)
                found = visit(child)
                if found is not None:
                    children.append(found)
            layer.children = children
            layer.consumers = _consumers(obj)
            self.float16 = self.float16 or getattr(obj, "compute_dtype", None) == "float16"
            return layer

        return visit(value)

    def contains_bn(self, value: Any) -> bool:
        """Say whether a layer is BN or has BN inside."""
        layer = self.refresh(value)
        return layer is not None and any(inner.is_bn for inner in layer.walk())

    def refresh_all(self) -> None:
        """Read anew what every layer contains."""
        for value, _ in self.entries():
            self.refresh(value)

    def _enter(self, keras: Keras, value: Any, layer: Layer) -> None:
        key = id(value)
        entry = _Entry(weakref.ref(value, lambda _: self._gone.append((key, entry))), layer, keras)
        entry.held = value if self._holds() else None
        self._entries.pop(key, None)  # of one that has gone, so that the new one comes last
        self._entries[key] = self._by_layer[layer] = entry
        if layer.is_bn:
            self._bn[layer] = entry
        self.version += 1


def _consumers(value: Any) -> int:
    """Count the different layers and operations that a layer's output goes into in Functional graphs."""
    nodes = getattr(value, "_outbound_nodes", None) or ()
    return len({id(getattr(node, "operation", None) or getattr(node, "layer", None)) for node in nodes})


def _kind(keras: Keras, value: Any) -> str:
    cls = type(value)
    if keras.is_bn(value):
        return "BatchNormalization"
    if keras.is_builtin(cls):
        return cls.__name__
    if isinstance(value, keras.functional) and not isinstance(value, keras.sequential):
        return "Functional"
    if isinstance(value, keras.sequential):
        return "Sequential"
    if isinstance(value, keras.model_classes):
        return "Model"
    return "Layer"


def _call_site(keras: Keras, cls: type) -> Site | None:
    """Return the ``def call`` line of a user's subclass; None when the class does not define it itself."""
    call = cls.__dict__.get("call")
    if call is None or keras.is_builtin(cls):
        return None
    try:
        function: Any = _hidden_by(call) or inspect.unwrap(call)
        lines, first = inspect.getsourcelines(function)
        path = inspect.getsourcefile(function) or function.__code__.co_filename
    except (OSError, TypeError, ValueError):
        return None
    # The first line may be a decorator's.
    for offset, text in enumerate(lines):
        stripped = text.lstrip()
        if stripped.startswith(("def ", "async def ")):
            return Site(path, first + offset, len(text) - len(stripped))
    return Site(path, first, 0)


def _hidden_by(call: Any) -> Any:
    """Return the ``call`` with a training flag that a wrapper without one runs in its place; None where none does."""
    try:
        if "training" in inspect.signature(call).parameters:
            return None
        held = [cell.cell_contents for cell in getattr(inspect.unwrap(call), "__closure__", None) or ()]
        return next((f for f in held if inspect.isfunction(f) and "training" in inspect.signature(f).parameters), None)
    except (TypeError, ValueError):
        return None


def constructor_args(
    cls: type, frames: list[UserFrame], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Arg]:
    """Return a constructor's written arguments by name, each with its value and where it stands."""
    found: dict[str, Arg] = {}
    for index, (name, value) in enumerate(zip(_positional_names(cls), args, strict=False)):
        found[name] = argument(frames, name, index, value)
    for name, value in kwargs.items():
        found[name] = argument(frames, name, None, value)
    return found


def _positional_names(cls: type) -> list[str]:
    initializer: Any = cls.__dict__.get("__init__") or next(
        c.__dict__["__init__"] for c in cls.__mro__ if "__init__" in c.__dict__
    )
    try:
        parameters = list(inspect.signature(initializer).parameters.values())[1:]
    except (TypeError, ValueError):
        return []
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters if p.kind in positional]


def argument(frames: list[UserFrame], name: str, index: int | None, value: Any) -> Arg:
    """Return an argument of a call with its value and where it stands."""
    if not frames:
        return Arg(value, True) if constant(value) else Arg()
    frames = spelt_out(frames, name) if index is None else frames
    place = frames[0].place
    # An argument that comes through some other ``**mapping`` has no place of its own: the call stands for it.
    site = argument_site(place, name, index) or place.site
    origin, given_at = handed_in(frames, argument_expression(place, name, index))
    known = constant(value)
    return Arg(value if known else None, known, site, origin, given_at)

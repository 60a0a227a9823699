"""Keras objects and the ``Layer`` that stands for each of them in the events."""

from __future__ import annotations

import inspect
from typing import Any

from bnlint.events import Arg, Layer, Site
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.sites import UserFrame, argument_expression, argument_site, constant, handed_in

NOWHERE = Site("", 0, 0)


class Registry:
    """Gives every Keras layer one ``Layer``, from its construction on.

    Layers are held until the recording ends, so that an object's id stays its own.
    """

    def __init__(self) -> None:
        self._layers: dict[int, Layer] = {}
        self._objects: dict[int, Any] = {}
        self._keras: dict[int, Keras] = {}
        self._by_layer: dict[Layer, Any] = {}
        self.bn_objects: list[Any] = []
        self.version = 0
        """Grows with each layer that is entered and each switch of ``trainable``."""
        self.places: dict[int, Site] = {}
        """Where a layer was put into a Sequential model."""

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
        known = self._layers.get(id(value))
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
        return self._layers.get(id(value))

    def object(self, layer: Layer) -> Any:
        """Return the Keras object behind a ``Layer``."""
        return self._by_layer.get(layer)

    def keras(self, layer: Layer) -> Keras:
        """Return the Keras a ``Layer`` belongs to."""
        return self._keras[id(self._by_layer[layer])]

    def entries(self) -> list[tuple[Any, Layer]]:
        """Return every entered object with its ``Layer``, in order of construction."""
        return [(self._objects[key], layer) for key, layer in list(self._layers.items())]

    def refresh(self, value: Any) -> Layer | None:
        """Read anew what a layer contains, all the way down."""
        seen: set[int] = set()

        def visit(obj: Any) -> Layer | None:
            layer = self._layers.get(id(obj))
            if layer is None or id(obj) in seen:
                return layer
            seen.add(id(obj))
            keras = self._keras[id(obj)]
            children = []
            for child in keras.children(obj):
                if id(child) not in self._layers:
                    self.layer(keras, child)
                found = visit(child)
                if found is not None:
                    children.append(found)
            layer.children = children
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
        self._layers[id(value)] = layer
        self._objects[id(value)] = value
        self._keras[id(value)] = keras
        self._by_layer[layer] = value
        self.version += 1
        if layer.is_bn:
            self.bn_objects.append(value)


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
    place = frames[0].place
    # An argument that comes through ``**kwargs`` has no place of its own: the call stands for it.
    site = argument_site(place, name, index) or place.site
    origin, given_at = handed_in(frames, argument_expression(place, name, index))
    known = constant(value)
    return Arg(value if known else None, known, site, origin, given_at)

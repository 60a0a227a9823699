"""Watches trainable variables being put into other models, into checkpoints, and into the files of TF1's savers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bnlint.events import GraphRestored, GraphSaved, Layer, Site, WeightsCopied
from bnlint.runtime.keras_api import Keras, import_module
from bnlint.runtime.patching import Patches
from bnlint.runtime.sites import UserFrame, caller, user_frames
from bnlint.runtime.sources import FunctionNode
from bnlint.runtime.state import State, is_user, place_in, real_caller
from bnlint.runtime.tensors import Weak

_ASSIGNING = ("assign", "assign_add", "assign_sub")
_LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.GeneratorExp)


class CopyTracker:
    """Turns assignments to variables, checkpoints and savers into events."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._owners: dict[int, Layer] = {}
        self._version = -1
        self._made: Weak[Site] = Weak()
        """Where checkpoints and savers were made."""
        self._alone: Weak[bool] = Weak()
        """Of savers: whether they are for trainable variables alone."""

    def install(self, patches: Patches) -> None:
        """Patch TensorFlow's variables, checkpoints and savers."""
        tf = self.state.tf
        variable = import_module("tensorflow.python.ops.resource_variable_ops").ResourceVariable
        for name in _ASSIGNING:
            patches.method(variable, name, self._assign)
        for name, wrap in (("__init__", self._checkpoint), ("save", self._save), ("write", self._save)):
            patches.method(tf.train.Checkpoint, name, wrap)
        saver = tf.compat.v1.train.Saver
        patches.method(saver, "__init__", self._saver)
        patches.method(saver, "save", self._with_graph(GraphSaved))
        patches.method(saver, "restore", self._with_graph(GraphRestored))

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the variables of a Keras 3."""
        if keras.generation == 3:
            for cls in keras.owners("assign", (keras.module.Variable,)):
                for name in _ASSIGNING:
                    patches.method(cls, name, self._assign)

    # -- copies ------------------------------------------------------------------------------------------------

    def _assign(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def assign(variable: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            if state.active and state.registry.bn_layers:
                origin = real_caller(caller(), variable)
                if is_user(origin):
                    with state.guarded():
                        self._assigned(variable, list(user_frames(origin, variable)))
            return original(variable, *args, **kwargs)

        return assign

    def _assigned(self, variable: Any, frames: list[UserFrame]) -> None:
        target = self._owner(variable)
        if target is None or not frames:
            return
        found = (self._owner(value) for value in _variables(frames[0].frame.f_locals.values()))
        sources = tuple(dict.fromkeys(layer for layer in found if layer is not None and layer is not target))
        if sources:
            site = _walked_at(frames)
            self.state.emit(WeightsCopied(site, sources, target), (site, sources, target))

    def _owner(self, variable: Any) -> Layer | None:
        """Return the smallest layer or model with BN that a trainable variable belongs to."""
        registry = self.state.registry
        if self._version != registry.version:
            self._version, self._owners = registry.version, {}
            entries = registry.entries()
            for value, _ in entries:
                registry.refresh(value)
            around = [layer for _, layer in entries if any(inner.is_bn for inner in layer.walk())]
            sizes = {layer: sum(1 for _ in layer.walk()) for layer in around}
            for outer in sorted(around, key=lambda layer: -sizes[layer]):
                for inner in outer.walk():
                    if not outer.is_bn:
                        self._owners.update((id(own), outer) for own in registry.weights(inner))
        return self._owners.get(id(variable))

    # -- checkpoints -------------------------------------------------------------------------------------------

    def _checkpoint(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def init(checkpoint: Any, *args: Any, **kwargs: Any) -> None:
            original(checkpoint, *args, **kwargs)
            if self.state.active:
                with self.state.guarded():
                    self._note_place(checkpoint, caller())

        return init

    def _note_place(self, made: Any, frame: Any) -> None:
        origin = real_caller(frame, made)
        place = place_in(origin, made) if is_user(origin) else None
        if place is not None:
            self._made.set(made, place.site)

    def _save(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def save(checkpoint: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            site = self._made.get(checkpoint) if state.active else None
            if site is not None and is_user(real_caller(caller(), checkpoint)):
                with state.guarded():
                    held = [value for name, value in vars(checkpoint).items() if not name.startswith("_")]
                    owners = [self._owner(v) for value in held for v in _variables(_items(value))]
                    sources = tuple(dict.fromkeys(layer for layer in owners if layer is not None))
                    if sources:
                        state.emit(WeightsCopied(site, sources), (site, sources))
            return original(checkpoint, *args, **kwargs)

        return save

    # -- savers of TF1 -----------------------------------------------------------------------------------------

    def _saver(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def init(saver: Any, var_list: Any = None, *args: Any, **kwargs: Any) -> None:
            original(saver, var_list, *args, **kwargs)
            if self.state.active:
                with self.state.guarded():
                    self._note_place(saver, caller())
                    chosen = list(var_list.values()) if isinstance(var_list, dict) else list(var_list or ())
                    trained = self.state.tf.compat.v1.trainable_variables()
                    self._alone.set(saver, bool(chosen) and all(any(v is t for t in trained) for v in chosen))

        return init

    def _with_graph(self, event: type[GraphSaved | GraphRestored]) -> Callable[[Callable[..., Any]], Any]:
        """Return what wraps a method of a saver that puts variables into a file, or reads them."""

        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def method(saver: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                site = self._made.get(saver) if state.active else None
                if site is not None:
                    with state.guarded():
                        state.emit(event(site, self._alone.get(saver)), site)
                return original(saver, *args, **kwargs)

            return method

        return wrap


def _items(value: Any) -> Iterable[Any]:
    """Return what a list that a checkpoint holds has in it."""
    return value if isinstance(value, (list, tuple)) else ()


def _variables(values: Iterable[Any]) -> Iterator[Any]:
    """Yield the variables among some values, and those in lists of them."""
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from (item for item in value if hasattr(item, "assign"))
        elif hasattr(value, "assign"):
            yield value


def _walked_at(frames: list[UserFrame]) -> Site:
    """Return where a program goes through the variables: a ``zip`` of lists, or the call that hands them in."""
    place = frames[0].place
    source, node = place.source, place.node
    if source is None or node is None:
        return place.site
    zipped = next((found for around in source.ancestors(node) if (found := _zip_of(around)) is not None), None)
    if zipped is None:
        return place.site
    function = source.function_around(zipped)
    handed = isinstance(function, FunctionNode) and {arg.arg for arg in function.args.args} & {
        arg.id for arg in zipped.args if isinstance(arg, ast.Name)
    }
    if handed and len(frames) > 1:
        return frames[1].place.site
    return place.at(zipped) or place.site


def _zip_of(loop: ast.AST) -> ast.Call | None:
    """Return the call of ``zip`` that a loop runs over."""
    if not isinstance(loop, _LOOPS):
        return None
    over = [loop.iter] if isinstance(loop, ast.For) else [clause.iter for clause in loop.generators]
    calls = (part for each in over for part in ast.walk(each) if isinstance(part, ast.Call))
    return next((call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "zip"), None)

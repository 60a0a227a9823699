"""Watches ``stateless_call`` of Keras 3: which weights it is given, and where the statistics go that it returns."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from bnlint.events import Layer, LayerCalled, StateReturned
from bnlint.runtime.backends import numbers
from bnlint.runtime.calls import CallTracker
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.measurements import Span, Stats
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.sites import caller
from bnlint.runtime.state import State, is_user, place_in, real_caller, weight_changes
from bnlint.runtime.tensors import Weak, flatten
from bnlint.runtime.uses import GradientUses, sample


@dataclass
class Asked:
    """A stateless call in training mode outside of gradients: would inference mode have answered otherwise?

    Args:
        event: the call.
        answer: runs it again, with these arguments.
        given: what it was given, arguments and those with names.
    """

    event: LayerCalled
    answer: Callable[..., Any]
    given: tuple[tuple[Any, ...], dict[str, Any]]


_KEPT = 64
"""Calls whose tensors are held, so that nobody else gets their ids."""


class StatelessTracker:
    """Turns stateless calls into events, and the whole run of a model that is called so into one span."""

    def __init__(self, state: State, uses: GradientUses, calls: CallTracker) -> None:
        self.state = state
        self._calls = calls
        self._uses = uses
        self._returned: dict[int, StateReturned] = {}
        self._recent: deque[tuple[list[int], Any]] = deque()
        self._told: list[StateReturned] = []
        self._written: set[Layer] = set()
        self._goes_on: set[Layer] = set()
        """Layers whose returned state is handed to a further call, written back, or leaves our sight."""
        self._latest: dict[Layer, list[Any]] = {}
        self.results: Weak[tuple[Any, StateReturned | None]] = Weak()
        """Tensors that are the new values of variables, and the calls that they come from."""
        self.outside: tuple[dict[Layer, Stats], dict[Layer, list[Any]]] | None = None
        """Statistics and weights before the function that is being compiled, in which nothing can be read."""
        self.is_followed: Callable[[], bool] = lambda: False
        """Says of a function that is being compiled whether what leaves it is known again outside."""
        self.asked: list[Asked] = []
        """Calls in the function that is being compiled, whose numbers are known when it has run."""
        self.graded = False
        """A gradient was taken since weights were compared."""
        self._counted: set[Layer] = set()
        self._began: dict[Layer, tuple[Span, dict[Layer, list[Any]]]] = {}

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the layers and the variables of a Keras 3."""
        if keras.generation == 3:
            for cls in keras.owners("stateless_call", keras.layer_classes):
                patches.method(cls, "stateless_call", self._call(keras))
            for cls in keras.owners("assign", (keras.module.Variable,)):
                patches.method(cls, "assign", self._assign)

    def finish(self) -> None:
        """Take the last measurements; a state that went nowhere by now is dropped."""
        for layer in self._latest:
            self._last_step(layer)
        for span, before in self._began.values():
            span.after = self.state.snapshot()
            span.weights = weight_changes(before, self.state.weights(list(before)))
            self.state.add_span(span)
        # Of a loop's calls only the first few are in the testimony, and only what the last one returned is written.
        for event in self._told:
            event.written = event.call.layer in self._written
            if event.call.layer not in self._goes_on:
                event.dropped = event.call.site

    def _call(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def stateless_call(layer: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                origin = real_caller(caller(), layer)
                if not state.active or state.local.suppressed:
                    return original(layer, *args, **kwargs)
                if not is_user(origin):
                    with self._calls.within(keras, layer, args[2:3], kwargs, origin), _really(state):
                        return original(layer, *args, **kwargs)
                place = place_in(origin, layer)
                with state.guarded():
                    self._given(layer, args, kwargs)
                    known = state.registry.known(layer)
                    if place is not None and known is not None and known not in self._began:
                        state.registry.refresh(layer)
                        state.keep(layer)  # what became of its weights shows only at the end
                        stats, weights = self.outside or (state.snapshot(), state.weights(list(known.walk())))
                        inside = set(known.walk())
                        weights = {layer: copies for layer, copies in weights.items() if layer in inside}
                        self._began[known] = Span("stateless", place.site, known, before=stats), weights
                with _really(state):
                    result = original(layer, *args, **kwargs)
                with state.guarded():
                    event = self._gives(layer, result)
                    if event is not None and kwargs.get("training") is True and not state.local.tapes:
                        self._ask(Asked(event, functools.partial(original, layer), (args, kwargs)))
                return result

            return stateless_call

        return wrap

    def _given(self, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        weights = args[0] if args else kwargs.get("trainable_variables", ())
        others = args[1] if len(args) > 1 else kwargs.get("non_trainable_variables", ())
        for tensor, variable in zip(weights, layer.trainable_variables, strict=False):
            self.state.stand_ins.set(tensor, variable)
        known = self.state.registry.known(layer)
        if known is not None:
            self._compare(known, [sample(tensor) for tensor in weights])
        for tensor, variable in zip(others, layer.non_trainable_variables, strict=False):
            self.state.stand_ins.set(tensor, variable)
            self.goes_in(tensor)

    def goes_in(self, tensor: Any) -> None:
        """Note that something is handed to a stateless call; it may be what another one returned."""
        for event in self._known([tensor]):
            event.carried = True
            self._goes_on.add(event.call.layer)

    def comes_out(self, tensor: Any, variable: Any, event: StateReturned | None) -> None:
        """Note that a tensor is the new value of a variable, by a stateless call or by an optimizer."""
        self.results.set(tensor, (variable, event))
        if event is not None:
            self._hold(event, [tensor])

    def _compare(self, layer: Layer, weights: list[Any]) -> None:
        """See whether a model gets other weights than in the call before: a step has been taken, by its gradients."""
        before, self._latest[layer] = self._latest.get(layer), weights
        if before is None:
            return
        unknown = any(one is None for one in (*weights, *before))
        if unknown or not all(map(np.array_equal, weights, before)):
            self._uses.replaced.add(layer)
            if not unknown:
                self.state.count_steps((layer,))
                self._counted.add(layer)
        self.graded = False

    def _last_step(self, layer: Layer) -> None:
        """Count the step behind the last call of a model, which no further call shows."""
        value, latest = self.state.registry.object(layer), self._latest[layer]
        own: list[Any] = [sample(variable) for variable in getattr(value, "trainable_variables", ())]
        known = len(own) == len(latest) and all(one is not None for one in (*own, *latest))
        written = known and not all(map(np.array_equal, own, latest))
        if self.graded and (written or layer in self._counted):
            self.state.count_steps((layer,))

    def _ask(self, asked: Asked) -> None:
        if asked.event in self.state.recording.answers:
            return
        if self.state.eager:
            self.compare_answers(asked, *asked.given)
        else:
            self.asked.append(asked)

    def compare_answers(self, asked: Asked, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Run a call in both modes and keep how far apart the answers are, as a share of their spread."""
        with self.state.local.quiet():
            first, second = (asked.answer(*args, **{**kwargs, "training": mode})[0] for mode in (True, False))
        pairs = [(numbers(one), numbers(two)) for one, two in zip(flatten(first), flatten(second), strict=True)]
        apart = max((float(np.max(np.abs(one - two), initial=0.0)) for one, two in pairs), default=0.0)
        spread = max((float(np.std(two)) for _, two in pairs), default=0.0)
        self.state.recording.answers[asked.event] = apart / spread if spread > 0.0 else apart

    def _gives(self, layer: Any, result: Any) -> LayerCalled | None:
        event = self.state.local.stateless
        self.state.local.stateless = None
        if not isinstance(event, LayerCalled) or event.layer is not self.state.registry.known(layer):
            return None
        returned = StateReturned(event, escaped=not (self.state.eager or self.is_followed()))
        if returned.escaped:
            self._goes_on.add(event.layer)
        if self.state.emit(returned, (event.site, event.layer)):
            self._told.append(returned)
        for tensor, variable in zip(result[1], layer.non_trainable_variables, strict=False):
            self.comes_out(tensor, variable, returned)
        return event

    def _hold(self, event: StateReturned, tensors: Iterable[Any]) -> None:
        """Know these tensors again; the oldest are forgotten, and nobody knows where they went."""
        held = list(tensors)
        self._recent.append(([id(tensor) for tensor in held], held))
        self._returned.update((id(tensor), event) for tensor in held)
        if len(self._recent) > _KEPT:
            for key in self._recent.popleft()[0]:
                self._returned.pop(key, None)

    def _known(self, tensors: Iterable[Any]) -> list[StateReturned]:
        return [self._returned[id(tensor)] for tensor in tensors if id(tensor) in self._returned]

    def _assign(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def assign(variable: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
            if self._returned and self.state.active:
                for event in self._known([value]):
                    self._written.add(event.call.layer)
                    self._goes_on.add(event.call.layer)
            return original(variable, value, *args, **kwargs)

        return assign


@contextmanager
def _really(state: State) -> Iterator[None]:
    """Note that a stateless call runs, and does not only find out shapes."""
    state.local.in_stateless += 1
    try:
        yield
    finally:
        state.local.in_stateless -= 1

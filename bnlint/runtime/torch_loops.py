"""Watches training loops of PyTorch: ``loss.backward()``, ``optimizer.step()``, weights that are changed by hand.

PyTorch records all the time. What a gradient reaches stands in the graph behind the loss: each call of a layer leaves
its tape on the nodes that it makes, and the leaves of the graph are the weights.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bnlint.events import GradientTaken, Layer, Site, Tape
from bnlint.runtime.gradients import GradientTracker
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.measurements import Stats
from bnlint.runtime.patching import Patches
from bnlint.runtime.registry import NOWHERE
from bnlint.runtime.sites import Place, caller
from bnlint.runtime.state import State, is_keras, real_caller
from bnlint.runtime.tensors import flatten

_MARK = "bnlint"
"""Under this name a node of PyTorch's graph has the tape of the call that made it."""

_KEPT = 64
"""Gradients that are remembered until an optimizer uses them."""


@dataclass(eq=False)
class Backward:
    """A ``loss.backward()``.

    Args:
        place: the line.
        tapes: those of the calls that it reaches.
        weights: the parameters that it reaches.
        used: an optimizer has changed some of them since.
    """

    place: Place
    tapes: list[Tape]
    weights: list[Any]
    used: bool = False


@dataclass
class Reading:
    """What is read before an optimizer's step."""

    taken: GradientTaken | None = None
    place: Place | None = None
    weights: dict[Layer, list[Any]] = field(default_factory=dict)


class TorchTracker:
    """Turns what a PyTorch loop does into the events of a tape, and its steps into spans."""

    def __init__(self, state: State, gradients: GradientTracker) -> None:
        self.state = state
        self._gradients = gradients
        self._torch: Any = None
        self._recent: list[Backward] = []
        self._reached: dict[Site, list[Any]] = {}
        self._counted: Counter[Site] = Counter()
        self._stats: dict[Layer, Stats] | None = None
        self._readings: dict[int, Reading] = {}
        self._backwards = 0

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch PyTorch, and the layers of a Keras on it."""
        if keras.backend != "torch":
            return
        torch = self._torch = sys.modules["torch"]
        for cls in keras.layer_classes:
            patches.method(cls, "__call__", self._layer_call)
        patches.method(torch.Tensor, "backward", self._backward)
        patches.function(torch.autograd.grad, self._grad, ("torch",))
        optimizers: Any = sys.modules.get("torch.optim.optimizer")
        if hasattr(optimizers, "register_optimizer_step_pre_hook"):  # PyTorch 2
            for hook in (
                optimizers.register_optimizer_step_pre_hook(self._steps),
                optimizers.register_optimizer_step_post_hook(self._stepped),
            ):
                patches.later(hook.remove)
        self._gradients.before_step = self._use

    def finish(self) -> None:
        """Testify the gradients that nobody has used."""
        for one in self._recent:
            self._forget(one)
        self._recent.clear()

    # -- calls -------------------------------------------------------------------------------------------------

    def _layer_call(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
            state, torch = self.state, self._torch
            local = state.local
            if not state.active or local.stack or local.suppressed or local.in_stateless or not torch.is_grad_enabled():
                return original(layer, *args, **kwargs)
            if is_keras(real_caller(caller(), layer)) or not state.eager:
                return original(layer, *args, **kwargs)
            tape = Tape(NOWHERE)
            with self._taped(tape):
                outputs = original(layer, *args, **kwargs)
            with state.guarded():
                for tensor in flatten(outputs):
                    node = getattr(tensor, "grad_fn", None)
                    if node is not None:
                        node.metadata.setdefault(_MARK, []).append(tape)
            return outputs

        return call

    @contextmanager
    def _taped(self, tape: Tape) -> Iterator[None]:
        state = self.state
        with state.guarded():
            if self._stats is None:  # the first call since the last gradient
                self._stats = state.snapshot() if state.is_read(self._backwards) and not state.drivers else {}
            self._gradients.begun[tape] = self._stats
        tapes = state.local.tapes
        tapes.append((tape, tape))
        try:
            yield
        finally:
            tapes[:] = [pair for pair in tapes if pair[1] is not tape]

    # -- gradients ---------------------------------------------------------------------------------------------

    def _backward(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def backward(tensor: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            frame = caller()
            if not state.active or is_keras(real_caller(frame, tensor)):
                return original(tensor, *args, **kwargs)
            place = state.attempt(lambda: state.user_place(frame))
            # Afterwards the graph is gone.
            found = state.attempt(lambda: self._reach(place, [tensor])) if place is not None else None
            result = original(tensor, *args, **kwargs)
            if found is not None:
                with state.guarded():
                    self._took(found)
            return result

        return backward

    def _grad(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def grad(outputs: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            frame = caller()
            if not state.active or is_keras(real_caller(frame, None)):
                return original(outputs, inputs, *args, **kwargs)
            place = state.attempt(lambda: state.user_place(frame))
            found = state.attempt(lambda: self._reach(place, flatten(outputs))) if place is not None else None
            result = original(outputs, inputs, *args, **kwargs)
            if found is not None:
                with state.guarded():
                    found.weights = flatten(inputs)
                    self._took(found)
            return result

        return grad

    def _reach(self, place: Place, tensors: list[Any]) -> Backward:
        """Look what is behind some tensors; of a place that was there often it is what it was."""
        site, state = place.site, self.state
        self._counted[site] += 1
        if site in self._reached and not state.is_read(self._counted[site] - 1):
            return Backward(place, [], self._reached[site])
        tapes: dict[Tape, None] = {}
        weights: list[Any] = []
        todo, seen = [getattr(tensor, "grad_fn", None) for tensor in tensors], set()
        while todo:
            node = todo.pop()
            if node is None or node in seen:
                continue
            seen.add(node)
            if hasattr(node, "variable"):
                weights.append(node.variable)
            tapes.update(dict.fromkeys(node.metadata.get(_MARK, ())))
            todo += [behind for behind, _ in node.next_functions]
        self._reached[site] = weights
        for tape in tapes:
            tape.site = site
        return Backward(place, list(tapes), weights)

    def _took(self, found: Backward) -> None:
        """Keep a gradient until it is known what it is used for; within Keras's loops it is used."""
        self._backwards += 1
        self._stats = None
        if self.state.drivers:
            self._testify(found, found.weights)
            return
        left = [one for one in self._recent if not one.used]
        for one in left[:-_KEPT]:
            self._forget(one)
        self._recent = [*left[-_KEPT:], found]
        self._by_hand(found)

    def _by_hand(self, found: Backward) -> None:
        """See whether the weights have changed since this place was there before, and no optimizer did it."""
        uses, site = self._gradients.uses, found.place.site
        known = site in uses.by_hand
        uses.taken(GradientTaken(site, Tape(site), self._gradients.layers_of(found.weights)), found.weights, (), False)
        if site in uses.by_hand:
            taken = [self._testify(one, one.weights) for one in self._recent if one.place.site == site]
            self.state.count_steps(taken[-1].layers or (), 1 if known else 2)
            self.state.stepped()

    def _testify(self, found: Backward, weights: list[Any]) -> GradientTaken:
        """Testify a gradient of some of the weights that it reaches, for each call that it reaches."""
        found.used = True
        tapes = found.tapes or [Tape(found.place.site)]
        events = [self._gradients.taken(tape, found.place, weights)[0] for tape in tapes]
        return events[0]

    def _forget(self, found: Backward) -> None:
        """Testify a gradient that changed nothing, as far as could be seen."""
        if not found.used and found.weights:
            self._testify(found, found.weights).applied = found.place.site in self._gradients.uses.by_hand

    # -- steps -------------------------------------------------------------------------------------------------

    def _use(self, variables: Iterable[Any]) -> GradientTaken | None:
        """Note that an optimizer changes some weights now; returns the latest of the gradients that it does it with."""
        changed = {id(getattr(variable, "_value", variable)) for variable in variables}
        taken = None
        for one in self._recent:
            weights = [weight for weight in one.weights if id(weight) in changed]
            if weights:
                taken = self._testify(one, weights)
        return taken

    def _steps(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        """Look at the weights before ``step`` of an optimizer of PyTorch."""
        state = self.state
        if not state.active or state.drivers:
            return
        with state.guarded():
            reading = self._readings[id(optimizer)] = Reading(place=state.user_place(caller()))
            reading.taken = self._use_of(optimizer)
            self._gradients.uses.steps(reading.taken)
            reading.weights = self._gradients.weighed(reading.place, reading.taken)

    def _stepped(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        """Note a step of an optimizer of PyTorch."""
        state = self.state
        reading = self._readings.pop(id(optimizer), None)
        if reading is None or not state.active:
            return
        with state.guarded():
            # One that is given a closure takes its gradient within the step.
            taken = reading.taken or self._use_of(optimizer)
            state.count_steps(taken.layers or () if taken is not None else ())
            if taken is not None and reading.place is not None:
                self._gradients.stepped(reading.place, taken, reading.weights)
        state.stepped()

    def _use_of(self, optimizer: Any) -> GradientTaken | None:
        return self._use(
            weight for group in optimizer.param_groups for weight in group["params"] if weight.grad is not None
        )

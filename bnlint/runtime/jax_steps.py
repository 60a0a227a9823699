"""Watches ``jax.grad``, ``jax.jit``, ``stateless_apply``: steps of a program's own in which nothing changes in place.

Within such functions Python runs with tracers, and a compiled one runs no Python at all. What is seen while it is
traced is where weights and moving statistics come in and where they go out; the arrays at these places are read before
and after each run.
"""

from __future__ import annotations

import functools
import sys
import threading
import types
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bnlint.events import GradientTaken, Layer, StateReturned, Tape
from bnlint.libraries.keras_models import STATISTICS
from bnlint.runtime.backends import Jax, numbers
from bnlint.runtime.gradients import GradientTracker
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.measurements import Span, Stats
from bnlint.runtime.patching import Patches
from bnlint.runtime.sites import Place, caller
from bnlint.runtime.state import MAX_WEIGHED, State, Updates, is_keras, real_caller, weight_changes
from bnlint.runtime.stateless import Asked, StatelessTracker


@dataclass
class Known:
    """What the tracing of a function has shown of it.

    Args:
        inputs: which of its arguments' leaves stand for which variables.
        outputs: which of its result's leaves are the new values of which variables, and of which stateless call.
        gradients: those taken in it.
        applies: an optimizer of Keras makes the new weights in it.
        updates: how often each BN layer runs in it in training mode.
        runs: how often it ran.
        times: how many steps one run is, where it loops over them.
        weight: one of the weights that the run before was given.
        steps: how many of its runs are known to have been followed by other weights.
        around: what is known of a gradient that is taken of it where nothing is compiled: ``jax.grad(jax.jit(f))``.
    """

    inputs: dict[int, Any] = field(default_factory=dict)
    outputs: dict[int, tuple[Any, StateReturned | None]] = field(default_factory=dict)
    gradients: list[GradientTaken] = field(default_factory=list)
    applies: bool = False
    updates: Updates = field(default_factory=dict)
    runs: int = 0
    times: int = 1
    weight: weakref.ref[Any] | None = None
    steps: int = 0
    around: Known | None = None

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers and models that it trains."""
        return tuple(dict.fromkeys(layer for taken in self.gradients for layer in taken.layers or ()))


@dataclass
class Running:
    """A function that runs, perhaps for the first time: then its Python runs too, with ``given`` and ``made``.

    ``compiles`` is set for one whose Python is only a description, ``length`` says how often a loop does it. ``inner``
    is a compiled function that ran in one that is not.
    """

    known: Known
    compiles: bool = False
    length: int = 1
    given: list[Any] | None = None
    made: list[Any] = field(default_factory=list)
    inner: Known | None = None


class _Local(threading.local):
    def __init__(self) -> None:
        self.running: list[Running] = []
        self.makes_gradient = False


class JaxTracker:
    """Turns gradients of JAX into events, and runs of compiled functions into steps."""

    def __init__(self, state: State, gradients: GradientTracker, stateless: StatelessTracker) -> None:
        self.state = state
        self._gradients = gradients
        self._stateless = stateless
        self._jax: Any = None
        self._local = _Local()
        self._all: list[Known] = []
        stateless.is_followed = self._is_followed

    def look_at(self, jax: Any, patches: Patches) -> None:
        """Patch JAX, which has just been imported: programs take its functions by their names."""
        if self._jax is not None:
            return
        self._jax = jax
        for name, with_value in (("grad", False), ("value_and_grad", True)):
            patches.function(getattr(jax, name), self._grad(with_value), ("jax",))
        patches.function(jax.jit, self._jit, ("jax",))
        patches.function(jax.lax.scan, self._scan, ("jax",))
        if hasattr(jax, "shard_map"):  # of JAX 0.6 on
            patches.function(jax.shard_map, self._jit, ("jax",))

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the optimizers of a Keras on JAX."""
        if keras.backend != "jax":
            return
        self.look_at(sys.modules["jax"], patches)
        for cls in keras.owners("stateless_apply", (keras.module.optimizers.Optimizer,)):
            patches.method(cls, "stateless_apply", self._stateless_apply)

    def finish(self) -> None:
        """Count the last steps, and mark gradients of functions that never got other weights."""
        for known in self._all:
            if known.steps and not known.applies:
                self.state.count_steps(known.layers, known.times)
            elif known.gradients and not known.applies and known.runs > 1:
                for taken in known.gradients:
                    taken.applied = False

    def _is_followed(self) -> bool:
        """Say whether what a call returns here is known again: within nothing but functions that are looked into."""
        traces = next((one.depth() for one in self.state.below if isinstance(one, Jax)), 0)
        return traces == sum(running.compiles for running in self._local.running)

    def _leaves(self, value: Any) -> list[Any]:
        return list(self._jax.tree_util.tree_leaves(value))

    # -- gradients ---------------------------------------------------------------------------------------------

    def _grad(self, with_value: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def grad(fun: Any, argnums: Any = 0, has_aux: bool = False, *more: Any, **options: Any) -> Any:
                own = self._local.makes_gradient  # JAX makes ``grad`` from ``value_and_grad``
                if own or not self.state.active or is_keras(real_caller(caller(), None)) or not callable(fun):
                    return original(fun, argnums, has_aux, *more, **options)
                tapes: list[tuple[Tape, list[Any]]] = []

                @functools.wraps(fun)
                def inside(*args: Any, **kwargs: Any) -> Any:
                    tape = Tape(self._site())
                    tapes.append((tape, self._sources(args, argnums)))
                    around = self.state.local.tapes
                    around.append((tape, tape))
                    try:
                        return self._traced(fun, args, kwargs, second=has_aux)
                    finally:
                        around[:] = [pair for pair in around if pair[1] is not tape]

                self._local.makes_gradient = True
                try:
                    made = original(inside, argnums, has_aux, *more, **options)
                finally:
                    self._local.makes_gradient = False

                @functools.wraps(made)
                def run(*args: Any, **kwargs: Any) -> Any:
                    if not self.state.active:
                        return made(*args, **kwargs)
                    frame = caller()
                    tapes.clear()
                    running = Running(Known())
                    result = self._within(running, lambda: made(*args, **kwargs))
                    stepped = False
                    with self.state.guarded():
                        place = self.state.user_place(frame)
                        aux = (result[0][1] if with_value else result[1]) if has_aux else ()
                        given, came = self._leaves((args, kwargs)), self._leaves(aux)
                        self._learn(running)
                        self._link(running.known, given, came)
                        taken = [self._took(tape, place, sources) for tape, sources in tapes]
                        if running.inner is not None and self.state.eager and not self._local.running:
                            stepped = self._around(running.inner, running.known, taken, given, came)
                    if stepped:
                        self.state.stepped()
                    return result

                return run

            return grad

        return wrap

    def _site(self) -> Any:
        place = self.state.user_place(caller())
        return place.site if place is not None else None

    def _sources(self, args: tuple[Any, ...], argnums: Any) -> list[Any]:
        numbers_of = [argnums] if isinstance(argnums, int) else list(argnums)
        return [leaf for number in numbers_of if number < len(args) for leaf in self._leaves(args[number])]

    def _took(self, tape: Tape, place: Place | None, sources: list[Any]) -> GradientTaken | None:
        if place is None:
            return None
        tape.site = place.site
        event, _ = self._gradients.taken(tape, place, sources)
        self._stateless.graded = True
        times = 1
        for running in reversed(self._local.running):
            times *= running.length
            running.known.times = times
            running.known.gradients.append(event)
        return event

    def _around(
        self, inner: Known, run: Known, taken: list[GradientTaken | None], given: list[Any], made: list[Any]
    ) -> bool:
        """See whether there was a step since a gradient of a compiled function was last taken, and read what it made.

        Args:
            inner: the compiled function, whose Python runs once.
            run: where variables came in and went out this time.
            taken: the gradients.
            given: what the function got.
            made: what it gave beside the gradients.
        """
        if inner.around is None:
            inner.around = Known(updates=inner.updates)
            self._all.append(inner.around)
        known = inner.around
        known.inputs, known.outputs = run.inputs, run.outputs
        known.gradients = [event for event in taken if event is not None]
        known.runs += 1
        before = known.steps
        weight = self._first_weight(known, given)
        if weight is not None:
            if known.weight is not None and known.weight() is not weight:
                known.steps += 1
                self.state.count_steps(known.layers)
            known.weight = weakref.ref(weight)
        earlier, _ = self._read(known, {n: (v, None) for n, v in known.inputs.items()}, given)
        stats, _ = self._read(known, known.outputs, made)
        if stats:
            self.state.sample_step(earlier, stats, known.updates, 1)
        return known.steps > before

    @staticmethod
    def _first_weight(known: Known, given: list[Any]) -> Any:
        """Return one of the weights that a function is given."""
        return next((given[n] for n, v in known.inputs.items() if n < len(given) and _is_weight(v)), None)

    # -- functions ---------------------------------------------------------------------------------------------

    def _jit(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def jit(*args: Any, **options: Any) -> Any:
            if not self.state.active or is_keras(real_caller(caller(), None)):
                return original(*args, **options)
            if not args:
                return functools.partial(jit, **options)
            fun, *more = args
            known = Known()
            self._all.append(known)
            inside = self._inside(fun)
            if inside is fun:
                return original(fun, *more, **options)
            return Jitted(self, fun, original(inside, *more, **options), known)

        return jit

    def _scan(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def scan(f: Any, init: Any, xs: Any = None, length: Any = None, *more: Any, **options: Any) -> Any:
            if not self.state.active or is_keras(real_caller(caller(), None)):
                return original(f, init, xs, length, *more, **options)
            inside = self._inside(f)
            if inside is f:
                return original(f, init, xs, length, *more, **options)
            holder = getattr(inside, "__func__", inside)
            known = vars(holder).get(_KNOWN)
            if known is None:  # the first time; JAX keeps what it compiles of the same function
                known = Known()
                self._all.append(known)
                setattr(holder, _KNOWN, known)
            times = self.state.attempt(lambda: length or len(self._leaves(xs)[0])) or 1

            def execute() -> Any:
                return original(inside, init, xs, length, *more, **options)

            return self.run(known, execute, (init, xs), {}, times)

        return scan

    def _inside(self, fun: Any) -> Any:
        """Return a function that runs when one is traced; the same for the same one, as JAX keeps what it compiles."""
        if isinstance(fun, types.MethodType) and isinstance(fun.__func__, types.FunctionType):
            return types.MethodType(self._inside_method(fun.__func__), fun.__self__)
        if not isinstance(fun, (types.FunctionType, functools.partial, Jitted)):
            return fun
        made = vars(fun).get(_MARK)
        if made is None:

            @functools.wraps(fun, updated=())
            def made(*args: Any, **kwargs: Any) -> Any:
                return self._traced(fun, args, kwargs)

            setattr(fun, _MARK, made)
        return made

    def _inside_method(self, method: types.FunctionType) -> Any:
        """Return a method that runs when one is traced; bound to the same object it is the same for JAX."""
        made = vars(method).get(_METHOD)
        if made is None:

            @functools.wraps(method)
            def made(owner: Any, *args: Any, **kwargs: Any) -> Any:
                return self._traced(functools.partial(method, owner), args, kwargs)

            setattr(method, _METHOD, made)
        return made

    def _traced(self, fun: Any, args: tuple[Any, ...], kwargs: dict[str, Any], second: bool = False) -> Any:
        """Run a function that is being traced, or differentiated.

        Args:
            fun: the function.
            args: its arguments, ``kwargs`` those with names.
            kwargs: see there.
            second: only the second part of its result comes out as it is.
        """
        running = self._local.running[-1] if self._local.running else None
        result = fun(*args, **kwargs)
        if running is not None and self.state.active:
            with self.state.guarded():
                running.given = self._leaves((args, kwargs))
                running.made = self._leaves(result[1] if second else result)
        return result

    def _within(self, running: Running, execute: Callable[[], Any]) -> Any:
        self._local.running.append(running)
        try:
            return execute()
        finally:
            self._local.running.pop()

    def run(
        self,
        known: Known,
        execute: Callable[[], Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        length: int = 1,
    ) -> Any:
        """Run a compiled function of the program's, or a loop."""
        state, running = self.state, Running(known, compiles=True, length=length)
        if not state.active or state.local.suppressed:
            return execute()
        around = self._local.running[:]
        outermost = state.eager and not around
        in_gradient = state.eager and bool(around) and not any(each.compiles for each in around)
        if in_gradient:
            state.attempt(lambda: self._begins_within(known))
        given: list[Any] = state.attempt(lambda: self._leaves((args, kwargs))) or []
        before = state.attempt(lambda: self._begins(known, given)) if outermost else None
        result = self._within(running, execute)
        with state.guarded():
            made = self._leaves(result)
            asked, self._stateless.asked = self._stateless.asked, []
            if running.given is not None:
                self._learn(running)
                if outermost:
                    self._answer(asked, running.given, given)
                if outermost or in_gradient:
                    state.collect_updates(known.updates)
            self._link(known, given, made)
            if outermost:
                self._ends(known, given, made, before)
            elif in_gradient:
                self._stateless.outside = None
                if any(map(_is_weight, known.inputs.values())):
                    for each in around:
                        each.inner = known
        if outermost and known.applies and known.gradients:
            state.stepped()
        return result

    def _answer(self, asked: list[Asked], tracers: list[Any], given: list[Any]) -> None:
        """Make calls in a compiled function again with what the function was given, where they got it as it is.

        Args:
            asked: the calls.
            tracers: what the function's arguments were when it was compiled.
            given: what they are.
        """
        values = {id(tracer): value for tracer, value in zip(tracers, given, strict=False)}
        for each in asked:
            leaves, shape = self._jax.tree_util.tree_flatten(each.given)
            known = [values.get(id(leaf), leaf) for leaf in leaves]
            if not any(isinstance(leaf, self._jax.core.Tracer) for leaf in known):
                args, kwargs = self._jax.tree_util.tree_unflatten(shape, known)
                self._stateless.compare_answers(each, args, kwargs)

    def _learn(self, running: Running) -> None:
        """Note where variables come in and go out."""
        known, state = running.known, self.state
        for number, tensor in enumerate(running.given or ()):
            variable = state.stand_ins.get(tensor)
            if variable is not None:
                known.inputs[number] = variable
        for number, tensor in enumerate(running.made):
            found = self._stateless.results.get(tensor)
            if found is not None:
                known.outputs[number] = found

    def _link(self, known: Known, given: list[Any], made: list[Any]) -> None:
        """Know what a function was given and has made for what that stands for within it."""
        for number, variable in known.inputs.items():
            if number < len(given):
                self.state.stand_ins.set(given[number], variable)
                self._stateless.goes_in(given[number])
        for number, (variable, event) in known.outputs.items():
            if number < len(made):
                self._stateless.comes_out(made[number], variable, event)

    def _begins(self, known: Known, given: list[Any]) -> tuple[dict[Layer, Stats], dict[Layer, list[Any]]]:
        """Read what a function is given, which may be gone afterwards; see whether there was a step since it ran."""
        state = self.state
        state.updates.clear()
        known.runs += 1
        if known.runs == 1:
            self._read_outside()
            return {}, {}
        weight = self._first_weight(known, given)
        if weight is not None and known.gradients and not known.applies:
            if known.weight is not None and known.weight() is not weight:
                known.steps += 1
                state.count_steps(known.layers, known.times)
                state.stepped()
            known.weight = weakref.ref(weight)
        return self._read(known, {n: (v, None) for n, v in known.inputs.items()}, given)

    def _begins_within(self, known: Known) -> None:
        """Read what a compiled function, of which only a gradient is taken, begins with."""
        known.runs += 1
        if known.runs == 1:
            self.state.updates.clear()
            self._read_outside()

    def _read_outside(self) -> None:
        """Read statistics and weights before a function is compiled, within which nothing can be read."""
        layers = [layer for _, layer in self.state.registry.entries()]
        self._stateless.outside = self.state.snapshot(), self.state.weights(layers)

    def _ends(self, known: Known, given: list[Any], made: list[Any], before: Any) -> None:
        state = self.state
        self._stateless.outside = None
        if known.runs == 1:
            weight = self._first_weight(known, given)
            known.weight = None if weight is None else weakref.ref(weight)
        if not known.gradients:
            return
        if known.applies:
            state.count_steps(known.layers, known.times)
        stats, weights = self._read(known, known.outputs, made)
        earlier, old = before or ({}, {})
        if stats:
            # The layers keep what they had: only the batches are of interest.
            state.sample_step(earlier, stats, known.updates, known.times)
        changes = weight_changes(old, weights)
        if changes:
            state.add_span(Span("gradient step", known.gradients[0].site, trained=known.layers, weights=changes))

    def _read(
        self, known: Known, places: dict[int, tuple[Any, StateReturned | None]], leaves: list[Any]
    ) -> tuple[dict[Layer, Stats], dict[Layer, list[Any]]]:
        """Read the statistics and the first few times the weights out of what a function takes or gives."""
        state = self.state
        values = {id(variable): leaves[n] for n, (variable, _) in places.items() if n < len(leaves)}
        stats, weights = {}, {}
        if state.is_read(known.runs - 1):
            for value in state.registry.bn_objects:
                layer = state.registry.known(value)
                pair = [values.get(id(vars(value).get(name))) for name in STATISTICS]
                if layer is not None and all(one is not None for one in pair):
                    stats[layer] = Stats(*map(numbers, pair))
        if known.runs <= MAX_WEIGHED:
            for layer in (inner for outer in known.layers for inner in outer.walk()):
                own = [values.get(id(variable)) for variable in state.registry.weights(layer)]
                if own and all(one is not None for one in own):
                    weights[layer] = [numbers(one) for one in own]
        return stats, weights

    # -- optimizers --------------------------------------------------------------------------------------------

    def _stateless_apply(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def stateless_apply(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
            result = original(optimizer, *args, **kwargs)
            if self.state.active:
                with self.state.guarded():
                    for tensor, variable in zip(result[0], optimizer._trainable_variables, strict=False):
                        self._stateless.comes_out(tensor, variable, None)
                    for running in self._local.running:
                        running.known.applies = True
            return result

        return stateless_apply


_MARK, _METHOD, _KNOWN = "__bnlint_traced__", "__bnlint_traced_method__", "__bnlint_known__"


def _is_weight(variable: Any) -> bool:
    return bool(getattr(variable, "trainable", False))


class Jitted:
    """A compiled function of the program's; all else about it is JAX's.

    Args:
        tracker: who looks at its runs.
        fun: the program's function.
        made: JAX's.
        known: what is known of it.
    """

    def __init__(self, tracker: JaxTracker, fun: Any, made: Any, known: Known) -> None:
        self._bnlint = tracker, made, known
        functools.update_wrapper(self, fun, updated=())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it."""
        tracker, made, known = self._bnlint
        return tracker.run(known, lambda: made(*args, **kwargs), args, kwargs)

    def __get__(self, owner: Any, cls: Any = None) -> Any:
        """Bind it, where it is a method."""
        return self if owner is None else types.MethodType(self, owner)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bnlint[1], name)

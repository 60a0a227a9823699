"""``trainable`` is changed after ``compile`` and the model is trained without compiling again.

## What it does
Reports assignments to `trainable` that the next `fit` or `train_on_batch` ignores, and in Keras 3 the GAN idiom that
never trains the discriminator.

## Why is this bad?
Once the train function is traced (Keras 3: at the first `fit`; Keras 2: what `compile` saw counts), a change of
`trainable` is lost until the next `compile`. In Keras 3 "compile D, freeze D, compile the combined model, train both"
traces D's train function with D frozen: D silently never trains. In Keras 3.6 and 3.7 it raises an AttributeError
instead: compiling the combined model takes D's loss tracker away.

On the other backends of Keras 3 it is different. On JAX the next fit raises a ValueError, whichever way `trainable`
was changed, as the optimizer was built for other weights. On PyTorch each step looks at `trainable`: a freeze takes
effect and is not reported; what is released raises a ValueError, for the same reason; and D of the GAN idiom is never
trained as long as it is frozen, even where it was trained before.

## Example
```python
model.fit(x, y)
bn.trainable = False
model.fit(x, y)
```

## Use instead
```python
model.fit(x, y)
bn.trainable = False
model.compile("adam", "mse")
model.fit(x, y)
```

In a GAN compile D first, and switch it on for its own steps:

```python
discriminator.trainable = True
discriminator.train_on_batch(images, labels)
discriminator.trainable = False
gan.train_on_batch(noise, ones)
```

On TensorFlow it is also enough to train D once before it is frozen.

## Symptoms
- The discriminator never learns
- Freezing or unfreezing has no effect
- Works in TF 2.15 and not in 2.16

## Fix safety
No fix: `compile` takes an optimizer and a loss, and starts the optimizer's state anew, so what to pass is a decision.

## References
- [Freezing layers](https://keras.io/guides/transfer_learning/)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bnlint.events import Arg, Compiled, Fitted, GradientTaken, Layer, Testimony, Trace, TrainableSet, traced_anew
from bnlint.libraries.keras_versions import BACKEND_TITLES
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


@dataclass
class _Model:
    """A compiled model: what was trainable when it counted, or when its optimizer was built, and what changed since."""

    seen: dict[int, bool | None] = field(default_factory=dict)
    eager: bool = False
    trace: Trace | None = None
    built: dict[int, bool | None] | None = None
    changes: list[TrainableSet] = field(default_factory=list)
    compiled_after: list[Layer] = field(default_factory=list)
    meant_for_others: set[int] = field(default_factory=set)

    def last_change(self, layer: Layer, value: bool | None) -> TrainableSet:
        """Return what gave a layer, or some of the layers that it stands for, another value than was seen."""
        return next(c for c in reversed(self.changes) if _wanted(c) == value and facts.holds(c.layer, layer))


def _wanted(change: TrainableSet) -> bool | None:
    return change.value if change.of_some is None else change.of_some


def check(testimony: Testimony) -> Iterator[Report]:
    """Replay the program's compiles, changes and fits."""
    now: _State = {}
    models: dict[int, _Model] = {}
    together: list[TrainableSet] = []
    for event in testimony.events:
        if isinstance(event, TrainableSet):
            for inner in event.layer.walk():
                now[id(inner)] = _after(event, inner, now.get(id(inner), True), models.values())
            for state in models.values():
                state.changes.append(event)
            together.append(event)
        elif isinstance(event, Compiled):
            # Of a model with parts that nobody knows, what else was set for its compile is not seen.
            meant = _is_unknown(event.model) or (
                _are_turns(together) and any(_share(change.layer, event.model) for change in together)
            )
            for state in models.values():
                if state.changes:
                    state.compiled_after.append(event.model)
                if meant:
                    state.meant_for_others.update(id(change) for change in together)
            models[id(event.model)] = _Model(_view(event.model, now), event.eager)
            together = []
        elif isinstance(event, Fitted) and id(event.model) in models and not event.live:
            state = models[id(event.model)]
            fit = _FITS[testimony.backend] if testimony.dialect_of(event.model) == 3 else _fit_in_keras_2
            yield from _reports(testimony, event.model, fit(event, state, now))


def _after(change: TrainableSet, layer: Layer, value: bool | None, models: Iterable[_Model]) -> bool | None:
    """Return the value of a layer behind a change, which may reach only some of those that the layer stands for."""
    if change.of_some is None or not layer.opaque or value is None:
        return change.value
    is_lost = any(state.seen.get(id(layer), value) != value for state in models)
    return value if is_lost else change.of_some


class _Lost(NamedTuple):
    """A change that a fit does not know of.

    Args:
        change: the change.
        layer: a BN layer that it would have reached.
        why: what counts instead, "" where the fit raises.
    """

    change: TrainableSet
    layer: Layer
    why: str


_State = dict[int, bool | None]


def _reports(testimony: Testimony, model: Layer, found: Iterable[_Lost | Report]) -> Iterator[Report]:
    """Word what a fit of a model does not know of, each change once."""
    reported: set[int] = set()
    for lost in found:
        if isinstance(lost, Report):
            yield lost
        elif id(lost.change) in reported:
            continue
        elif not lost.why:
            reported.add(id(lost.change))
            yield Report(
                lost.change.site,
                Message(
                    f"on {BACKEND_TITLES[testimony.backend]}, training after this change of trainable raises",
                    "compile the model again before training",
                    "the optimizer was built for the weights that were trainable before, and raises a ValueError",
                ),
            )
        elif not _for_a_step_of_its_own(testimony, model, lost):
            reported.add(id(lost.change))
            verb = "still updated" if _wanted(lost.change) is False else "still frozen"
            yield Report(
                lost.change.site,
                Message(
                    f"this change of trainable is lost: BatchNormalization is {verb}",
                    "compile the model again before training",
                    lost.why,
                ),
            )


def _for_a_step_of_its_own(testimony: Testimony, model: Layer, lost: _Lost) -> bool:
    """Whether a part is released for a step that trains it by itself: the model around it is to keep what it saw."""
    if lost.change.value is False:
        return False
    later = False
    for event in testimony.events:
        later = later or event is lost.change
        trained: tuple[Layer, ...] = ()
        if later and isinstance(event, GradientTaken) and event.applied:
            trained = event.layers or ()
        elif later and isinstance(event, Fitted):
            trained = (event.model,)
        if any(facts.holds(part, lost.layer) and not facts.holds(part, model) for part in trained):
            return True
    return False


def _view(model: Layer, now: _State) -> dict[int, bool | None]:
    return {id(layer): now.get(id(layer), True) for layer in model.walk()}


def _fit_on_tensorflow(
    fitted: Fitted, state: _Model, now: _State, advice: str = "train it once before, or set"
) -> Iterator[_Lost | Report]:
    """Follow one fit: what is trainable when the train function is traced counts (measured)."""
    model = fitted.model
    if state.eager:
        return
    built = traced_anew(fitted, state.trace)
    if built is None:
        yield from _lost(model, state, now, "the train function is already traced")
        return
    frozen = _frozen_for_another(model, state, now)
    if frozen is not None:
        yield Report(
            frozen.site,
            Message(
                "this is frozen before its own model's first step, which then never trains it",
                f"{advice} trainable = True before its steps",
                "in Keras 3 a model's train function trains what is trainable when it is traced, and says nothing of "
                "the rest",
            ),
        )
    state.trace, state.seen, state.changes, state.compiled_after = built, _view(model, now), [], []


def _fit_on_jax(fitted: Fitted, state: _Model, now: _State) -> Iterator[_Lost | Report]:
    """Follow one fit: the first is as on TensorFlow, a later one finds an optimizer for other weights (measured)."""
    if state.built is None:
        state.built = _view(fitted.model, now)
        yield from _fit_on_tensorflow(fitted, state, now, "set")
        return
    for layer in _changed(fitted.model, state.built, now):
        why = "" if _has_weights(layer) else "the train function is already traced"
        yield _Lost(state.last_change(layer, now.get(id(layer), True)), layer, why)


def _fit_on_torch(fitted: Fitted, state: _Model, now: _State) -> Iterator[_Lost | Report]:
    """Follow one fit: each step looks at ``trainable``, the optimizer knows the weights of the first one (measured)."""
    model = fitted.model
    frozen = _frozen_for_another(model, state, now)
    if frozen is not None:
        yield Report(
            frozen.site,
            Message(
                "this is still frozen in the steps of its own model, which never trains it",
                "set trainable = True before its steps",
                "on PyTorch each step of fit or train_on_batch trains what is trainable then",
            ),
        )
    if state.built is None:
        state.built = _view(model, now)
    for layer in _changed(model, state.built, now):
        if now.get(id(layer)) and _has_weights(layer):
            yield _Lost(state.last_change(layer, now.get(id(layer), True)), layer, "")


def _changed(model: Layer, before: _State, now: _State) -> Iterator[Layer]:
    """Yield the BN layers of a model that are trainable where they were not, or the other way round."""
    for layer in model.walk():
        value, then = now.get(id(layer), True), before.get(id(layer))
        if layer.is_bn and value is not None and then is not None and value != then:
            yield layer


def _has_weights(layer: Layer) -> bool:
    """Whether a BN layer may have weights of its own, which an optimizer then knows or does not."""
    return any(not arg.known or arg.value for arg in (layer.args.get(name, _TRUE) for name in ("center", "scale")))


def _fit_in_keras_2(fitted: Fitted, state: _Model, now: _State) -> Iterator[_Lost | Report]:
    model = fitted.model
    if state.trace is None or state.eager:
        # The train function is built in the first step of a fit, after the callbacks that run before it (measured).
        for change in state.changes:
            if change.fitting is model:
                state.seen.update((id(inner), change.value) for inner in change.layer.walk())
        state.trace = Trace(None)
    yield from _lost(model, state, now, "in Keras 2 what compile saw counts")


def _lost(model: Layer, state: _Model, now: dict[int, bool | None], why: str) -> Iterator[_Lost]:
    """Yield the last change of each BN layer whose new value the running train function does not know.

    A change that another model, compiled after it, takes up was meant for that one, and so were those beside it: where
    critic and generator take turns, all flags are set before each compile.
    """
    for layer in model.walk():
        value, before = now.get(id(layer)), state.seen.get(id(layer))
        if not layer.is_bn or value is None or before is None or before == value:
            continue
        change = state.last_change(layer, value)
        if id(change) in state.meant_for_others:
            continue
        if any(other is not model and facts.holds(other, layer) for other in state.compiled_after):
            continue
        yield _Lost(change, layer, why)


_CONTAINERS = frozenset(("Functional", "Sequential", "InputLayer"))


def _are_turns(changes: list[TrainableSet]) -> bool:
    """Whether flags set together let one part learn and stop another."""
    return {True, False} <= {change.value for change in changes}


def _is_unknown(model: Layer) -> bool:
    """Whether no part of a model that has weights is known, or a function of it may run any model."""
    kinds = {layer.kind for layer in model.walk()}
    return "Lambda" in kinds or kinds <= _CONTAINERS


def _share(one: Layer, other: Layer) -> bool:
    """Whether two layers or models have a part in common."""
    parts = {id(layer) for layer in one.walk()}
    return any(id(layer) in parts for layer in other.walk())


def _frozen_for_another(model: Layer, state: _Model, now: _State) -> TrainableSet | None:
    """Return the freeze of a part of a model with BN, trainable when compiled, that was meant for another model."""
    others = [other for other in state.compiled_after if other is not model]
    if not any(layer.is_bn for layer in model.walk()):
        return None
    for layer in model.walk():
        if state.seen.get(id(layer)) and now.get(id(layer)) is False:
            change = state.last_change(layer, False)
            if change.of_some is None and any(facts.holds(other, layer) for other in others):
                return change
    return None


_FITS = {"tensorflow": _fit_on_tensorflow, "jax": _fit_on_jax, "torch": _fit_on_torch}
_TRUE = Arg(True, True)

RULE = Rule(
    "BNL109",
    "trainable-changed-after-compile",
    "trainable changed after compile, trained without it",
    check,
    by_backend=True,
)

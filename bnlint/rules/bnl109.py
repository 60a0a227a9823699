"""``trainable`` is changed after ``compile`` and the model is trained without compiling again.

## What it does
Reports assignments to `trainable` that the next `fit` or `train_on_batch` ignores, and in Keras 3 the GAN idiom that
never trains the discriminator.

## Why is this bad?
Once the train function is traced (Keras 3: at the first `fit`; Keras 2: what `compile` saw counts), a change of
`trainable` is lost until the next `compile`. In Keras 3 "compile D, freeze D, compile the combined model, train both"
traces D's train function with D frozen: D silently never trains. In Keras 3.6 and 3.7 it raises an AttributeError
instead: compiling the combined model takes D's loss tracker away.

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

## Fix safety
No fix: `compile` takes an optimizer and a loss, and starts the optimizer's state anew, so what to pass is a decision.

## References
- [Freezing layers](https://keras.io/guides/transfer_learning/)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bnlint.events import Compiled, Fitted, GradientTaken, Layer, Testimony, Trace, TrainableSet, traced_anew
from bnlint.rules.base import Report, Rule


@dataclass
class _Model:
    """A compiled model: what was trainable when it counted, and what changed since."""

    seen: dict[int, bool | None] = field(default_factory=dict)
    eager: bool = False
    trace: Trace | None = None
    changes: list[TrainableSet] = field(default_factory=list)
    compiled_after: list[Layer] = field(default_factory=list)

    def last_change(self, layer: Layer) -> TrainableSet:
        """Return what gave a layer another value than was seen."""
        return next(change for change in reversed(self.changes) if _contains(change.layer, layer))


def check(testimony: Testimony) -> Iterator[Report]:
    """Replay the program's compiles, changes and fits."""
    now: dict[int, bool | None] = {}
    models: dict[int, _Model] = {}
    for event in testimony.events:
        if isinstance(event, TrainableSet):
            for inner in event.layer.walk():
                now[id(inner)] = event.value
            for state in models.values():
                state.changes.append(event)
        elif isinstance(event, Compiled):
            for state in models.values():
                if state.changes:
                    state.compiled_after.append(event.model)
            models[id(event.model)] = _Model(_view(event.model, now), event.eager)
        elif isinstance(event, Fitted) and id(event.model) in models and not event.live:
            state = models[id(event.model)]
            if testimony.dialect_of(event.model) == 3:
                found = _fit_in_keras_3(event, state, now)
            else:
                found = _fit_in_keras_2(event.model, state, now)
            yield from _reports(testimony, event.model, found)


class _Lost(NamedTuple):
    """A change that a fit does not know of.

    Args:
        change: the change.
        layer: a BN layer that it would have reached.
        why: what counts instead.
    """

    change: TrainableSet
    layer: Layer
    why: str


def _reports(testimony: Testimony, model: Layer, found: Iterable[_Lost | Report]) -> Iterator[Report]:
    """Word what a fit of a model does not know of, each change once."""
    reported: set[int] = set()
    for lost in found:
        if isinstance(lost, Report):
            yield lost
        elif id(lost.change) not in reported and not _for_a_step_of_its_own(testimony, model, lost):
            reported.add(id(lost.change))
            verb = "still updated" if lost.change.value is False else "still frozen"
            yield Report(
                lost.change.site,
                f"this change of trainable is lost ({lost.why}): BatchNormalization is {verb}; compile the model again "
                "before training",
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
        if any(_contains(part, lost.layer) and not _contains(part, model) for part in trained):
            return True
    return False


def _view(model: Layer, now: dict[int, bool | None]) -> dict[int, bool | None]:
    return {id(layer): now.get(id(layer), True) for layer in model.walk()}


def _fit_in_keras_3(fitted: Fitted, state: _Model, now: dict[int, bool | None]) -> Iterator[_Lost | Report]:
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
            "in Keras 3 this is frozen before the train function of its own model is traced, so that model's fit or "
            "train_on_batch never trains it, silently: train it once before, or set trainable = True before its steps",
        )
    state.trace, state.seen, state.changes, state.compiled_after = built, _view(model, now), [], []


def _fit_in_keras_2(model: Layer, state: _Model, now: dict[int, bool | None]) -> Iterator[_Lost | Report]:
    if state.trace is None or state.eager:
        # The train function is built in the first step of a fit, after the callbacks that run before it (measured).
        for change in state.changes:
            if change.fitting is model:
                state.seen.update((id(inner), change.value) for inner in change.layer.walk())
        state.trace = Trace(None)
    yield from _lost(model, state, now, "in Keras 2 what compile saw counts")


def _lost(model: Layer, state: _Model, now: dict[int, bool | None], why: str) -> Iterator[_Lost]:
    """Yield the last change of each BN layer whose new value the running train function does not know.

    A change that another model, compiled after it, takes up was meant for that one.
    """
    for layer in model.walk():
        value, before = now.get(id(layer)), state.seen.get(id(layer))
        if not layer.is_bn or value is None or before is None or before == value:
            continue
        if any(other is not model and _contains(other, layer) for other in state.compiled_after):
            continue
        yield _Lost(state.last_change(layer), layer, why)


def _contains(outer: Layer, inner: Layer) -> bool:
    return any(layer is inner for layer in outer.walk())


def _frozen_for_another(model: Layer, state: _Model, now: dict[int, bool | None]) -> TrainableSet | None:
    """Return the freeze of a part of the model, trainable when compiled, that was meant for another model."""
    others = [other for other in state.compiled_after if other is not model]
    if not any(layer.is_bn for owner in (model, *others) for layer in owner.walk()):
        return None
    for layer in model.walk():
        if state.seen.get(id(layer)) and now.get(id(layer)) is False:
            if any(_contains(other, layer) for other in others):
                return state.last_change(layer)
    return None


RULE = Rule("BNL109", "trainable-changed-after-compile", "trainable changed after compile, trained without it", check)

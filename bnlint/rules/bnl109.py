"""``trainable`` is changed after ``compile`` and the model is trained without compiling again.

## What it does
Reports assignments to `trainable` that the next `fit` or `train_on_batch` ignores, and in Keras 3 the GAN idiom that
never trains the discriminator.

## Why is this bad?
Once the train function is traced (Keras 3: at the first `fit`; Keras 2: what `compile` saw counts), a change of
`trainable` is lost until the next `compile`. In Keras 3 "compile D, freeze D, compile the combined model, train both"
traces D's train function with D frozen: D silently never trains.

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

## References
- [Freezing layers](https://keras.io/guides/transfer_learning/)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bnlint.events import Compiled, Fitted, Layer, Testimony, TrainableSet
from bnlint.rules.base import Report, Rule


@dataclass
class _Model:
    """A compiled model: what was trainable when it counted, and what changed since."""

    seen: dict[int, bool | None] = field(default_factory=dict)
    eager: bool = False
    traced: bool = False
    batch: object = None
    changes: list[TrainableSet] = field(default_factory=list)
    compiled_after: list[Layer] = field(default_factory=list)


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
        elif isinstance(event, Fitted) and id(event.model) in models:
            state = models[id(event.model)]
            if testimony.dialect == 3:
                yield from _fit_in_keras_3(event, state, now)
            else:
                yield from _fit_in_keras_2(event.model, state, now)


def _view(model: Layer, now: dict[int, bool | None]) -> dict[int, bool | None]:
    return {id(layer): now.get(id(layer), True) for layer in model.walk()}


def _fit_in_keras_3(fitted: Fitted, state: _Model, now: dict[int, bool | None]) -> Iterator[Report]:
    """Follow one fit: the train function is traced at the first one, and again for another batch size (measured)."""
    model, batch = fitted.model, fitted.batch_size.value if fitted.batch_size.known else None
    if state.eager:
        return
    if state.traced and batch is not None and state.batch is not None and batch != state.batch:
        state.traced = False
    state.batch = batch
    if not state.traced:
        frozen = _frozen_for_another(model, state, now)
        if frozen is not None:
            yield Report(
                frozen.site,
                "in Keras 3 this model is frozen before its train function is traced, so its own train_on_batch/fit "
                "never trains it, silently: train it once before freezing, or set trainable = True before each of "
                "its steps",
            )
        state.traced, state.seen, state.changes = True, _view(model, now), []
        return
    if not any(_contains(other, model) for other in state.compiled_after):
        yield from _lost(model, state, now, "the train function is already traced")


def _fit_in_keras_2(model: Layer, state: _Model, now: dict[int, bool | None]) -> Iterator[Report]:
    for_another = any(_contains(other, model) for other in state.compiled_after)
    if not for_another:
        yield from _lost(model, state, now, "in Keras 2 what compile saw counts")


def _lost(model: Layer, state: _Model, now: dict[int, bool | None], why: str) -> Iterator[Report]:
    """Report the last change of each BN layer whose new value the running train function does not know."""
    reported: set[int] = set()
    for layer in model.walk():
        value = now.get(id(layer), True)
        if not layer.is_bn or value is None or state.seen.get(id(layer)) is None or state.seen[id(layer)] == value:
            continue
        change = next((c for c in reversed(state.changes) if any(i is layer for i in c.layer.walk())), None)
        if change is not None and id(change) not in reported:
            reported.add(id(change))
            verb = "still updated" if value is False else "still frozen"
            yield Report(
                change.site,
                f"this change of trainable is lost ({why}): BatchNormalization is {verb}; compile the model again "
                "before training",
            )


def _contains(outer: Layer, inner: Layer) -> bool:
    return outer is not inner and any(layer is inner for layer in outer.walk())


def _frozen_for_another(model: Layer, state: _Model, now: dict[int, bool | None]) -> TrainableSet | None:
    """Return the freeze of a whole model that was meant for another, bigger model compiled after it."""
    if not any(_contains(other, model) for other in state.compiled_after):
        return None
    parts = [layer for layer in model.walk() if layer is not model]
    if now.get(id(model)) is False or (parts and all(now.get(id(layer)) is False for layer in parts)):
        inside = {id(layer) for layer in model.walk()}
        return next((c for c in reversed(state.changes) if id(c.layer) in inside and c.value is False), None)
    return None


RULE = Rule("BNL109", "trainable-changed-after-compile", "trainable changed after compile, trained without it", check)

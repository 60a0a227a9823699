"""The global learning phase steers BN.

## What it does
Reports `K.set_learning_phase(...)` and `K.learning_phase_scope(...)` in programs with BN.

## Why is this bad?
In Keras 2 the phase is a global that bare calls read and `fit`/`predict` ignore: set to 1 it keeps calls in training
mode at inference, set to 0 it does not freeze `fit`. Keras 3 has no learning phase: the call raises.

## Example
```python
K.set_learning_phase(1)
y = model(x)
```

## Use instead
```python
y = model(x, training=True)
```

## Fix safety
No fix: the phase has to become an argument of calls that may stand anywhere.

## References
- [Keras 3 migration guide](https://keras.io/guides/migrating_to_keras_3/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerBuilt, LayerCalled, LearningPhaseSet, Testimony
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report settings of the learning phase in programs with BN."""
    events = testimony.events
    has_bn = any(isinstance(e, LayerBuilt) or (isinstance(e, LayerCalled) and e.layer.is_bn) for e in events)
    if testimony.dialect == 2 and not has_bn:
        return
    for event in events:
        if not isinstance(event, LearningPhaseSet):
            continue
        off = event.value.known and not event.value.value
        if testimony.dialect == 3:
            yield Report(
                event.site, "Keras 3 has no global learning phase, this raises: pass training= where layers are called"
            )
        elif not off:
            yield Report(
                event.site,
                "the global learning phase puts BatchNormalization into training mode in every bare call, inference "
                "included, and fit and predict ignore it: pass training= where layers are called",
            )
        else:
            yield Report(
                event.site,
                "learning phase 0 does not freeze BatchNormalization in fit, and is frozen into functions and graphs "
                "built under it: set trainable=False, or pass training= where layers are called",
            )


RULE = Rule("BNL113", "global-learning-phase", "the global learning phase steers BN", check)

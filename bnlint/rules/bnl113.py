"""The global learning phase steers BN.

## What it does
Reports `K.set_learning_phase(...)` and `K.learning_phase_scope(...)` in programs with BN.

## Why is this bad?
In Keras 2 the phase is a global that bare calls read and `fit`/`predict` ignore: set to 1 it keeps calls in training
mode at inference, set to 0 it does not freeze `fit`. Keras 3 has no learning phase: the call raises.

TensorFlow 1, and the package `keras` below 2.4, lay out graphs for `fit` and its kin: what is built under a phase of 1
stays in training mode in `predict`, `evaluate` and validation, too; a phase of 0 that is set later is too late for it.

In Keras 2 a phase of 1 is left alone where no bare call reads it and no requirement names such an old release, a phase
of 0 where nothing is trained under it, and either where it is put back to what it was, or follows a mode.

## Example
```python
K.set_learning_phase(1)
y = model(x)
```

## Use instead
```python
y = model(x, training=True)
```

## Symptoms
- Different result with other rows in the batch
- Works in TF 2.15 and not in 2.16
- An exception is raised

## Fix safety
No fix: the phase has to become an argument of calls that may stand anywhere.

## References
- [Keras 3 migration guide](https://keras.io/guides/migrating_to_keras_3/)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from bnlint.events import (
    Event,
    Fitted,
    GraphFetched,
    GraphMinimized,
    Layer,
    LayerBuilt,
    LayerCalled,
    LearningPhaseSet,
    Testimony,
)
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report settings of the learning phase in programs with BN."""
    settings = [event for event in testimony.events if isinstance(event, LearningPhaseSet)]
    if testimony.dialect == 3:
        for event in settings:
            yield Report(
                event.site,
                Message(
                    "Keras 3 has no global learning phase: this raises",
                    "pass training= where layers are called",
                    "each call has its own flag there; fit, evaluate and predict pass theirs",
                ),
            )
        return
    events = testimony.events
    if not any(isinstance(e, LayerBuilt) or (isinstance(e, LayerCalled) and e.layer.is_bn) for e in events):
        if not _asks_a_network(testimony):
            return
    fitted_under = _in_force_at_training(testimony)
    training = facts.Training(testimony)
    by_phase = filter(_is_by_phase, facts.calls(testimony))
    asked = _is_asked_in_graph(testimony) if testimony.graph_mode else not all(map(training.recorded, by_phase))
    for event in settings:
        if not event.value.known or event.value.origin == "learning phase" or _follows(event, settings):
            continue
        laid_out = bool(event.value.value) and not asked and _is_laid_out(event, testimony, settings)
        if event.value.value and not asked and not laid_out:
            continue  # no answer reads it: calls have their flag, are made by fit and predict, or are what is trained
        if event.value.value and (testimony.graph_mode or not event.certain) and _is_one_of_two(event, settings):
            if not (event.certain and _outlives_a_zero(event, events)):
                continue
        if event.value.value:
            yield Report(
                event.site,
                Message(
                    "learning phase 1 puts BatchNormalization into training mode at inference, too",
                    "pass training= where layers are called",
                    _IN_GRAPHS if laid_out else _IN_CALLS,
                ),
            )
        elif id(event) in fitted_under and event.certain:
            yield Report(
                event.site,
                Message(
                    "learning phase 0 does not freeze BatchNormalization in fit",
                    "set trainable=False, or pass training= where layers are called",
                    "fit has a phase of its own, and functions and graphs that are built now keep phase 0 for good",
                ),
            )


_IN_CALLS = "the global learning phase counts in every bare call; fit and predict ignore it"
_IN_GRAPHS = "the releases that the project is for build the phase into the graph that predict and evaluate run"


def _is_laid_out(setting: LearningPhaseSet, testimony: Testimony, settings: list[LearningPhaseSet]) -> bool:
    """Whether a phase of 1 is part of a graph that old releases lay out and run for answers.

    It is where BN was made under it. Where the file also sets it to 0, only what ``fit`` validates before that counts:
    who wants both may make the model anew.
    """
    own = setting.certain and not setting.scope and setting.until is None
    if not testimony.old_graphs or not own:
        return False
    both = _is_one_of_two(setting, settings)
    fitted = _fitted_before_a_zero(setting, testimony.events) if both else facts.fits(testimony)
    judged = {id(event.model) for event in fitted if event.validation}
    for leaf in facts.leaves(testimony):
        asked = not both and leaf.reason in ("predict", "evaluate")
        if leaf.layer.phased and (asked or leaf.reason == "fit" and id(leaf.root.layer) in judged):
            return True
    return False


def _fitted_before_a_zero(setting: LearningPhaseSet, events: Sequence[Event]) -> Iterator[Fitted]:
    """Yield the runs of training loops after a phase is set and before it is set anew."""
    for event in dropwhile(lambda each: each is not setting, events):
        if isinstance(event, LearningPhaseSet) and event is not setting:
            return
        if isinstance(event, Fitted):
            yield event


def _asks_a_network(testimony: Testimony) -> bool:
    """Whether a network of a library with BN stands in a graph that is asked for answers, too."""
    asked = any(isinstance(event, GraphFetched) and event.trains is False for event in testimony.events)
    return asked and any(inner.is_bn for call in facts.calls(testimony) for inner in call.layer.walk())


def _is_asked_in_graph(testimony: Testimony) -> bool:
    """Whether a call in a graph may be without a flag of its own, as all are that nobody knows."""
    norms = [call for call in facts.calls(testimony) if call.layer.is_bn]
    return not norms or any(call.flag.site is None or _is_by_phase(call) for call in norms)


def _is_by_phase(call: LayerCalled) -> bool:
    """Whether the phase puts a call into training mode: nobody passes the flag, or it was read from the phase."""
    if call.flag.origin == "learning phase":
        return True
    return call.reason == "learning phase" and call.mode != "inference"


def _in_force_at_training(testimony: Testimony) -> set[int]:
    """Return the settings under which something is trained; before inference a phase of 0 changes nothing."""
    found: set[int] = set()
    held: list[LearningPhaseSet] = []
    in_fit = [leaf for leaf in facts.leaves(testimony) if leaf.root.driver == "fit"]
    for number, event in enumerate(testimony.events):
        if isinstance(event, LearningPhaseSet) and not event.scope:
            held.append(event)
            continue
        while held and held[-1].until is not None and held[-1].until <= number:
            held.pop()  # nobody knows whether what comes now runs after it
        if isinstance(event, GraphMinimized) and any(each.value.value for each in held[:-1]):
            continue  # a graph that is made under one phase, and trained, beside one for answers
        if isinstance(event, (Fitted, GraphMinimized)) and held:
            modes = {leaf.mode for leaf in in_fit if isinstance(event, Fitted) and leaf.root.layer is event.model}
            if modes and "training" not in modes:
                continue  # all of it is frozen anyway
            for each in _latest(held):
                if not each.as_program or each.site.path == event.site.path:
                    found.add(id(each))
    return found


def _latest(held: Sequence[LearningPhaseSet]) -> list[LearningPhaseSet]:
    """Return the setting that counts, with those in other files before it that say the same.

    Which of several modules runs first may hang on when it is imported, and either of them is enough.
    """
    same = takewhile(lambda each: each.value.known and each.value.value == held[-1].value.value, reversed(held))
    by_file = {each.site.path: each for each in reversed(list(same))}
    return list(by_file.values()) or [held[-1]]


def _is_one_of_two(setting: LearningPhaseSet, settings: list[LearningPhaseSet]) -> bool:
    """Whether the same file also sets the phase to 0: each graph, or each branch, has a phase of its own."""
    return any(
        other.site.path == setting.site.path and not other.scope and other.value.known and not other.value.value
        for other in settings
    )


def _outlives_a_zero(setting: LearningPhaseSet, events: Sequence[Event]) -> bool:
    """Whether a graph that is laid out under a phase of 1 answers after the program sets it to 0: that is too late."""
    laid_out: set[Layer] = set()
    too_late = False
    for event in dropwhile(lambda each: each is not setting, events):
        if isinstance(event, LearningPhaseSet) and event.value.known and not event.scope:
            too_late = too_late or not event.value.value
        elif isinstance(event, LayerCalled):
            # what is called again may answer under either phase
            laid_out = laid_out - set(event.layer.walk()) if too_late else laid_out | set(event.layer.walk())
        elif isinstance(event, GraphFetched) and too_late and event.trains is False and not event.exported:
            if any(laid_out & output.makers for output in event.outputs):
                return True
    return False


def _follows(setting: LearningPhaseSet, settings: list[LearningPhaseSet]) -> bool:
    """Whether the phase is set to one or the other at this place, as a mode says."""
    return any(
        other.site == setting.site and other.value.known and bool(other.value.value) != bool(setting.value.value)
        for other in settings
    )


RULE = Rule("BNL113", "global-learning-phase", "the global learning phase steers BN", check)

"""A BN layer is built anew on each call.

## What it does
Reports the constructor of a BN layer, or of a block that holds one, inside a Keras `call`, a training step, a
`tf.function` or a loop over batches (of a data set, or slices of an array that the layer gets), or in a loop whose
rounds are steps of layers that are built outside of it.

## Why is this bad?
Each call gets fresh weights and fresh moving statistics, so nothing is ever learned; under `fit` or `tf.function`
Keras raises because variables are created inside a traced function (on TensorFlow; on JAX and PyTorch `fit` goes on,
silently). A layer that is built lazily, once (`if self.bn is None`), is not reported, but for one case: Keras 3 has
closed a layer that has a `build` of its own, or nothing else to build, when its first call begins. A model that is
built for each fold or subject, and fitted, is not reported either, nor is one that a step builds and never runs, nor a
`call` that only a method of its class runs, to lay it out as a graph (`keras.Model(inputs, self.call(inputs))`).

## Example
```python
def call(self, x, training=None):
    return keras.layers.BatchNormalization()(x, training=training)
```

## Use instead
```python
def __init__(self):
    super().__init__()
    self.bn = keras.layers.BatchNormalization()

def call(self, x, training=None):
    return self.bn(x, training=training)
```

## Symptoms
- The loss does not fall
- An exception is raised
- Trains on TensorFlow and not on JAX or PyTorch

## Fix safety
No fix: the layer needs a name and a place where it is built once.

## References
- [Making new layers and models](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import GradientTaken, LayerBuilt, Site, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report constructions that run again and again."""
    blocks: set[Site] = set()
    used = _used(testimony)
    for event in facts.built(testimony):
        if event.rebuilt_in is None or event.rebuilt_in == "lazy call" or event.made_at in blocks:
            continue
        if event.rebuilt_in not in _IN_CALL and id(event.layer) not in used and not event.layer.handed:
            continue  # a network that is built for its other methods
        if event.rebuilt_in.startswith("loop") and _is_trained_in_the_loop(event, testimony):
            continue
        if event.rebuilt_in == "loop over slices" and not _is_called_at_once(event, testimony):
            continue
        if event.rebuilt_in == "loop" and not _is_made_for_a_step(event, testimony):
            continue
        if event.rebuilt_in == "call" and _is_in_a_builder(event, testimony):
            continue
        if event.rebuilt_in == "locked call":
            yield Report(
                event.site,
                Message(
                    "in Keras 3 building this BatchNormalization in call raises",
                    "build it in __init__ or build",
                    "the layer around counts as built before its first call",
                ),
            )
            continue
        # The other backends make new variables in each step, silently (measured).
        raises = event.rebuilt_in == "call" and testimony.backend == "tensorflow"
        what: str = "this BatchNormalization is"
        related: tuple[tuple[Site, str], ...] = ()
        if event.made_at is not None:
            what, related = "BatchNormalization in this block is", ((event.site, "BatchNormalization built here"),)
            blocks.add(event.made_at)
        each = _EACH.get(event.rebuilt_in, "batch")
        yield Report(
            event.made_at or event.site,
            Message(
                f"BatchNormalization is built anew on each {each}: its statistics start over",
                "build it once, in __init__ or outside the loop",
                f"{what} made again with mean 0 and variance 1{', and fit raises' if raises else ''}",
            ),
            related,
        )


def _used(testimony: Testimony) -> set[int]:
    """Return the layers that get data: a network that is only laid out, or that others may run, has none."""
    calls = (call for call in facts.calls(testimony) if call.driver != "unknown" and call.root.input.kind != "symbolic")
    ran = {id(call.layer) for call in calls}
    return ran | {id(inner) for fitted in facts.fits(testimony) for inner in fitted.model.walk()}


_IN_CALL = ("call", "locked call")
"""Whoever builds a layer there runs it."""


def _is_trained_in_the_loop(event: LayerBuilt, testimony: Testimony) -> bool:
    """Whether a loop builds a model for each of its items (a fold, a subject), and trains it on more than a batch."""
    for fitted in facts.fits(testimony):
        if fitted.method.startswith("fit") and any(inner is event.layer for inner in fitted.model.walk()):
            return True
    own = (call for call in facts.calls(testimony) if call.layer is event.layer)
    return event.loops is not None and any(call.loops > event.loops for call in own)


def _is_in_a_builder(event: LayerBuilt, testimony: Testimony) -> bool:
    """Whether a method lays ``call`` out as a graph, by ``self.call(inputs)``, and nobody in sight calls the object."""
    calls = [call for call in facts.calls(testimony) if call.layer.site == event.site and call.layer.is_bn]
    if not any(call.input.kind == "symbolic" and call.outer is None for call in calls):
        return False
    of_objects = (call for call in calls if any(around.layer.call_site is not None for around in call.chain()))
    return all(call.root.driver == "unknown" for call in of_objects)


def _is_called_at_once(event: LayerBuilt, testimony: Testimony) -> bool:
    """Whether the layer itself gets data, and is no part of a model that is built for it."""
    return any(
        call.layer is event.layer and call.outer is None and call.input.kind == "concrete"
        for call in facts.calls(testimony)
    )


def _is_made_for_a_step(event: LayerBuilt, testimony: Testimony) -> bool:
    """Whether each round of a loop trains layers that were there before, in one step, and makes the layer for that."""
    layer = event.layer
    own = [call for call in facts.calls(testimony) if call.layer is layer]
    steps = {tape for call in own if call.loops == event.loops and call.outer is None for tape in call.tapes}
    if layer.given or layer.handed or event.loops is None or len({call.site for call in own}) < len(own):
        return False
    return any(
        each.loops is not None and each.loops < event.loops
        for taken in testimony.events
        if isinstance(taken, GradientTaken) and taken.applied and taken.tape in steps
        for each in taken.layers or ()
    )


_EACH = {"loop": "step", "call": "call", "step": "step", "tf.function": "trace"}
"""What builds a layer again, if it is no loop over batches."""


RULE = Rule("BNL110", "bn-built-on-each-call", "BN layer built anew on each call", check)

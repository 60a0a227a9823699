"""One BN layer instance normalises different branches or stages.

## What it does
Reports the second and further places where one BN instance is applied to the output of a different layer. A training
step that gives a part of the model the batch itself, while in `call` other layers stand before that part, is one. So is
a second place where a layer and its BN get what came out of both in the first one; a loop around one place is not.

## Why is this bad?
In training mode each call normalises with its own batch statistics; the moving ones become a mixture of all branches,
which fits none of them at inference.

## Example
```python
x = self.bn(self.conv1(x), training=training)
x = self.bn(self.conv2(x), training=training)
```

## Use instead
```python
x = self.bn1(self.conv1(x), training=training)
x = self.bn2(self.conv2(x), training=training)
```

## Symptoms
- Loss fine in training and bad in validation

## Fix safety
No fix: the second layer needs a name and a place where it is built.

## References
- [keras issue 8794](https://github.com/keras-team/keras/issues/8794)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import ABSENT, Layer, LayerCalled, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report BN instances behind different layers."""
    yield from _behind_different_layers(testimony)
    yield from _given_the_batch(testimony)


def _behind_different_layers(testimony: Testimony) -> Iterator[Report]:
    first: dict[tuple[int, bool], LayerCalled] = {}
    graphs: set[tuple[int, object]] = set()
    for call in facts.calls(testimony):
        if not call.layer.is_bn or not call.certain or call.layer.opaque or call.trainable is False or call.in_turn:
            continue
        producers = call.input.producers
        if not producers or call.baked_at is not None:
            continue
        # A graph runs its calls in an order of its own; the places were judged when it was made.
        key = (id(call.layer), facts.place(call))
        in_graph = call.input.kind == "symbolic"
        if in_graph:
            graphs.add(key)
        elif key in graphs:
            continue
        # What stands before a layer has another name in a graph than in a running call of the same code.
        earlier = first.setdefault((id(call.layer), in_graph), call)
        if earlier.input.producers == producers:
            if _is_behind_itself(earlier, call):
                yield Report(call.site, _TWICE, ((earlier.site, "first used here"),))
            continue
        if earlier.outer is not call.outer and (_is_start(producers) or _is_start(earlier.input.producers)):
            continue
        if facts.place(earlier) == facts.place(call) and not producers.isdisjoint(earlier.input.producers or ()):
            continue
        if _is_input(producers) and _is_input(earlier.input.producers):
            continue
        if not facts.go_together(earlier.premises, call.premises) or earlier.alone != call.alone:
            continue  # the sides of one branch, or a method that the program does not call
        yield Report(
            call.site,
            Message("this BatchNormalization also normalises the output of another layer", _OWN, _why(earlier, call)),
            ((earlier.site, "first used here"),) if facts.place(earlier) != facts.place(call) else (),
        )


def _given_the_batch(testimony: Testimony) -> Iterator[Report]:
    """Report where a training step gives the batch to a part of the model that stands behind other layers in ``call``.

    A discriminator, which gets another model's output and real examples in turn, is no part of what is called.
    """
    steps: dict[int, dict[object, LayerCalled]] = {}
    for call in facts.leaves(testimony):
        if call.trainable is not False and call.baked_at is None and facts.in_keras_method(call.root, "train_step"):
            steps.setdefault(id(call.layer), {}).setdefault(facts.place(call.root), call)
    reported: set[object] = set()
    for calls in steps.values():
        for inner in calls.values():
            for call in calls.values():
                place = facts.place(call.root)
                if call is inner or place in reported or not _is_on_the_batch_again(inner, call):
                    continue
                reported.add(place)
                yield Report(
                    call.root.site,
                    Message("BatchNormalization gets the batch here, in call the output of other layers", _OWN, _MIXED),
                    ((inner.root.site, "the model is called here"), (call.layer.site, "BatchNormalization built here")),
                )


_OWN = "give each place its own layer"
_MIXED = "its moving statistics mix both and fit neither at inference"
_TWICE = Message("this BatchNormalization also normalises a later output of the same layer", _OWN, _MIXED)


def _is_behind_itself(earlier: LayerCalled, call: LayerCalled) -> bool:
    """Whether a layer and the one before it are used again on what came out, in a second place of the same code.

    In a loop that is what the program is about: one stage that runs again and again.
    """
    if not call.again or earlier.outer is not call.outer or facts.place(earlier) == facts.place(call):
        return False
    around = [use.scopes[0].site if use.scopes else None for use in (earlier, call)]
    loops = call.outer.loops if call.outer is not None else 0
    once = max(earlier.loops, call.loops) <= loops
    return once and around[0] == around[1] and facts.go_together(earlier.premises, call.premises)


def _why(earlier: LayerCalled, call: LayerCalled) -> str:
    """Return what comes of a second use; it raises where the layer was built for another number of channels."""
    axis = call.layer.args.get("axis", ABSENT)
    one, other = ((use.input.shape or (None,))[-1] for use in (earlier, call))
    if axis is not ABSENT or one is None or other is None or one == other:
        return _MIXED
    return f"it is built for the {one} channels that it gets first, and raises where it gets {other}"


def _is_on_the_batch_again(inner: LayerCalled, call: LayerCalled) -> bool:
    model, part = inner.root, call.root
    if model.layer is part.layer or all(layer is not part.layer for layer in model.layer.walk()):
        return False
    behind, before = inner.input.producers, call.input.producers
    if not behind or _is_input(behind) or not (before is None or _is_start(before)):
        return False
    return bool(model.words) and model.words[-1] in part.words


def _is_start(producers: frozenset[object] | None) -> bool:
    """Whether what stands before a layer is only known to be no layer of the same model."""
    return any(isinstance(p, tuple) and p[0] == "start" for p in producers or ())


def _is_input(producers: frozenset[object] | None) -> bool:
    """Whether a model's inputs stand before a layer (the interpreter's are pairs, Keras has a layer for each)."""
    return bool(producers) and all(
        isinstance(p, tuple) or (isinstance(p, Layer) and p.kind == "InputLayer") for p in producers or ()
    )


RULE = Rule("BNL402", "bn-shared-between-branches", "one BN instance normalises different branches", check)

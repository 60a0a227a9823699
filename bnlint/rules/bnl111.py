"""``bn.call(...)`` or ``model.call(...)`` is used directly.

## What it does
Reports calls of the method `call` where the object itself has to be called: of a BN layer that nothing has built, and
in a training step where no flag of True reaches the BN layers that are trained.

## Why is this bad?
`__call__` builds the layer, settles the training flag and keeps the call context. `call` does none of it: an unbuilt
layer raises, and BN layers inside get only a flag that is handed on from hand to hand. Keras 2 drops it in Sequential
and Functional models. At inference, or where the flag is handed on, `call` answers as `__call__` does.

## Example
```python
with tf.GradientTape() as tape:
    logits = model.call(x)
```

## Use instead
```python
with tf.GradientTape() as tape:
    logits = model(x, training=True)
```

## Symptoms
- Statistics still 0 and 1
- An exception is raised

## Fix safety
Unsafe: `.call` is dropped, and in a training step `training=True` is passed. From now on the layer is built and the
flag reaches what is inside.

## References
- `Layer.__call__` in keras/src/layers/layer.py
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Testimony
from bnlint.fixes.changes import CallObject, PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report calls that bypass ``__call__`` and miss what it does."""
    training = facts.Training(testimony)
    deprived = {id(around) for leaf in facts.leaves(testimony) for around in _bypassed(leaf, training)}
    handing = {id(each) for leaf in facts.leaves(testimony) if leaf.mode == "training" for each in leaf.chain()}
    for call in facts.calls(testimony):
        if not call.bypass or not call.certain:
            continue
        if call.unbuilt:
            headline = "this layer is not built, so .call() raises"
            remedy, why = "call the object itself", "which builds it"
        elif id(call) in deprived:
            remedy = "call the object itself and pass training=True"
            headline, why = _PARTLY if id(call) in handing else _NOT_AT_ALL
        else:
            continue
        yield Report(
            call.site,
            Message(headline, remedy, f".call() bypasses __call__ of {facts.called_layer(call)}, {why}"),
            remedy=_call_the_object(call, training),
        )


_NOT_AT_ALL = (
    ".call() hands on no training flag: BatchNormalization is in inference mode",
    "so that no flag reaches BatchNormalization in this training step: its statistics never move",
)
_PARTLY = (
    ".call() leaves some of the BatchNormalization layers in inference mode",
    "so that only those get a flag to which its body hands one: the statistics of the others never move",
)


def _bypassed(leaf: LayerCalled, training: facts.Training) -> Iterator[LayerCalled]:
    """Yield the calls that have cost a trained BN layer its training mode, which somebody may have asked for."""
    if leaf.mode == "inference" and leaf.trainable is True and training.trains(leaf):
        for call in leaf.chain():
            if call.bypass and (facts.passes_nothing(call) or (call.flag.known and call.flag.value is True)):
                yield call


def _call_the_object(call: LayerCalled, training: facts.Training) -> Remedy:
    """Call the object, in a training step with the flag."""
    if not facts.passes_nothing(call) or training.by_tape(call) is None:
        return Remedy("unsafe", "call the object itself", (CallObject(call.site),))
    flag = remedies.own_flag(call) or "True"
    changes = (CallObject(call.site), PassArgument(call.site, "training", flag, call.flag.site))
    return Remedy("unsafe", f"call the object itself and pass training={flag}", changes)


RULE = Rule("BNL111", "call-method-used-directly", "bn.call(...) or model.call(...) used directly", check)

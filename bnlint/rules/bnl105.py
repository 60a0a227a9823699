"""``training=True`` is hard-coded where inference happens too.

## What it does
Reports a constant `training=True` inside the `call` of a layer or model, and on calls of a trained model in test
steps, evaluation, sampling and serving code.

## Why is this bad?
`predict` and `evaluate` then normalise with the statistics of whatever batch they get, so an answer depends on its
neighbours, and every inference changes the moving statistics.

## Example
```python
def call(self, x, training=None):
    return self.bn(x, training=True)
```

## Use instead
```python
def call(self, x, training=None):
    return self.bn(x, training=training)
```

## References
- [BatchNormalization](https://keras.io/api/layers/normalization_layers/batch_normalization/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Testimony
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report constants that put BN layers into training mode outside of training."""
    training = facts.Training(testimony)
    inner_uses: dict[int, list[LayerCalled]] = {}
    learnt = _learnt(testimony, training)
    for call in facts.leaves(testimony):
        by = call.decided_by
        if call.mode != "training" or by is None or call.bypass or call.reason not in ("flag", "default"):
            continue
        if _is_own_bn(by):
            continue
        if by.outer is not None and facts.in_keras_method(by, "call"):
            if facts.is_constant(by.flag, True):
                inner_uses.setdefault(id(by.site.node) if by.site.node is not None else by.site.line, []).append(call)
        elif (
            by.driver == "user"
            and by.outer is None
            and not by.tapes
            and _is_inference(by, training, id(call.layer) in learnt)
        ):
            site = by.flag.given_at if by.flag.origin == "argument" else by.site
            if call.reason == "flag" and by.flag.origin not in ("", "argument"):
                continue
            yield Report(
                site or by.site,
                _MESSAGE,
            )
    for call in facts.calls(testimony):
        if call.mode is None and call.outer is None and call.input.kind is None and not call.layer.is_bn:
            inside = [layer for layer in call.layer.walk() if layer.is_bn]
            known = any(id(layer) in learnt for layer in inside) and call.trainable is True
            if known and facts.is_constant(call.flag, True) and _is_inference(call, training, True):
                yield Report(call.site, _MESSAGE)
    for uses in inner_uses.values():
        if any(not training.trains(use) for use in uses) or any(use.root.driver == "fit" for use in uses):
            by = facts.flagged(uses[0])
            assert by is not None
            yield Report(
                by.site,
                "training=True is hard-coded in call: predict and evaluate use and change the batch's statistics too; "
                "pass the training flag on",
            )


_MESSAGE = (
    "training=True in inference code: BatchNormalization uses this batch's own statistics, so results depend on the "
    "batch, and changes its moving statistics: pass training=False"
)


def _learnt(testimony: Testimony, training: facts.Training) -> set[int]:
    """Return the BN layers that the program trains."""
    return {id(call.layer) for call in facts.leaves(testimony) if training.trains(call)}


def _is_own_bn(call: LayerCalled) -> bool:
    """Whether the constant is in the program's own subclass of BN: a layer made to use batch statistics."""
    return call.layer.is_bn and call.outer is not None and call.outer.layer is call.layer


def _is_inference(call: LayerCalled, training: facts.Training, learnt: bool) -> bool:
    where = facts.for_inference(call)
    if where is None or call.unused_result or training.by_tape(call) is not None:
        return False
    return learnt or (not call.layer.is_bn and not where.startswith("test_"))


RULE = Rule("BNL105", "training-true-at-inference", "training=True hard-coded where inference happens too", check)

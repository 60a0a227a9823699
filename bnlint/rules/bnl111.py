"""``bn.call(...)`` or ``model.call(...)`` is used directly.

## What it does
Reports calls of the method `call` of a BN layer or of something that contains one, instead of calling the object.

## Why is this bad?
`__call__` builds the layer, settles the training flag and keeps the call context. `call` does none of it: an unbuilt
layer raises, a built one runs in inference mode unless the flag is passed by hand.

## Example
```python
y = self.bn.call(x)
```

## Use instead
```python
y = self.bn(x, training=training)
```

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
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report calls that bypass ``__call__``."""
    training = facts.Training(testimony)
    for call in facts.calls(testimony):
        if call.bypass and call.certain and any(layer.is_bn for layer in call.layer.walk()):
            yield Report(
                call.site,
                f".call() bypasses __call__ of {facts.called_layer(call)}: it is not built and gets no training flag; "
                "call the object itself",
                remedy=_call_the_object(call, training),
            )


def _call_the_object(call: LayerCalled, training: facts.Training) -> Remedy:
    """Call the object, in a training step with the flag."""
    if not facts.passes_nothing(call) or training.by_tape(call) is None:
        return Remedy("unsafe", "call the object itself", (CallObject(call.site),))
    flag = remedies.own_flag(call) or "True"
    changes = (CallObject(call.site), PassArgument(call.site, "training", flag, call.flag.site))
    return Remedy("unsafe", f"call the object itself and pass training={flag}", changes)


RULE = Rule("BNL111", "call-method-used-directly", "bn.call(...) or model.call(...) used directly", check)

"""TimeDistributed normalises each time step by itself (Keras 3; beyond batches of one opt-in).

## What it does
Keras 3: reports a `TimeDistributed` around BN, alone or inside a model, that is trained with batches of one: each
statistic is then made of one value. Where the rule is enabled, it reports each `TimeDistributed` around BN that is
trained, or that nobody in the program runs.

## Why is this bad?
Keras 3 calls the wrapped layer once for each time step, with that step of every example; Keras 2 hands all steps over
together. With one example a step holds one value per channel, so the output is beta (zeros) whatever the input. With
more of them each step comes out with mean 0 in training, while inference normalises all steps with the same moving
statistics, in which the last steps weigh most: what distinguishes the steps is gone in training and there at
inference.

## Example
```python
x = TimeDistributed(BatchNormalization())(x)
```

## Use instead
BN takes any number of axes and normalises all steps together:

```python
x = BatchNormalization()(x)
```

Around a model with BN, put the steps into the batch first and take them out again afterwards (`ops.reshape`).

## Symptoms
- Output is all zeros
- Loss fine in training and bad in validation
- Works in TF 2.15 and not in 2.16

## Fix safety
No fix: without the wrapper the layer has another name and place, and weights that were saved do not find it.

## References
- [keras-team/keras#16239](https://github.com/keras-team/keras/issues/16239)
- Measured: one sequence of six steps gives 0.0 in Keras 3 on TensorFlow, JAX and PyTorch, and up to 1.6 in Keras 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report TimeDistributed around BN: by default where each statistic is made of one value."""
    found: dict[int, tuple[LayerCalled, LayerCalled | None]] = {}
    ran: set[int] = set()
    for call in facts.leaves(testimony):
        around = facts.step_by_step(testimony, call)
        if around is None:
            continue
        ran.add(id(around.layer))
        if call.mode != "training" or facts.is_synchronized(call.layer) is not False:
            continue
        alone = call if facts.values_per_channel(call) == 1 else None
        if id(around.layer) not in found or alone is not None:
            found[id(around.layer)] = around, alone
    for call in facts.calls(testimony):
        if id(call.layer) not in ran and _is_handed_on(testimony, call):
            found.setdefault(id(call.layer), (call, None))
    yield from (_report(around, alone) for around, alone in found.values())


def _is_handed_on(testimony: Testimony, call: LayerCalled) -> bool:
    """Whether a function puts a wrapped layer that is free to learn into a graph, for whoever trains it."""
    if facts.step_by_step(testimony, call) is not call or not facts.is_handed_on(call):
        return False
    norms = [layer for layer in call.layer.walk() if layer.is_bn and facts.is_synchronized(layer) is False]
    return any(facts.learns(testimony, norm) for norm in norms)


def _report(around: LayerCalled, alone: LayerCalled | None) -> Report:
    directly = any(layer.is_bn for layer in around.layer.children)
    how = "use BatchNormalization without it" if directly else "reshape the steps into the batch instead"
    if alone is None:
        message = Message(
            "TimeDistributed normalises each time step by itself in Keras 3",
            how,
            "in training every step comes out with mean 0, at inference all share the moving statistics",
        )
        return Report(around.layer.site, message, opt_in=True)
    related = () if alone.input.batch_site is None else ((alone.input.batch_site, "the batch size"),)
    message = Message(
        "TimeDistributed leaves BatchNormalization one value per channel: zeros come out",
        how,
        "it normalises each time step by itself in Keras 3, and in a batch of one a step holds one value per channel: "
        "BatchNormalization returns zeros (beta) for any input",
    )
    return Report(around.layer.site, message, related)


RULE = Rule(
    "BNL205",
    "each-step-by-itself",
    "TimeDistributed normalises each time step by itself",
    check,
    opt_in_part="for batches of more than one",
    dialects=(3,),
)

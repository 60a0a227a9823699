"""A batch size of one trains a model whose BN layers see rows or pooled features.

## What it does
Reports the place that decides a batch size of one (`fit(batch_size=1)`, `.batch(1)`, `Input(batch_size=1)`,
`train_on_batch(x[None], ...)`) when a BN layer of the trained model gets rank-2 input.

## Why is this bad?
Each BN layer then normalises a single value per channel: its output is beta (zeros) for every input, so the network
cannot learn, and its moving variance is driven to 0.

## Example
```python
model.fit(x, y, batch_size=1)
```

## Use instead
```python
model.fit(x, y, batch_size=32)
```

## Symptoms
- Output is all zeros
- The loss does not fall
- Loss fine in training and bad in validation

## Fix safety
No fix: the batch size that fits the data and the memory is a decision.

## References
- [Batch Normalization, section 3.1](https://arxiv.org/abs/1502.03167)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Layer, LayerCalled, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report batch sizes of one that reach a rank-2 BN layer in training mode."""
    training = facts.Training(testimony)
    learnt = {id(leaf.layer) for leaf in facts.leaves(testimony) if training.trains(leaf)}
    for call in facts.starved(testimony):
        if (id(call.layer) in learnt or _is_loaded(call.root.layer)) and _is_answer(call):
            continue  # it has learnt from others, and is not to be in training mode here (BNL105)
        rank_2 = len(call.input.shape or ()) == 2
        given = facts.batch_is_given(call) and facts.virtual_batch(call.layer) is None
        given = given and not facts.called_by_program(call)
        if rank_2 and call.input.per_replica is None and given:
            yield Report(
                call.input.batch_site or call.root.site,
                Message(
                    "a batch of one: in training BatchNormalization returns zeros",
                    "use a larger batch",
                    "one value per channel is its own mean: beta alone is left of any input, so the model cannot learn",
                ),
                ((call.layer.site, "BatchNormalization built here"),),
            )


def _is_loaded(model: Layer) -> bool:
    """Whether a model has weights that another program has trained."""
    return any(inner.pretrained is True for inner in model.walk())


def _is_answer(call: LayerCalled) -> bool:
    """Whether a constant flag of True puts a layer into training mode for an answer.

    The program itself makes the outermost call, or ``call`` has the constant in what ``predict`` and ``evaluate`` run.
    """
    root, by = call.root, facts.flagged(call)
    if root.driver in ("predict", "evaluate"):
        return by is not None and by.outer is not None and facts.is_constant(by.flag, True)
    told = root.driver == "user" and not root.tapes and facts.is_constant(root.flag, True)
    return told and (facts.is_asked(root) or facts.for_inference(root) is not None and not root.layer.is_bn)


RULE = Rule("BNL202", "batch-of-one", "a model with rank-2 BN is trained with a batch size of one", check)

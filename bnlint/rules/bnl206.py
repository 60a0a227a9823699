"""Fewer than eight values per statistic: what BN normalises with is noise (opt-in).

## What it does
Reports a batch size that leaves a BN layer in training more than one value per channel and fewer than eight (the
setting `min-values`): the sizes of all axes of its input but the channels, multiplied. It is silent where they are not
known, where the batch is all the data there is, and where the statistics are those of more than the batch
(`synchronized=True`, `renorm=True`). One value is BNL201's and BNL202's.

## Why is this bad?
The mean of n values misses that of the data by `1 / sqrt(n)` standard deviations: 0.71 at two values, 0.5 at four, 0.25
at sixteen. In training each example is shifted by that much by the few others that happen to be in its batch.
Inference uses the moving mean, an average of some `(1 + m) / (1 - m)` batches at momentum m, which misses by
`sqrt((1 - m) / ((1 + m) n))`: at four values by 0.035 with momentum 0.99, by 0.11 with 0.9. So the network learns
behind other numbers than it gets at inference, whatever the momentum. The variance of n values is too small by 1/n on
average, and (Keras 3, and rows in Keras 2) the moving variance with it: at four values what comes out at inference is
15 % too large.

## Example
```python
model.fit(x, y, batch_size=4)
```

## Use instead
```python
model.fit(x, y, batch_size=32)
```

Where memory forbids that: `GroupNormalization` or `LayerNormalization`, which do not look across the batch,
`synchronized=True` where replicas share a batch, or `renorm=True` (not in Keras 3.0 to 3.12). A momentum nearer to 1
takes the noise out of the moving statistics, not out of training. An image has many values: for BN behind a convolution
two of them are enough.

## Symptoms
- Each answer depends on the whole batch in training
- Validation jumps from epoch to epoch
- Output too small or too large at inference

## Fix safety
No fix: the batch size that fits the data and the memory is a decision.

## References
- [Group Normalization](https://arxiv.org/abs/1803.08494), figure 1: the error of ResNet-50 by batch size
- [Batch Renormalization](https://arxiv.org/abs/1702.03275)
- Measured, in both Keras: 0.708, 0.500, 0.378 and 0.250 standard deviations at 2, 4, 7 and 16 values; the moving mean
  at 4 values 0.035, 0.113 and 0.166 with momentum 0.99, 0.9 and 0.8; the moving variance of rows 0.75 of the data's.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from bnlint.events import Layer, LayerCalled, Site, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report, at each batch size, the BN layer that gets the fewest values by it."""
    training = facts.Training(testimony)
    found: dict[Site, tuple[int, LayerCalled]] = {}
    for call in facts.normalised_by_batch(testimony):
        values = facts.values_per_channel(call)
        # All the data there is has the same statistics in each step.
        part = next((around.input.part for around in call.chain() if around.input.part is not None), None)
        if values is None or not 1 < values < testimony.min_values or not part or not training.trains(call):
            continue
        site = call.input.batch_site or call.root.input.batch_site or call.root.site
        if site not in found or values < found[site][0]:
            found[site] = values, call
    for site, (values, call) in found.items():
        yield Report(site, _message(call, values), ((call.layer.site, "BatchNormalization built here"),))


def _message(call: LayerCalled, values: int) -> Message:
    """Say how far the statistics of so few values miss those of the data."""
    remedy = "use a larger batch, or GroupNormalization"
    if call.input.per_replica is not None:
        remedy = "use a larger batch, or pass synchronized=True"
    noise = 1 / sqrt(values)
    reason = "a batch's mean misses that of the data by so much, and training shifts every example by it"
    momentum = _momentum(call.layer)
    if momentum is not None:
        left = noise * sqrt((1 - momentum) / (1 + momentum))
        reason += f"; the moving mean misses it by {left:.2g} at momentum {momentum:g}"
    return Message(
        f"{values} values per statistic: batch statistics are off by {noise:.2g} standard deviations", remedy, reason
    )


def _momentum(layer: Layer) -> float | None:
    """Return the momentum of a BN layer where it is known, and an average comes of it."""
    arg = layer.args.get("momentum")
    value = 0.99 if arg is None else arg.value if arg.known else None
    return float(value) if isinstance(value, (int, float)) and 0 <= value < 1 else None


RULE = Rule("BNL206", "few-values", "fewer than 8 values per statistic", check, opt_in=True)

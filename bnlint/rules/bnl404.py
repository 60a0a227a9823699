"""Dropout directly before BN (opt-in).

## What it does
Reports a Dropout (also `SpatialDropout` and `GaussianDropout`) whose output reaches BN through activations, pooling and
reshapes only, where BN is trained, or where nobody in the program runs it. A rate below 0.05 is too small to matter.
In graphs of TensorFlow 1 it reads `tf.layers.dropout`, `tf.nn.dropout` and those of contrib and slim, where they are at
work in training only.

## Why is this bad?
Dropout at rate p keeps the mean of what it gets, but adds `p / (1 - p)` times its mean square to the variance, in
training only. BN learns that variance and divides by it at inference, where it is not there: everything behind gets
signals that are too small. The larger the mean of a feature is beside its spread, the more so: behind a ReLU the
moving variance is about 2.6 times too large at p = 0.5, behind pooling over many values about 10 times.

## Example
```python
x = Dropout(0.5)(x)
x = BatchNormalization()(x)
```

## Use instead
```python
x = BatchNormalization()(x)
x = Dropout(0.5)(x)
```

A layer with weights between the two does not help much: it hands the larger variance on. Best is Dropout behind the
last BN.

## Symptoms
- Loss fine in training and bad in validation
- Output too small or too large at inference

## Fix safety
No fix: where Dropout belongs is a decision.

## References
- [Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift](https://arxiv.org/abs/1801.05134)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import GraphMinimized, Layer, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report Dropout layers whose output goes straight into BN."""
    ran: dict[int, bool] = {}
    for call in facts.leaves(testimony):
        if call.input.kind == "concrete":
            ran[id(call.layer)] = ran.get(id(call.layer), False) or call.mode == "training"
    reported: set[int] = set()
    for call in facts.calls(testimony):
        dropout = call.input.dropped
        if not call.layer.is_bn or dropout is None or not call.is_there() or id(dropout) in reported:
            continue
        if call.layer.opaque or not _drops(dropout) or call.site.path in testimony.sampled:
            continue
        trained = ran.get(id(call.layer))
        if trained is None:
            trained = facts.is_handed_on(call) and facts.learns(testimony, call.layer)
        if trained and call.mode != "inference":
            reported.add(id(dropout))
            yield Report(dropout.site, _message(dropout), ((call.site, "BatchNormalization follows here"),))
    if facts.reads_statistics(testimony):
        yield from _in_graph(testimony)


def _in_graph(testimony: Testimony) -> Iterator[Report]:
    """Report those of a graph of TF1 that is trained."""
    steps = [event for event in testimony.events if isinstance(event, GraphMinimized)]
    reported: set[int] = set()
    for event in facts.graph_normalizers(testimony):
        dropout = event.input.dropped
        if (
            dropout is None
            or not _drops(dropout)
            or event.trainable is False
            or id(dropout.site.node or dropout) in reported
        ):
            continue
        if not steps or any(step.made_of is None or event in step.made_of for step in steps):
            reported.add(id(dropout.site.node or dropout))
            yield Report(dropout.site, _message(dropout), ((event.site, "BatchNormalization follows here"),))


_LEAST = 0.05
"""The rate below which the variance grows by a few percent only."""


def _drops(dropout: Layer) -> bool:
    """Whether a layer drops enough to matter; a rate that is not known is none that is 0."""
    rate = dropout.args.get("rate")
    return rate is None or not rate.known or not isinstance(rate.value, (int, float)) or _LEAST <= rate.value < 1


def _message(dropout: Layer) -> Message:
    rate = dropout.args.get("rate")
    share = "p / (1 - p)"
    if rate is not None and rate.known and isinstance(rate.value, (int, float)):
        share = f"{rate.value / (1 - rate.value):.2g}"
    return Message(
        f"this {dropout.kind} spoils the moving variance of BatchNormalization",
        "put it behind BatchNormalization",
        "BatchNormalization learns a variance that inference does not have: in training "
        f"{share} times the mean square comes on top",
    )


RULE = Rule("BNL404", "dropout-before-bn", "Dropout directly before BN", check, opt_in=True)

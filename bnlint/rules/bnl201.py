"""A BN layer in training mode gets one value per channel.

## What it does
Reports a BN layer that is called in training mode on a single row, by the program or by a model that makes one row of
what it gets, and a BN layer at a 1x1 bottleneck of a model that is trained one image at a time. Where the rows are made
up for the call (`tf.zeros((1, 8))`) and only the shape of what comes out is looked at, nothing is lost.

## Why is this bad?
With one value per channel the batch's mean is that value and its variance is 0: the output is beta (zeros), whatever
the input, and the moving variance is driven to 0.

## Example
```python
y = bn(tf.constant([[0.3, -1.2, 4.0]]), training=True)
```

## Use instead
More rows per batch, or a normalisation that does not look across the batch (`LayerNormalization`).

## Symptoms
- Output is all zeros
- The loss does not fall

## Fix safety
No fix: a larger batch or another layer is a decision.

## References
- [Batch Normalization, section 3.1](https://arxiv.org/abs/1502.03167)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnlint.events import GraphNormalized, LayerCalled, Site, Testimony
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report single values per channel, except where the batch size of a model is to blame (BNL202)."""
    for call in facts.starved(testimony):
        if call.input.per_replica is not None:
            continue
        shape = call.input.shape or ()
        if facts.called_by_program(call) or (len(shape) == 2 and not _is_of_batch_size(call)):
            yield Report(facts.as_called(call).site, _message("this batch"))
        elif len(shape) > 2:
            related = ((call.input.batch_site, "the batch size"),) if call.input.batch_site is not None else ()
            yield Report(facts.as_called(call).site, _message("each 1x1 map of a single image"), related)
    yield from _in_graph(testimony)


def _is_of_batch_size(call: LayerCalled) -> bool:
    """Whether that is said of the batch size (BNL202)."""
    return facts.batch_is_given(call) and facts.virtual_batch(call.layer) is None


def _in_graph(testimony: Testimony) -> Iterator[Report]:
    """Report normalisations of TF1 that train on one value; where others at the same place get more, their caller."""
    fed = [e for e in facts.graph_normalizers(testimony) if (e.default_flag or e.flag.known) and "renorm" not in e.args]
    enough = [event for event in fed if _values(event) != 1]
    for event in fed:
        beside = [other for other in enough if other.site.node is event.site.node]
        place = _caller(event, beside) if beside else event.site
        if place is not None and _values(event) == 1:
            yield Report(place, _message("this batch"))


def _values(event: GraphNormalized) -> int | None:
    return facts.values_in(event.input, event.args.get("axis"))


def _caller(event: GraphNormalized, beside: Sequence[GraphNormalized]) -> Site | None:
    """Return the call that is to blame: that with the flag, or the one that a network makes on its way down."""
    if event.flag.given_at is not None:
        return event.flag.given_at
    of_one_network = any(other.made_by[-1:] == event.made_by[-1:] for other in beside)
    return next(iter(event.made_by), event.site) if of_one_network else None


def _message(what: str) -> Message:
    return Message(
        "one value per channel: in training BatchNormalization returns zeros",
        "use a larger batch or another normalisation",
        f"{what} holds one value per channel, which is its own mean: beta alone is left of any input, and the moving "
        "variance goes to 0",
    )


RULE = Rule("BNL201", "one-value-per-channel", "BN in training mode gets one value per channel", check)

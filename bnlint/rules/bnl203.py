"""A distribution strategy leaves one example per replica.

## What it does
Reports the batch size that leaves each replica of a `tf.distribute` strategy a single example, where BN is not
synchronised.

## Why is this bad?
The batch is split over the replicas and each normalises its own part: a global batch of 8 on 8 replicas is a batch of
one for every BN layer.

## Example
```python
global_batch = 1 * strategy.num_replicas_in_sync
```

## Use instead
```python
global_batch = 16 * strategy.num_replicas_in_sync
# or BatchNormalization(synchronized=True)
```

## Symptoms
- Output is all zeros
- Loss fine in training and bad in validation

## Fix safety
Unsafe: `synchronized=True` is passed to the layer, which costs communication between the replicas and needs
TensorFlow 2.12. A larger batch is the other way.

## References
- [Distributed training](https://www.tensorflow.org/guide/distributed_training)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report batches that leave a replica one value per channel."""
    for call in facts.starved(testimony):
        if call.input.per_replica == 1:
            yield Report(
                call.input.batch_site or call.root.site,
                Message(
                    "one example per replica: in training BatchNormalization returns zeros",
                    "pass synchronized=True, or use a larger batch",
                    "the strategy splits this batch, and BatchNormalization is not synchronized: each replica has one "
                    "value per channel",
                ),
                ((call.layer.site, "BatchNormalization built here"),),
                Remedy("unsafe", "pass synchronized=True", (PassArgument(call.layer.site, "synchronized", "True"),)),
            )


_STRATEGIES = "tf.distribute and its strategies are TensorFlow's"
RULE = Rule(
    "BNL203",
    "one-example-per-replica",
    "a strategy leaves one example per replica",
    check,
    not_on=(("jax", _STRATEGIES), ("torch", _STRATEGIES)),
)

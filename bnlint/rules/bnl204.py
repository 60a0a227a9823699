"""The last batch of an epoch holds one example (opt-in).

## What it does
Reports a batch size that leaves a remainder of one for a data set of known size, when a BN layer gets rank-2 input.

## Why is this bad?
Once per epoch BN sees a single row, returns zeros for it and moves its moving variance towards 0.

## Example
```python
model.fit(x, y, batch_size=32)  # 65 rows
```

## Use instead
```python
dataset.batch(32, drop_remainder=True)
```

## Symptoms
- Output is all zeros
- Validation jumps from epoch to epoch

## Fix safety
Unsafe: `drop_remainder=True` is passed where the data set is batched, so the examples of the last batch are left out
of each epoch. There is no fix for arrays that are handed to `fit`.

## References
- [tf.data.Dataset.batch](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#batch)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Fitted, Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.results.wording import plural
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report fits whose last batch holds one example."""
    for fitted in facts.fits(testimony):
        batch = fitted.batch_size.value if fitted.batch_size.known else None
        if not isinstance(batch, int) or not batch or fitted.size is None or fitted.drop_remainder is not False:
            continue
        if fitted.size % batch == 1 and _has_rank_2(testimony, fitted):
            leave = "leaves" if fitted.size == 1 else "leave"
            yield Report(
                fitted.batch_size.site or fitted.site,
                Message(
                    f"{plural(fitted.size, 'example')} in batches of {batch} {leave} a last batch of one",
                    "choose another size or drop the remainder",
                    "for a batch of one BatchNormalization returns zeros, and spoils its moving variance",
                ),
                remedy=_drop_remainder(fitted),
            )


def _drop_remainder(fitted: Fitted) -> Remedy | None:
    """Drop the remainder where a data set is batched; ``fit`` itself has no such argument."""
    site = fitted.batch_size.site
    if site is None:
        return None
    change = PassArgument(site, "drop_remainder", "True", of="batch")
    return Remedy("unsafe", "pass drop_remainder=True", (change,))


def _has_rank_2(testimony: Testimony, fitted: Fitted) -> bool:
    return any(
        call.root.layer is fitted.model
        and call.mode == "training"
        and len(call.input.shape or ()) == 2
        and facts.distributed(call) is None  # Keras 2 hands all steps of an example at once, Keras 3 is BNL205
        and facts.is_synchronized(call.layer) is False
        for call in facts.leaves(testimony)
    )


RULE = Rule("BNL204", "last-batch-of-one", "a known data set size leaves a last batch of one", check, opt_in=True)

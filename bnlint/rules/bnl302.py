"""Momentum 1: the moving statistics never move.

## What it does
Reports `momentum=1`, also where a finished layer is given it before it learns (`bn.momentum = 1.0`). Layers that a
program only loads weights into and asks for answers, training nothing, are left out, and so are those of a GAN's
discriminator that is in training mode whenever it runs.

## Why is this bad?
With momentum 1 nothing of the batch reaches the moving statistics: they stay at mean 0 and variance 1, and inference
does not normalise at all. As advice for a layer that "does nothing" it is void: in inference mode momentum has no
effect on the output.

## Example
```python
BatchNormalization(momentum=1.0)
```

## Use instead
```python
BatchNormalization(momentum=0.99)
```

## Symptoms
- Statistics still 0 and 1
- Loss fine in training and bad in validation
- Momentum has no effect

## Fix safety
Unsafe: momentum becomes Keras's default 0.99. The moving statistics change, and with them all results at inference.

## References
- `BatchNormalization.call` in keras/src/layers/normalization/batch_normalization.py
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.rules import arguments
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report momentum 1."""
    for number in arguments.numbers(testimony, "momentum"):
        value = number.value
        if value == 1:
            yield Report(
                number.site,
                number.message(
                    ": the moving statistics stay at 0 and 1",
                    number.usual,
                    "each step keeps all of mean 0 and variance 1; in inference mode momentum has no effect",
                ),
                remedy=number.set_to(0.99),
                cause=number.arg.decided_at,
            )


RULE = Rule("BNL302", "momentum-one", "momentum 1: the statistics never move", check)

"""Momentum 0 or small: the statistics of the last batch or two.

## What it does
Reports a momentum from 0 to 0.5: a constructor's, one that a finished layer is given (`bn.momentum = 0.1`), and that
of TensorFlow 1's functions (`decay` in contrib and slim, the same number). Of the numbers that a search over settings
tries (Optuna, KerasTuner) all must be so small. Layers that unit tests build are left out, so are those that a program
only loads weights into and asks for answers, training nothing, those of a GAN's discriminator that is in training mode
whenever it runs, and a 0 for the layers of one copy of a network that the program adapts to each batch by itself
(MAML).

## Why is this bad?
Keras keeps `momentum` of the old value per step; PyTorch's momentum is the share of the new one. PyTorch's 0.1 is
Keras's 0.9. With a small momentum inference normalises with the statistics of the last batch or two, whose noise is
`sqrt((1-m) / ((1+m) b))` standard deviations at batch size b.

## Example
```python
BatchNormalization(momentum=0.1)
```

## Use instead
```python
BatchNormalization(momentum=0.9)
```

## Symptoms
- Validation jumps from epoch to epoch
- Loss fine in training and bad in validation
- Momentum has no effect

## Fix safety
Unsafe: a momentum below 0.5 becomes one minus it (PyTorch's 0.1 becomes 0.9), 0 and 0.5 become Keras's default 0.99.
The moving statistics change, and with them all results at inference.

## References
- [torch.nn.BatchNorm2d, note on momentum](https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html)
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from bnlint.events import ABSENT, Layer, Testimony
from bnlint.rules import arguments, facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report momentum in [0, 0.5]."""
    numbers = [
        (number, _is_idle(testimony, number.layer))
        for number in arguments.numbers(testimony, "momentum", searched=True)
    ]
    for number, idle in sorted(numbers, key=itemgetter(1)):  # of several at one place the first is shown
        least, value = number.ends
        of_copy = value == 0 and number.layer is not None and _is_of_copy(testimony, number.layer)
        if not 0 <= least <= value <= 0.5 or of_copy:
            continue
        fix = number.usual
        if 0 < value < 0.5 and number.least is None:
            fix = f"set {number.name}={1 - value:g}, which is what PyTorch calls {value:g}"
        if idle:
            what, why = " has no effect: this layer only runs in inference mode here", _IDLE
        elif value == 0:
            what = ": the moving statistics are those of the last batch alone"
            why = "in inference mode momentum has no effect"
        else:
            what = f": each batch replaces {round(100 * (1 - value))} % of the statistics"
            why = "inference then normalises with the last batch or two"
        yield Report(
            number.site,
            number.message(what, fix, why),
            remedy=number.set_to(1 - value if 0 < value < 0.5 else 0.99),
            cause=number.arg.decided_at,
        )


def _is_of_copy(testimony: Testimony, layer: Layer) -> bool:
    """Whether a finished layer got its number in one copy of a network, and keeps that of its class in another.

    Such a copy is adapted to the batch at hand before it is asked (MAML). What Keras's loops train is none.
    """
    if layer.args["momentum"].origin != "assigned":
        return False
    others = (event.layer for event in facts.built(testimony) if event.site == layer.site)
    kept = any(other.args.get("momentum", ABSENT).origin != "assigned" for other in others)
    ran = [call for call in facts.calls(testimony) if call.layer is layer]
    return kept and bool(ran) and all(call.root.driver == "user" for call in ran)


_IDLE = "nothing updates the statistics there; in training mode they would follow the last batch or two"


def _is_idle(testimony: Testimony, layer: Layer | None) -> bool:
    """Whether a layer runs, and in inference mode only; a part of a class is there for others, too."""
    if layer is None:
        return False
    calls = [call for call in facts.calls(testimony) if call.layer is layer]
    if any(around.layer.call_site is not None for call in calls for around in call.chain()):
        return False
    return {call.mode for call in calls} == {"inference"}


RULE = Rule("BNL303", "momentum-small", "momentum 0 or small: statistics of the last batch or two", check)

"""Momentum so high that the known steps cannot move the statistics (opt-in).

## What it does
Multiplies out what the program says, `momentum ** (ceil(n / batch) * epochs)`, and reports a BN layer in whose moving
statistics more than 10 % of the initial values are left. Steps count where they are known: by `fit` and its kin, not in
a loop of unknown length, and not those of unit tests. Steps of a gradient tape are not counted.

It is off until enabled. In 327 public repositories it spoke up in six. In three it was unit tests or trials that
trained the model for a step or two, in one the number was wrong (both are left alone now), in one it was the default
of an option together with made-up data. One network did keep 45 % after its 80 steps. Who has so few steps, as a rule,
does not want the model's answers.

## Why is this bad?
After S steps a share of `momentum ** S` of the initial mean 0 and variance 1 is still there: 95 % after 5 steps at
0.99. Training looks fine, inference is wrong.

## Example
```python
BatchNormalization(momentum=0.99)  # 5 steps in all
```

## Use instead
```python
BatchNormalization(momentum=0.5)
```

## Symptoms
- Statistics still 0 and 1
- Loss fine in training and bad in validation

## Fix safety
Unsafe: momentum becomes the largest of 0.99, 0.95, 0.9, 0.8, 0.7 and 0.6 that leaves at most 10 % of the initial
statistics. There is no fix where even 0.6 leaves more.

## References
- Measured: 10 % are left after 22 steps at 0.9, 230 at 0.99, 2302 at 0.999.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Layer, Testimony
from bnlint.fixes.changes import Remedy
from bnlint.results.messages import Message
from bnlint.results.wording import plural
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report momentum that the known number of steps cannot overcome."""
    steps: dict[int, int | None] = {}
    for fitted in facts.fits(testimony):
        if facts.is_of_tests(fitted.site) or any(map(facts.is_test, fitted.scopes)):
            continue  # nobody wants an answer of that model
        known = fitted.steps * fitted.epochs if fitted.steps is not None and fitted.epochs is not None else None
        before = steps.get(id(fitted.model), 0)
        steps[id(fitted.model)] = None if known is None or before is None else before + known
    for call in facts.leaves(testimony):
        total = steps.get(id(call.root.layer))
        if any(c.layer.pretrained is not False for c in call.chain()) or call.layer.given:
            continue
        if not total or call.mode != "training" or call.root.driver != "fit":
            continue
        arg = call.layer.args.get("momentum")
        if call.layer.opaque and not call.layer.copied and arg is None:
            continue
        momentum = 0.99 if arg is None else arg.value if arg.known else None
        if isinstance(momentum, (int, float)) and 0.5 < momentum < 1 and not _forgets(momentum, total):
            yield Report(
                arg.site if arg is not None and arg.site is not None else call.layer.site,
                Message(
                    f"momentum {momentum:g} keeps {round(100 * momentum**total)} % of the initial moving statistics",
                    "lower the momentum or train longer",
                    f"so much of mean 0 and variance 1 is left after the {plural(total, 'training step')} "
                    "of this program",
                ),
                remedy=_lower(call.layer, total),
                cause=arg.decided_at if arg is not None else None,
            )


def _forgets(momentum: float, steps: int) -> bool:
    """Whether no more than a tenth of the initial statistics is left after these steps."""
    return momentum**steps <= 0.1


def _lower(layer: Layer, steps: int) -> Remedy | None:
    """Take the largest of the customary values that forgets the initial statistics in time."""
    if layer.opaque:
        return None
    enough = [momentum for momentum in (0.99, 0.95, 0.9, 0.8, 0.7, 0.6) if _forgets(momentum, steps)]
    return remedies.number(layer, "momentum", enough[0]) if enough else None


RULE = Rule(
    "BNL304",
    "momentum-too-high",
    "momentum too high for the steps that run",
    check,
    opt_in=True,
    yields_to=("BNL110",),  # a layer that is built anew gets few steps whatever its momentum
)

"""Momentum so high that the known steps cannot move the statistics (for short trials opt-in).

## What it does
Multiplies out what the program says, `momentum ** steps`, and reports a BN layer in whose moving statistics more than
half of the initial values are left, where all its steps are those of `fit`, five epochs or more, and the model is
evaluated, asked or saved afterwards, or validated meanwhile. Steps count where they are known:
`ceil(n / batch) * epochs`, times the rounds of loops around. A loop of unknown length, an option's default, a model
that somebody unknown is given, weights from elsewhere and unit tests silence it.

Where the rule is enabled, it reports each BN layer that keeps more than a tenth, steps of gradient tapes included.

Five epochs tell a training from a trial of the interface. In 370 public repositories that fit models with BN, the
rule spoke up in two where it was enabled, and in one by default. That is a collection of 169 programs of public bug
reports: with more than half left there are twelve, of which nine only try something out; by default it reports three.
One is about just this mistake (a training loss of 0.05, a validation loss of 5,000 on the same two images), one
evaluates after 50 steps (100 % right in training, 57 % in evaluation, in a program of that kind), and one does not look
at its numbers.

## Why is this bad?
After S steps a share of `momentum ** S` of the initial mean 0 and variance 1 is still there: 95 % after 5 steps at
0.99. Training looks fine, inference is wrong.

## Example
```python
BatchNormalization(momentum=0.99)
...
model.fit(x, y, batch_size=32, epochs=5)  # 40 rows: 10 steps in all
model.evaluate(x, y)
```

## Use instead
```python
BatchNormalization(momentum=0.7)
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

from bnlint.events import Arg, Fitted, Layer, LayerCalled, ModelSaved, Site, Testimony
from bnlint.fixes.changes import Remedy
from bnlint.libraries.keras_models import LOOPS
from bnlint.results.messages import Message
from bnlint.results.wording import plural
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report momentum that the known number of steps cannot overcome."""
    steps = _Steps(testimony)
    for layer, calls in steps.trained():
        around = [each.layer for call in calls for each in call.chain()]
        if any(each.pretrained is not False or each.handed for each in around) or layer.given:
            continue
        arg = layer.args.get("momentum")
        if layer.opaque and not layer.copied and arg is None:
            continue
        total = steps.of(layer, calls)
        momentum = 0.99 if arg is None else arg.value if arg.known else None
        if not total or not isinstance(momentum, (int, float)) or not 0.5 < momentum < 1 or _forgets(momentum, total):
            continue
        use = steps.use_after(layer, calls) if momentum**total > _MOST and steps.is_meant(calls) else None
        yield _report(layer, arg, momentum, total, use)


class _Steps:
    """How often the statistics of BN layers are moved, and what for."""

    def __init__(self, testimony: Testimony) -> None:
        self._testimony = testimony
        self._training = facts.Training(testimony)
        self._fits: dict[int, list[Fitted]] = {}
        for fitted in facts.fits(testimony):
            if not facts.is_of_tests(fitted.site) and not any(map(facts.is_test, fitted.scopes)):
                self._fits.setdefault(id(fitted.model), []).append(fitted)  # of a test nobody wants an answer

    def trained(self) -> Iterator[tuple[Layer, list[LayerCalled]]]:
        """Yield the BN layers that some step trains, each with its calls in training mode."""
        found: dict[int, list[LayerCalled]] = {}
        for call in facts.leaves(self._testimony):
            if call.mode == "training":
                found.setdefault(id(call.layer), []).append(call)
        for calls in found.values():
            if any(map(self._is_step, calls)):
                yield calls[0].layer, calls

    def _is_step(self, call: LayerCalled) -> bool:
        if call.root.driver == "user" and any(
            facts.is_test(scope) or facts.is_of_tests(scope.site) for scope in call.scopes
        ):
            return False
        return id(call.root.layer) in self._fits if call.root.driver == "fit" else self._training.trains(call)

    def of(self, layer: Layer, calls: list[LayerCalled]) -> int | None:
        """Return how often its calls in training mode move the statistics of a layer, or at most; None for unknown."""
        total = sum(call.times or 0 for call in calls if call.root.driver == "user")
        if any(call.times is None for call in calls if call.root.driver == "user"):
            return None
        for fitted in self._around(calls):
            if fitted.steps is None or fitted.epochs is None:
                return None
            total += fitted.steps * fitted.epochs
        return total

    def _around(self, calls: list[LayerCalled]) -> list[Fitted]:
        """Return the runs of Keras's loops that make some of these calls."""
        models = {id(call.root.layer): None for call in calls if call.root.driver == "fit"}
        return [fitted for model in models for fitted in self._fits.get(model, ())]

    def is_meant(self, calls: list[LayerCalled]) -> bool:
        """Whether all steps are those of fits of several epochs, as many as stand there: no trial of an interface."""
        fits = [fitted for fitted in self._around(calls) if fitted.steps]
        if self._testimony.restores or any(call.root.driver != "fit" for call in calls):
            return False
        if any(fitted.varies or fitted.method not in LOOPS or LOOPS[fitted.method].one_batch for fitted in fits):
            return False
        return sum(fitted.epochs or 0 for fitted in fits) >= _EPOCHS

    def use_after(self, layer: Layer, calls: list[LayerCalled]) -> Site | None:
        """Return where what was trained is asked in inference mode, or saved."""
        fits = {id(fitted) for fitted in self._around(calls)}
        fitted = False
        for event in self._testimony.events:
            fitted = fitted or id(event) in fits
            if fitted and isinstance(event, LayerCalled) and _asks(event, layer):
                return event.root.site
            if fitted and isinstance(event, ModelSaved) and facts.holds(event.model, layer):
                return event.site
        return None


def _asks(call: LayerCalled, layer: Layer) -> bool:
    return call.layer is layer and call.mode == "inference" and call.root.driver != "unknown"


_MOST = 0.5
"""With more of the initial statistics left than this, inference mode has hardly anything of the data."""
_EPOCHS = 5
"""Whoever only tries out whether a model runs trains it for fewer."""


def _report(layer: Layer, arg: Arg | None, momentum: float, total: int, use: Site | None) -> Report:
    return Report(
        arg.site if arg is not None and arg.site is not None else layer.site,
        Message(
            f"momentum {momentum:g} keeps {round(100 * momentum**total)} % of the initial moving statistics",
            "lower the momentum or train longer",
            f"so much of mean 0 and variance 1 is left after the {plural(total, 'training step')} of this program",
        ),
        () if use is None else ((use, "inference mode normalises with them"),),
        remedy=_lower(layer, total),
        cause=arg.decided_at if arg is not None else None,
        opt_in=use is None,
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
    opt_in_part="for fewer than five epochs, and where less than half is left",
    yields_to=("BNL110",),  # a layer that is built anew gets few steps whatever its momentum
)

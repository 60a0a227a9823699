"""BN is trained on batches of one kind each, and then used in inference mode (opt-in).

## What it does
Reports the second call, or `train_on_batch`, of a training step that runs a model with BN on two batches of different
kinds, one after the other, where the model is used in inference mode afterwards. Two batches are of different kinds
where

- one is data and the other what another network makes that learns in the same program: a discriminator's real and fake
  images,
- their targets say so: `train_on_batch` with all zeros, then with all ones,
- their names say so: `x_source` and `x_target`, `Xs` and `Xt`.

Where they are views of the same batch, or nothing is known of them, nothing is reported.

## Why is this bad?
In training mode each kind is normalised with its own mean and variance, which takes away just what tells the kinds
apart by their level. The moving statistics become a mixture that fits none of them, and inference mode normalises with
that mixture. In a small GAN the discriminator was right in 95 % of its training batches, and in inference mode in 56 %.
In a small domain adaptation the accuracy fell from 95 % to 48 %.

A discriminator that is frozen in a combined model (`discriminator.trainable = False`) runs in inference mode there: the
generator is trained against another one than that whose loss is shown. In a GAN of Keras 2, after 300 steps towards
data around (2, 0), the fakes lay around (2.5, 0.1) with mixed batches, and around (-26, 54) with separate ones. A
discriminator that never runs in inference mode is left alone, and so is one that does for a gradient penalty only.

## Example
```python
d_real = discriminator.train_on_batch(real, ones)
d_fake = discriminator.train_on_batch(generator.predict(noise), zeros)
score = discriminator.predict(images)
```

## Use instead
```python
images = np.concatenate([real, generator.predict(noise)])
d_loss = discriminator.train_on_batch(images, np.concatenate([ones, zeros]))
```
Or another normalisation than BN in the model, for which it makes no difference what else is in the batch.

## Symptoms
- Loss fine in training and bad in validation
- The two losses of a GAN contradict each other

## Fix safety
No fix: one batch of both kinds changes the loss that is shown, and the size of the batch.

## References
- [tensorflow issue 37673](https://github.com/tensorflow/tensorflow/issues/37673)
- [adapt issue 92](https://github.com/adapt-python/adapt/issues/92)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from bnlint.events import Fitted, GradientTaken, Layer, LayerCalled, Scope, Testimony
from bnlint.libraries.habits import DOMAINS
from bnlint.libraries.keras_models import LOOPS
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the second call of a step whose batch is of another kind than that of the first."""
    steps = _Steps(testimony)
    calls: dict[int, list[LayerCalled]] = {}
    for call in facts.leaves(testimony):
        calls.setdefault(id(call.layer), []).append(call)
    reported: set[int] = set()
    for own in calls.values():
        training = [(at, call) for at, call in enumerate(own) if steps.moves(call)]
        for (_, first), (at, second) in combinations(training, 2):
            use = next((call for call in own[at:] if steps.is_asked(call)), None)
            new = use is not None and id(second.root.layer) not in reported
            if new and use and steps.are_one(first, second) and steps.are_two_kinds(first, second):
                reported.add(id(second.root.layer))
                yield _report(first, second, use)


class _Steps:
    """Which calls belong to one training step, and what they are given."""

    def __init__(self, testimony: Testimony) -> None:
        fits = [fit for fit in facts.fits(testimony) if not fit.may]
        taken = [event for event in testimony.events if isinstance(event, GradientTaken)]
        learning = [fit.model for fit in fits]
        learning += [layer for event in taken if event.applied for layer in event.layers or ()]
        self._of_inputs = {id(event.tape) for event in taken if event.inputs and not event.layers}
        self._learning = {id(inner) for layer in learning for inner in layer.walk()}
        self._batch_by_batch = {facts.place(fit) for fit in fits if _takes_one_batch(fit)}
        self._labels = _labels(fit for fit in fits if _takes_one_batch(fit))
        self._training = facts.Training(testimony)

    def moves(self, call: LayerCalled) -> bool:
        """Whether a call of a BN layer moves its statistics by this batch alone, in a step that trains the layer."""
        if call.mode != "training" or call.trainable is not True or facts.is_synchronized(call.layer) is not False:
            return False
        return self._is_by_keras(call) or self._training.by_tape(call) is not None

    def is_asked(self, call: LayerCalled) -> bool:
        """Whether a call in inference mode is there for its answer, not for a penalty on its slope between kinds."""
        innermost = call.root.tapes[-1:]
        return call.mode == "inference" and not any(id(tape) in self._of_inputs for tape in innermost)

    def are_one(self, first: LayerCalled, second: LayerCalled) -> bool:
        """Whether two calls belong to one step: of a tape, of a function that is a step, or of a loop over batches."""
        if not facts.go_together(first.root.premises, second.root.premises):
            return False
        if self._is_by_keras(first) and self._is_by_keras(second):
            return first.root.trainer is second.root.trainer
        tape, other = self._training.by_tape(first), self._training.by_tape(second)
        if tape is None or other is None:
            return False
        return tape is other or _is_step(first.root.scopes[:1]) and first.root.scopes[:1] == second.root.scopes[:1]

    def are_two_kinds(self, first: LayerCalled, second: LayerCalled) -> bool:
        """Whether one gets what another network makes and the other data, or each what is of one class or domain."""
        if self._are_classes(first, second):
            return True
        kinds = {self._is_made(first), self._is_made(second)}
        return kinds == {True, False} or kinds == {False} and _are_domains(first.root, second.root)

    def _are_classes(self, first: LayerCalled, second: LayerCalled) -> bool:
        """Whether all targets of each batch are one number, and of the other batch another one."""
        labels = [self._labels.get(facts.place(call.root)) for call in (first, second)]
        return self._is_by_keras(first) and None not in labels and labels[0] != labels[1]

    def _is_by_keras(self, call: LayerCalled) -> bool:
        return call.root.driver == "fit" and facts.place(call.root) in self._batch_by_batch

    def _is_made(self, call: LayerCalled) -> bool | None:
        """Whether all examples are answers of other networks that learn, too; None for a mixture, and for others."""
        makers = call.root.input.makers
        if not makers:
            return False
        return True if all(maker is not None and self._is_rival(maker, call) for maker in makers) else None

    def _is_rival(self, maker: Layer, call: LayerCalled) -> bool:
        own = {id(layer) for layer in call.root.layer.walk()}
        parts = {id(layer) for layer in maker.walk()}
        return own.isdisjoint(parts) and not self._learning.isdisjoint(parts)


def _is_step(innermost: tuple[Scope, ...]) -> bool:
    """Whether a function is one training step, with a tape for each kind of batch."""
    return any(scope.tf_function or "step" in scope.name.lower() for scope in innermost)


def _takes_one_batch(fit: Fitted) -> bool:
    return fit.method in LOOPS and LOOPS[fit.method].one_batch


def _labels(fits: Iterable[Fitted]) -> dict[object, float | None]:
    """Return by place the number that all targets of a step are, None where they differ."""
    found: dict[object, float | None] = {}
    for fit in fits:
        known = found.setdefault(facts.place(fit), fit.label)
        if known != fit.label:
            found[facts.place(fit)] = None
    return found


def _are_domains(first: LayerCalled, second: LayerCalled) -> bool:
    """Whether the names of what two calls get are the same but for the domain."""
    if first.driver != "user" or second.driver != "user":
        return False
    one, other = set(first.words), set(second.words)
    return any(_differ_in_domain(a, b) for a in one - other for b in other - one)


def _differ_in_domain(one: str, other: str) -> bool:
    parts = zip(one.split("_"), other.split("_"), strict=False)
    different = [pair for pair in parts if pair[0] != pair[1]]
    if one.count("_") != other.count("_") or len(different) != 1:
        return False
    (a, b) = different[0]
    return (a, b) in DOMAINS or (b, a) in DOMAINS


def _report(first: LayerCalled, second: LayerCalled, use: LayerCalled) -> Report:
    related = [
        (first.root.site, "the batch of the other kind"),
        (use.root.site, "used in inference mode here"),
        (second.layer.site, "BatchNormalization built here"),
    ]
    apart = facts.place(first.root) != facts.place(second.root)
    return Report(
        second.root.site,
        Message(
            "this batch is of another kind than the one before: BN fits neither later",
            "train on one batch with the examples of both kinds",
            "in training mode each kind is normalised with its own mean and variance, in inference mode both with a "
            "mixture of them",
        ),
        tuple(related if apart else related[1:]),
    )


RULE = Rule("BNL117", "batches-of-one-kind", "BN trained on batches of one kind each", check, opt_in=True)

"""BN is trained on batches of one kind each, and then used in inference mode (opt-in)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bnlint.events import Fitted, GradientTaken, Layer, LayerCalled, Testimony
from bnlint.libraries.keras_models import LOOPS
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report the second call of a step whose batch is of another kind than that of the first."""
    steps = _Steps(testimony)
    used = {id(call.layer): (number, call) for number, call in _numbered(testimony) if call.mode == "inference"}
    trained: dict[int, list[tuple[int, LayerCalled]]] = {}
    for number, call in _numbered(testimony):
        if id(call.layer) in used and steps.moves(call):
            trained.setdefault(id(call.layer), []).append((number, call))
    reported: set[object] = set()
    for layer, calls in trained.items():
        last, use = used[layer]
        for (_, first), (number, second) in combinations(calls, 2):
            place = facts.place(second.root)
            if place in reported or number > last or not steps.are_one(first, second):
                continue
            if steps.are_two_kinds(first, second):
                reported.add(place)
                yield _report(first, second, use)


def _numbered(testimony: Testimony) -> Iterator[tuple[int, LayerCalled]]:
    """Yield the calls of BN layers that are there for certain, each with its place in the order."""
    for number, call in enumerate(facts.leaves(testimony)):
        yield number, call


class _Steps:
    """Which calls belong to one training step, and what they are given."""

    def __init__(self, testimony: Testimony) -> None:
        fits = list(facts.fits(testimony))
        self._training = facts.Training(testimony)
        self._single = {facts.place(fit) for fit in fits if LOOPS[fit.method].one_batch}
        gradients = (event for event in testimony.events if isinstance(event, GradientTaken) and event.applied)
        learning = [*(fit.model for fit in fits if not fit.may), *(each for e in gradients for each in e.layers or ())]
        self._learning = {id(inner) for layer in learning for inner in layer.walk()}

    def moves(self, call: LayerCalled) -> bool:
        """Whether a call of a BN layer moves the statistics by its own batch, in a step that trains the layer."""
        if call.mode != "training" or call.trainable is not True or facts.is_synchronized(call.layer) is not False:
            return False
        return self._is_single(call) or self._training.by_tape(call) is not None

    def are_one(self, first: LayerCalled, second: LayerCalled) -> bool:
        """Whether two calls belong to one step: of a tape, or of a loop that trains a model batch by batch."""
        if not facts.go_together(first.root.premises, second.root.premises):
            return False
        if self._is_single(first) and self._is_single(second):
            return first.root.trainer is second.root.trainer
        tape = self._training.by_tape(first)
        return tape is not None and tape is self._training.by_tape(second)

    def are_two_kinds(self, first: LayerCalled, second: LayerCalled) -> bool:
        """Whether one call gets what another network makes, and the other one what none does."""
        return self._is_made(first) and _is_data(second) or self._is_made(second) and _is_data(first)

    def _is_single(self, call: LayerCalled) -> bool:
        return call.root.driver == "fit" and facts.place(call.root) in self._single

    def _is_made(self, call: LayerCalled) -> bool:
        """Whether all examples are answers of another network that learns, too."""
        makers = call.root.input.makers
        return bool(makers) and all(maker is not None and self._is_rival(maker, call) for maker in makers)

    def _is_rival(self, maker: Layer, call: LayerCalled) -> bool:
        own = {id(layer) for layer in call.root.layer.walk()}
        parts = [id(layer) for layer in maker.walk()]
        return own.isdisjoint(parts) and not self._learning.isdisjoint(parts)


def _is_data(call: LayerCalled) -> bool:
    return not call.root.input.makers


def _report(first: LayerCalled, second: LayerCalled, use: LayerCalled) -> Report:
    related = [(first.root.site, "the batch of the other kind")]
    if facts.place(first.root) == facts.place(second.root):
        related = []
    return Report(
        second.root.site,
        Message(
            "trained on batches of one kind each, BatchNormalization fits neither later",
            "give the model one batch with the examples of both kinds",
            "each kind is normalised with its own mean and variance in training, in inference mode with a mixture",
        ),
        (*related, (second.layer.site, "BatchNormalization built here"), (use.root.site, "inference mode here")),
    )


RULE = Rule("BNL117", "batches-of-one-kind", "BN trained on batches of one kind each", check, opt_in=True)

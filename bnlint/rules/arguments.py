"""Reading the constructor's arguments of BN layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bnlint.events import Arg, Fitted, GradientTaken, GraphMinimized, Layer, LayerCalled, Site, Testimony
from bnlint.fixes.changes import Remedy
from bnlint.results.messages import Message, fitting
from bnlint.rules import facts, judges, remedies


class Number(NamedTuple):
    """A number that a BN layer is given.

    Args:
        name: the argument.
        arg: what is known of it.
        value: the number.
        made_at: where the layer is made.
        layer: the layer, None for a function of TensorFlow 1.
        side: a branch decides whether it is this number or another one.
        least: it is the largest that a search tries, and this the smallest.
    """

    name: str
    arg: Arg
    value: float
    made_at: Site
    layer: Layer | None = None
    side: bool = False
    least: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest number that it may be."""
        return (self.value if self.least is None else self.least), self.value

    @property
    def site(self) -> Site:
        """Where it is written, or else where the layer is made."""
        return self.arg.site or self.made_at

    def message(self, what: str, remedy: str, reason: str = "") -> Message:
        """Say something of it, and where it comes from.

        Args:
            what: what goes wrong, behind the name and the number.
            remedy: what to do.
            reason: why that is so.
        """
        origin = "one branch's value" if self.side else facts.soft(self.arg)
        origin = origin if self.least is None else "the largest that is tried"
        headline = fitting(f"{self.name} {self.value:g}", f" ({origin})" if origin else "", what)
        if origin and origin not in headline:
            reason = "; ".join(filter(None, (reason, f"{self.value:g} is {origin}")))
        return Message(headline, remedy, reason)

    @property
    def usual(self) -> str:
        """What to do to get the default back, or numbers of its size."""
        if self.least is not None:
            return f"search {self.name} between 0.9 and 0.999"
        return "set decay=0.999, its default" if self.name == _DECAY else f"set {self.name}=0.99, Keras's default"

    def set_to(self, value: float) -> Remedy | None:
        """Write another number in its place."""
        is_one = not self.side and self.least is None
        return remedies.number(self.layer, self.name, value) if self.layer is not None and is_one else None


def numbers(testimony: Testimony, name: str, anywhere: bool = False, searched: bool = False) -> Iterator[Number]:
    """Yield this argument of the BN layers that learn, where it is a known number.

    Args:
        testimony: what the interpreter says.
        name: of the argument.
        anywhere: yield the momentum of layers, too, that a program only fills with weights and asks, or only trains
            for the sake of others.
        searched: yield the largest number of a search, too: whoever asks looks at both ``ends``.
    """
    is_read = name == "momentum" and not anywhere
    filled = _only_answering(testimony) if is_read else frozenset()
    judging = judges.judging(testimony) if is_read else frozenset()
    for layer in _layers(testimony):
        if layer.site in filled or id(layer) in judging:
            continue  # nobody reads what momentum makes of the statistics
        arg = layer.args.get(name)
        if arg is not None and arg.origin != "assigned" and _may_be_assigned(testimony, layer, name):
            continue
        if name in layer.renumbered and not _is_trained(testimony, layer):
            continue  # what is trained is the copy
        chosen = arg is not None and not (layer.opaque and arg.origin != "assigned")
        if arg is not None and chosen and not _frozen_at_birth(layer):
            yield from (Number(name, one, value, layer.site, layer, one is not arg) for one, value in _values(arg))
            if searched and arg.ends is not None:
                yield Number(name, arg, arg.ends[1], layer.site, layer, least=arg.ends[0])
    if name == "momentum" and not facts.reads_statistics(testimony):
        return
    steps = [event for event in testimony.events if isinstance(event, GraphMinimized)]
    still = bool(steps) and all(step.updates_run is False for step in steps)
    for event in facts.graph_normalizers(testimony):
        if name == "momentum" and still and event.in_place is False:
            continue  # no train op moves the statistics (BNL112), and none asks what share of them stays
        if is_read and facts.judges(event) and facts.graph_flag(event) is True:
            continue  # nobody reads them
        arg = event.args.get(name)
        if arg is not None and event.trainable is not False:
            called = _DECAY if event.default_flag and name == "momentum" else name
            yield from (Number(called, one, value, event.site, None, one is not arg) for one, value in _values(arg))


def _may_be_assigned(testimony: Testimony, layer: Layer, name: str) -> bool:
    """Whether a walk over finished layers may give one this number, though nobody sees it come by."""
    if name in testimony.numbered_unknown:
        return True
    return name in testimony.numbered and all(call.root.alone for call in facts.calls(testimony) if call.layer is layer)


def _is_trained(testimony: Testimony, layer: Layer) -> bool:
    return any(call.layer is layer and call.mode == "training" for call in facts.calls(testimony))


_DECAY = "decay"
"""How contrib and slim call the momentum."""


def _values(arg: Arg) -> Iterator[tuple[Arg, float]]:
    """Yield the known numbers that an argument may be."""
    for one in (arg, *arg.sides):
        value = _number(one)
        if value is not None:
            yield one, value


def _number(arg: Arg) -> float | None:
    """Return the value of an argument that is a known number."""
    if not arg.known or isinstance(arg.value, bool) or not isinstance(arg.value, (int, float)):
        return None
    return float(arg.value)


def _layers(testimony: Testimony) -> Iterator[Layer]:
    """Yield the BN layers that are built, and those inside a library's network that the program changes.

    What a unit test builds is made of dummies: it looks at shapes, or at what such a value does.
    """
    yield from (event.layer for event in facts.built(testimony) if not any(map(facts.is_test, event.scopes)))
    opaque = {id(call.layer): call.layer for call in facts.leaves(testimony) if call.layer.opaque}
    yield from opaque.values()


def _only_answering(testimony: Testimony) -> frozenset[Site]:
    """Return where BN layers are built that a program fills with weights and only asks for answers.

    That is so where the whole program trains nothing, and nobody unknown, who may do so, gets one of them.
    """
    if any(isinstance(event, (Fitted, GradientTaken, GraphMinimized)) for event in testimony.events):
        return frozenset()
    asked: dict[int, list[LayerCalled]] = {}
    for call in facts.calls(testimony):
        if call.layer.is_bn and (call.mode is not None or call.input.kind != "symbolic"):
            asked.setdefault(id(call.layer), []).append(call)
    layers = [event.layer for event in facts.built(testimony)]
    filled = {layer.site for layer in layers if any(map(_is_answer, asked.get(id(layer), ()))) and _is_filled(layer)}
    idle = {id(layer) for layer in layers if all(map(_is_answer, asked.get(id(layer), (None,))))}
    return frozenset(filled - {layer.site for layer in layers if id(layer) not in idle or layer.handed})


def _is_answer(call: LayerCalled | None) -> bool:
    """Whether a program in sight runs a layer in inference mode."""
    return call is not None and call.mode == "inference" and not call.root.alone and call.root.driver != "unknown"


def _is_filled(layer: Layer) -> bool:
    """Whether a layer gets its statistics from elsewhere, not from an earlier run of the same program."""
    return (layer.given or layer.pretrained is True) and not layer.resumed


def _frozen_at_birth(layer: Layer) -> bool:
    trainable = layer.args.get("trainable")
    return trainable is not None and trainable.known and not trainable.value

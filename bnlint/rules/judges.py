"""Networks that only judge what others make, while those are trained: nobody reads their moving statistics."""

from __future__ import annotations

from bnlint.events import GradientTaken, Layer, LayerCalled, Testimony
from bnlint.rules import facts


def judging(testimony: Testimony) -> frozenset[int]:
    """Return, by ``id``, the BN layers that are in training mode wherever they run, and only run in training steps.

    They are of a critic, which is there for the sake of others: a tape records what it says, the gradient goes to
    another network, and it judges in more than one place, the real ones and those that are made. A network that is
    trained for its own sake is asked sometime, if not by the program in sight.
    """
    ran: dict[int, list[LayerCalled]] = {}
    for call in facts.calls(testimony):
        if call.layer.is_bn and call.input.kind != "symbolic":
            ran.setdefault(id(call.layer), []).append(call)
    taken = [event for event in testimony.events if isinstance(event, GradientTaken) and event.applied and event.layers]
    found = {layer: found for layer, found in ran.items() if _only_trains(found)} if taken else {}
    return frozenset(layer for layer, found in found.items() if _is_critic(found, taken))


def _only_trains(ran: list[LayerCalled]) -> bool:
    """Whether all calls of a layer are known, and in training mode under a tape."""
    return not ran[0].layer.handed and all(
        call.mode == "training" and call.tapes and not call.root.alone and call.root.driver in ("user", "fit")
        for call in ran
    )


def _is_critic(ran: list[LayerCalled], taken: list[GradientTaken]) -> bool:
    around = {id(tape) for call in ran for tape in call.tapes}
    for_others = any(id(event.tape) in around and not _trains(event, ran[0].layer) for event in taken)
    return for_others and len({id(call.root.site.node) for call in ran}) > 1


def _trains(event: GradientTaken, layer: Layer) -> bool:
    return any(facts.holds(trained, layer) for trained in event.layers or ())

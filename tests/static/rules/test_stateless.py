"""What the rule about stateless calls leaves alone, one reason at a time: each reason is enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import Event, GradientTaken, Layer, LayerCalled, ModelSaved, Predicted, StateReturned, Tape
from tests.static.rules.events import arg, bn, called, layer, model, places, reports, site, within


def step(net: Layer, **fate: Any) -> list[Event]:
    """Return a training step whose stateless call returned statistics, which fared so."""
    tape = Tape(site())
    outer = called(net, flag=arg(True), tapes=(tape,), stateless=True)
    outer, inner = within(outer, "training", "flag", decided_by=outer, stateless=True)
    return [outer, inner, StateReturned(outer, **fate), GradientTaken(site(), tape, (net,))]


def lost(net: Layer | None = None) -> list[Event]:
    return step(net or model(), dropped=site())


def carried(net: Layer, **fate: Any) -> list[Event]:
    return step(net, carried=True, **fate)


def lines(events: list[Event]) -> list[int]:
    return places(reports("BNL114", *events))


def test_what_nobody_reads_is_lost() -> None:
    events = lost()
    assert lines(events) == [events[2].site.line]


def test_a_layer_by_itself_is_called_so_too() -> None:
    norm, tape = bn(), Tape(site())
    call = called(norm, mode="training", reason="flag", tapes=(tape,), stateless=True)
    events: list[Event] = [call, StateReturned(call, dropped=site()), GradientTaken(site(), tape, (norm,))]
    assert lines(events) == [call.site.line]


@pytest.mark.parametrize("how", ["predicted", "called"])
def test_a_model_that_is_used_needs_what_went_from_step_to_step(how: str) -> None:
    net = model()
    outer = called(net)
    use: list[Event] = [Predicted(site(), net)] if how == "predicted" else [*within(outer, "inference", "nothing")]
    events = carried(net)
    assert lines([*events, *use]) == [events[2].site.line]


@pytest.mark.parametrize("fate", ["written", "escaped"])
def test_statistics_that_go_on_are_kept(fate: str) -> None:
    net = model()
    assert not lines([*carried(net, **{fate: True}), Predicted(site(), net)])


def test_a_model_that_is_never_used_itself_needs_none() -> None:
    assert not lines(carried(model()))


def test_use_before_the_step_is_no_use_of_what_it_made() -> None:
    net = model()
    assert not lines([Predicted(site(), net), *carried(net)])


def test_the_use_of_another_model_says_nothing() -> None:
    assert not lines([*carried(model()), Predicted(site(), model())])


@pytest.mark.parametrize("change", [{"tapes": (Tape(site()),)}, {"reason": "frozen"}, {"stateless": True}])
def test_a_call_that_does_not_ask_the_model_itself_is_no_use(change: dict[str, Any]) -> None:
    net = model()
    outer, inner = within(called(net), "inference", "nothing")
    assert not lines([*carried(net), outer, replace(inner, **change)])


def test_a_critic_may_drop_what_the_step_of_the_model_itself_keeps() -> None:
    net = model()
    assert not lines([*lost(net), *carried(net)])


def test_inference_makes_no_statistics() -> None:
    events = lost()
    inner = events[1]
    assert isinstance(inner, LayerCalled)
    inner.mode = "inference"
    assert not lines(events)


def test_without_a_gradient_nothing_is_trained() -> None:
    assert not lines(lost()[:-1])


def test_statistics_that_are_given_by_hand_are_meant() -> None:
    net = layer("Sequential", replace(bn(), given=True))
    assert not lines(lost(net))


def test_what_nobody_calls_writes_too_late() -> None:
    net = model()
    events = carried(net, written=True)
    returned = events[2]
    assert isinstance(returned, StateReturned)
    events.append(Predicted(site(), net))
    returned.kept_until = len(events)
    assert lines(events) == [returned.site.line]
    returned.kept_until -= 1
    assert not lines(events)


@pytest.mark.parametrize("inside", [False, True])
def test_a_model_that_is_saved_needs_them(inside: bool) -> None:
    net = model()
    events = carried(net)
    whole = layer("Sequential", net) if inside else net
    assert lines([*events, ModelSaved(site(), whole)]) == [events[2].site.line]
    assert not lines([*carried(net), ModelSaved(site(), model())])


@pytest.mark.parametrize("own", [False, True])
def test_a_stateless_answer_with_the_statistics_of_the_layers(own: bool) -> None:
    net = model()
    events = carried(net)
    outer, inner = within(called(net, stateless=True), "inference", "nothing", stateless=True)
    assert len(lines([*events, outer, inner, StateReturned(outer, own=own)])) == own


def test_a_step_that_drops_what_another_one_carries() -> None:
    net = model()
    assert not lines([*carried(net), *lost(net)])

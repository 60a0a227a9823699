"""When a layer that is frozen has learnt nothing, and one reason at a time why it may have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import Event, Fitted, GradientTaken, Layer, LayerCalled, Tape, Tensor, TrainableSet
from tests.static.rules.events import arg, bn, called, layer, model, places, reports, site, unknown, within

FROZEN: dict[str, Any] = {"mode": "inference", "reason": "frozen", "trainable": False}


def frozen() -> Layer:
    return bn(trainable=arg(False))


def fit(net: Layer, **inner: Any) -> list[Event]:
    outer = called(net, driver="fit")
    inside = next(part for part in net.walk() if part.is_bn)
    call = called(inside, outer=outer, driver="fit", **{**FROZEN, **inner})
    return [Fitted(site(), net), outer, call]


def lines(*events: Event, **more: Any) -> list[int]:
    return places(reports("BNL118", *events, **more))


def line_of(norm: Layer) -> list[int]:
    place = norm.args["trainable"].site
    return [0 if place is None else place.line]


def test_a_layer_that_is_built_frozen_learns_nothing() -> None:
    norm = frozen()
    assert lines(*fit(model(norm))) == line_of(norm)


def test_a_default_of_the_programs_own_is_reported_where_the_layer_is_built() -> None:
    norm = bn(trainable=replace(arg(False), site=None))
    assert lines(*fit(model(norm))) == [norm.site.line]


def test_a_step_of_the_programs_own_trains_what_is_around_it() -> None:
    norm, tape = frozen(), Tape(site())
    outer, inner = within(called(model(norm), tapes=(tape,)), "inference", "frozen", trainable=False)
    taken = GradientTaken(site(), tape, (outer.layer,))
    assert lines(outer, inner, taken) == line_of(norm)
    assert not lines(outer, inner)


def test_a_layer_alone_in_a_step_has_nothing_around_it() -> None:
    norm, tape = frozen(), Tape(site())
    call = called(norm, tapes=(tape,), **FROZEN)
    assert not lines(call, GradientTaken(site(), tape, (norm,)))


def test_a_layer_that_is_frozen_before_its_first_use_learns_nothing() -> None:
    norm = bn()
    switch = TrainableSet(site(), norm, False)
    assert lines(switch, *fit(model(norm))) == [switch.site.line]


@pytest.mark.parametrize("change", [{"value": True}, {"value": None}, {"certain": False}])
def test_a_switch_that_may_thaw_it_is_believed(change: dict[str, Any]) -> None:
    norm = frozen()
    switch = TrainableSet(site(), norm, False)
    assert not lines(replace(switch, **change), *fit(model(norm)))


def test_what_freezes_other_layers_too_means_a_part_of_the_model() -> None:
    norm, dense = bn(), layer("Dense")
    both = TrainableSet(site(), norm, False)
    assert not lines(both, TrainableSet(both.site, dense, False), *fit(model(norm)))
    assert lines(both, TrainableSet(site(), dense, False), *fit(model(norm)))


def test_a_model_that_is_frozen_as_a_whole_is_meant_so() -> None:
    norm = bn()
    net = model(norm)
    assert not lines(TrainableSet(site(), net, False), *fit(net))


def test_a_layer_that_is_not_frozen_by_the_program_is_left_alone() -> None:
    assert not lines(*fit(model(bn())))
    assert not lines(*fit(model(bn(trainable=unknown()))))


@pytest.mark.parametrize("change", [{"mode": "training"}, {"mode": None}, {"trainable": None}, {"trainable": True}])
def test_a_layer_that_may_run_in_training_mode_learns(change: dict[str, Any]) -> None:
    norm = frozen()
    net = model(norm)
    assert not lines(*fit(net), *fit(net, **change)[1:])


def test_a_symbolic_call_says_nothing_of_the_mode() -> None:
    norm = frozen()
    graph = called(norm, mode=None, input=Tensor("symbolic"))
    assert lines(graph, *fit(model(norm))) == line_of(norm)


@pytest.mark.parametrize(
    "change", [{"pretrained": True}, {"pretrained": None}, {"given": True}, {"handed": True}, {"opaque": True}]
)
def test_weights_may_come_from_elsewhere(change: dict[str, Any]) -> None:
    assert not lines(*fit(model(replace(frozen(), **change))))


def test_weights_may_come_into_the_model_around() -> None:
    net = model(frozen())
    net.handed = True
    assert not lines(*fit(net))


def test_a_program_that_restores_anything_may_restore_it() -> None:
    events = fit(model(frozen()))
    assert lines(*events)
    assert not lines(*events, restores=True)
    assert not lines(*events, graph_mode=True, dialect=2)


def test_a_fit_that_nobody_is_seen_to_make_says_nothing() -> None:
    events = fit(model(frozen()))
    assert isinstance(events[0], Fitted)
    events[0].may = True
    assert not lines(*events)
    assert not lines(*events[1:])


@pytest.mark.parametrize("change", [{"trainable": False}, {"trainable": None}, {"certain": False}])
def test_a_part_that_may_be_frozen_or_missing_is_left_alone(change: dict[str, Any]) -> None:
    events = fit(model(frozen()))
    outer = events[1]
    assert isinstance(outer, LayerCalled)
    for name, value in change.items():
        setattr(outer, name, value)
    assert not lines(*events)

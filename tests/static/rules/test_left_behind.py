"""What the rule about statistics that are left behind leaves alone, one reason at a time: each reason is enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import (
    Event,
    GraphCopied,
    GraphFetched,
    GraphMinimized,
    GraphNormalized,
    GraphRestored,
    GraphSaved,
    Layer,
    LayerCalled,
    Mode,
    Predicted,
    Tensor,
    WeightsCopied,
)
from tests.static.rules.events import arg, bn, called, layer, model, places, reports, scope, site, unknown, within


def use(net: Layer, mode: Mode, **more: Any) -> list[Event]:
    return [*within(called(net, **more), mode, "flag")]


def copied(source: Layer, target: Layer, **more: Any) -> WeightsCopied:
    return WeightsCopied(site(), (source,), target, **more)


def left(source: Layer, target: Layer) -> list[Event]:
    return [*use(source, "training"), copied(source, target), *use(target, "inference")]


def lines(events: list[Event]) -> list[int]:
    return places(reports("BNL116", *events))


def test_a_model_that_infers_with_the_weights_of_a_trained_one_lacks_its_statistics() -> None:
    events = left(model(), model())
    assert lines(events) == [events[2].site.line]


def test_a_place_is_reported_once() -> None:
    source, target = model(), model()
    events = left(source, target)
    assert lines([*events[:3], *events[2:]]) == [events[2].site.line]


def test_without_bn_there_are_no_statistics() -> None:
    source, target = model(), layer("Sequential", layer("Dense"))
    assert not lines([*use(source, "training"), copied(source, target), called(target), Predicted(site(), target)])


def test_a_source_that_is_not_trained_yet_has_learnt_none() -> None:
    source, target = model(), model()
    before, after = use(source, "training"), use(target, "inference")
    assert not lines([copied(source, target), *before, *after])
    assert lines([copied(source, target, again=True), *before, *after])


@pytest.mark.parametrize("change", [{"stateless": True}, {"certain": False}])
def test_a_source_that_may_not_be_trained_has_learnt_none(change: dict[str, Any]) -> None:
    source, target = model(), model()
    outer, inner = within(called(source), "training", "flag")
    events: list[Event] = [outer, replace(inner, **change), copied(source, target), *use(target, "inference")]
    assert not lines(events)


def test_a_source_that_only_infers_has_learnt_none() -> None:
    source, target = model(), model()
    assert not lines([*use(source, "inference"), copied(source, target), *use(target, "inference")])


@pytest.mark.parametrize("mode", ["training", None])
def test_a_target_that_may_learn_statistics_of_its_own_lacks_none(mode: Mode) -> None:
    source, target = model(), model()
    assert not lines([*left(source, target), *use(target, mode)])


def test_a_target_that_is_not_used_needs_none() -> None:
    assert not lines(left(model(), model())[:3])


def test_a_target_of_which_nobody_knows_how_it_is_called_is_left_alone() -> None:
    source, target = model(), model()
    events = [*left(source, target)[:3], *use(target, "inference", driver="unknown")]
    assert not lines([*events[:2], copied(source, target), *events[3:]])


def test_statistics_that_are_given_by_hand_are_there() -> None:
    norm = bn()
    norm.given = True
    assert not lines(left(model(), layer("Sequential", norm)))


@pytest.mark.parametrize("pretrained", [True, None])
def test_a_target_whose_weights_were_loaded_has_statistics(pretrained: bool | None) -> None:
    target = model()
    target.pretrained = pretrained
    assert not lines(left(model(), target))


# -- checkpoints ----------------------------------------------------------------------------------------------------


def put_back(net: Layer, since: int = 0, *, before: Mode = "training", after: Mode = "inference") -> list[Event]:
    return [*use(net, before), copied(net, net, since=since), *use(net, after)]


def test_a_model_that_gets_its_earlier_weights_back_has_the_statistics_of_later_ones() -> None:
    events = put_back(model())
    assert lines(events) == [events[2].site.line]


def test_weights_that_were_kept_after_the_training_go_with_the_statistics() -> None:
    assert not lines(put_back(model(), since=2))


def test_nothing_has_moved_the_statistics_since_then() -> None:
    assert not lines(put_back(model(), before="inference"))


def test_a_model_that_is_trained_before_it_infers_moves_them_again() -> None:
    net = model()
    assert not lines([*put_back(net, after="training"), *use(net, "inference")])
    assert not lines(put_back(net)[:3]), "nobody asks it"


def test_nobody_knows_how_a_model_with_its_earlier_weights_is_called() -> None:
    assert not lines([*put_back(net := model())[:3], *use(net, "inference", driver="unknown")])


@pytest.mark.parametrize("change", [{"given": True}, {"given_back": True}])
def test_statistics_may_be_put_back_beside_the_weights(change: dict[str, Any]) -> None:
    assert not lines(put_back(layer("Sequential", replace(bn(), **change))))


def test_a_checkpoint_of_trainable_variables_lacks_the_statistics() -> None:
    net = model()
    events: list[Event] = [*use(net, "training"), WeightsCopied(site(), (net,)), *use(net, "inference")]
    assert lines(events) == [events[2].site.line]


@pytest.mark.parametrize("missing", [slice(0, 2), slice(3, 5)])
def test_a_checkpoint_of_what_is_not_trained_or_never_infers_lacks_nothing(missing: slice) -> None:
    net = model()
    events: list[Event] = [*use(net, "training"), WeightsCopied(site(), (net,)), *use(net, "inference")]
    del events[missing]
    assert not lines(events)


def test_a_checkpoint_of_a_model_without_bn_lacks_nothing() -> None:
    dense = layer("Sequential", layer("Dense"))
    call = LayerCalled(site(), dense)
    assert not lines([call, WeightsCopied(site(), (dense,)), Predicted(site(), dense)])


# -- savers of TF1 --------------------------------------------------------------------------------------------------

API = "tf1.layers.batch_normalization"


def graph(**norm: Any) -> list[Event]:
    norm.setdefault("flag", unknown())
    return [GraphNormalized(site(), API, **norm), GraphMinimized(site(), updates_run=True)]


def saved(*events: Event) -> list[int]:
    return places(reports("BNL116", *events, dialect=2))


def test_a_saver_of_trainable_variables_lacks_the_statistics() -> None:
    once = GraphSaved(site(), True)
    assert saved(*graph(), once, once) == [once.site.line]
    other = GraphSaved(site(), True)
    assert saved(*graph(), once, other) == [once.site.line, other.site.line]


@pytest.mark.parametrize("other", [False, None])
def test_a_saver_of_all_has_them_too(other: bool | None) -> None:
    assert not saved(*graph(), GraphSaved(site(), True), GraphSaved(site(), other))


def test_without_a_train_op_there_are_none() -> None:
    assert not saved(graph()[0], GraphSaved(site(), True))


def test_without_a_normalisation_there_are_none() -> None:
    assert not saved(graph()[1], GraphSaved(site(), True))


@pytest.mark.parametrize("collected", [True, None])
def test_variables_may_be_in_other_collections(collected: bool | None) -> None:
    assert not saved(*graph(collected=collected), GraphSaved(site(), True))
    assert not saved(*graph(), *graph(collected=collected), GraphSaved(site(), True))


@pytest.mark.parametrize("norm", [{"flag": arg(True)}, {"flag": arg(True, "argument")}])
def test_a_graph_that_never_infers_needs_none(norm: dict[str, Any]) -> None:
    assert not saved(*graph(**norm), GraphSaved(site(), True))


def test_a_graph_that_is_in_training_mode_by_default_needs_none() -> None:
    norm = GraphNormalized(site(), "slim.batch_norm", default_flag=True)
    assert not saved(norm, graph()[1], GraphSaved(site(), True))


def test_a_graph_of_a_unit_test_needs_none() -> None:
    assert not saved(*graph(scopes=(scope("test_saver"),)), GraphSaved(site(), True))


def asked(fed: frozenset[tuple[int, str]] = frozenset(), **norm: Any) -> list[Event]:
    """Return a graph that is asked, with what a saver for trainable variables gave it."""
    added = graph(**norm)[0]
    fetched = GraphFetched(site(), (Tensor(made_of=frozenset((added,))),), fed=fed)
    return [added, GraphRestored(site(), True), fetched]


def test_what_a_saver_of_trainable_variables_restores_lacks_the_statistics() -> None:
    events = asked()
    assert saved(*events) == [events[1].site.line]
    assert saved(*asked(flag=arg(False)))


@pytest.mark.parametrize("other", [False, None])
def test_another_saver_may_restore_them(other: bool | None) -> None:
    assert not saved(*asked(), GraphRestored(site(), other))


def test_a_restored_graph_that_learns_moves_them() -> None:
    assert not saved(*asked(), graph()[1])


def test_a_restored_graph_that_is_not_asked_in_inference_mode_needs_none() -> None:
    assert not saved(*asked()[:2])
    assert not saved(*asked(flag=arg(True)))
    assert not saved(*asked(collected=True))
    assert not saved(*asked(frozenset({(1, "is_training,True")})))


# -- scopes of TF1 --------------------------------------------------------------------------------------------------


def scoped(source: dict[str, Any] | None = None, target: dict[str, Any] | None = None) -> list[Event]:
    """Return a graph in which one network follows another one, by the scopes of their variables."""
    return [
        GraphNormalized(site(), API, **{"flag": unknown(), "name": "online/bn", **(source or {})}),
        GraphNormalized(site(), API, **{"flag": arg(False), "name": "target/bn", **(target or {})}),
        GraphMinimized(site(), updates_run=True),
    ]


def test_a_target_that_gets_the_variables_of_another_scope_lacks_the_statistics() -> None:
    copy = GraphCopied(site(), "target", "online")
    assert saved(*scoped(), copy, copy) == [copy.site.line]


@pytest.mark.parametrize(
    "events",
    [
        scoped()[:2],
        scoped(source={"name": "other/bn"}),
        scoped(source={"name": None}),
        scoped(source={"flag": arg(False)}),
        scoped(source={"collected": True}),
        scoped(target={"name": "target_of_another/bn"}),
        scoped(target={"flag": unknown()}),
        scoped(target={"flag": arg(True)}),
        scoped(target={"collected": None}),
    ],
)
def test_a_target_that_lacks_none(events: list[Event]) -> None:
    assert not saved(*events, GraphCopied(site(), "target", "online"))

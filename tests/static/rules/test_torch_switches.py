"""BNL115: what PyTorch's switches were to do, and when they did no harm."""

from __future__ import annotations

from typing import Any

import pytest

from bnlint.events import ABSENT, Event, GradientTaken, Layer, LayerCalled, Tape, TorchSwitched
from tests.static.rules.events import arg, bn, called, model, places, reports, site, unknown, within


def switch(of: Layer, which: str = "train", value: bool = True) -> TorchSwitched:
    return TorchSwitched(site(), of, "train" if which == "train" else "requires_grad", value)


def step(net: Layer, mode: Any = "inference", **more: Any) -> list[Event]:
    """A call of a model in a step of PyTorch's, and what it trains."""
    tape = Tape(site(), "graph")
    reason = "nothing" if mode == "inference" else "flag"
    if mode != "inference":
        more["flag"] = arg(True)
    outer = called(net, tapes=(tape,), flag=more.pop("flag", ABSENT))
    calls = within(outer, mode, reason, **more)
    return [*calls, GradientTaken(site(), tape, (net,))]


def root(events: list[Event]) -> LayerCalled:
    return next(event for event in events if isinstance(event, LayerCalled))


class TestTrain:
    def test_train_without_the_flag_is_reported_at_the_call(self) -> None:
        net = model()
        on, events = switch(net), step(net)
        (report,) = reports("BNL115", on, *events, backend="torch")
        assert report.site == root(events).site
        assert report.message.headline.startswith("train() does not put Keras's BatchNormalization")
        assert report.related[0][0] == on.site
        assert report.remedy is not None

    def test_not_without_a_switch(self) -> None:
        assert not reports("BNL115", *step(model()), backend="torch")

    @pytest.mark.parametrize("later", [True, False])
    def test_the_last_switch_counts(self, later: bool) -> None:
        net = model()
        events: list[Event] = [switch(net, value=not later), switch(net, value=later), *step(net)]
        assert bool(reports("BNL115", *events, backend="torch")) is later

    def test_not_where_only_a_part_was_switched(self) -> None:
        part = bn()
        net = model(part)
        assert not reports("BNL115", switch(part), *step(net), backend="torch")

    def test_not_another_model(self) -> None:
        assert not reports("BNL115", switch(model()), *step(model()), backend="torch")

    def test_not_what_comes_later(self) -> None:
        net = model()
        assert not reports("BNL115", *step(net), switch(net), backend="torch")

    def test_gradients_are_another_switch(self) -> None:
        net = model()
        assert not reports("BNL115", switch(net, "requires_grad"), *step(net), backend="torch")


class TestRequiresGrad:
    def test_a_call_in_training_mode_moves_the_statistics(self) -> None:
        part = bn()
        net = model(part)
        off = switch(part, "requires_grad", False)
        (report,) = reports("BNL115", off, *step(net, "training"), *step(net, "training"), backend="torch")
        assert report.site == off.site
        assert report.message.headline.startswith("requires_grad = False does not freeze")

    def test_so_does_fit(self) -> None:
        net = model()
        fitted = within(called(net, driver="fit"), "training", "fit")
        assert reports("BNL115", switch(net, "requires_grad", False), *fitted, backend="torch")

    def test_not_a_call_outside_of_training(self) -> None:
        net = model()
        outside = within(called(net, flag=arg(True)), "training", "flag")
        assert not reports("BNL115", switch(net, "requires_grad", False), *outside, backend="torch")

    @pytest.mark.parametrize("mode", ["inference", None])
    def test_not_in_another_mode(self, mode: Any) -> None:
        net = model()
        assert not reports("BNL115", switch(net, "requires_grad", False), *step(net, mode), backend="torch")

    def test_not_where_it_is_given_back(self) -> None:
        net = model()
        events: list[Event] = [switch(net, "requires_grad", False), switch(net, "requires_grad")]
        assert not reports("BNL115", *events, *step(net, "training"), backend="torch")


class TestEval:
    def test_a_part_that_was_to_stay_in_inference_mode(self) -> None:
        part = bn()
        net = model(part)
        off = switch(part, value=False)
        (report,) = reports("BNL115", off, *step(net, "training"), backend="torch")
        assert places([report]) == [off.site.line]
        assert report.message.headline.startswith("eval() does not freeze")

    def test_not_the_whole_model(self) -> None:
        net = model()
        assert not reports("BNL115", switch(net, value=False), *step(net, "training"), backend="torch")

    def test_not_where_the_part_was_asked(self) -> None:
        part = model()
        net = model(part)
        asked = within(called(part), "inference", "nothing")
        events: list[Event] = [switch(part, value=False), *asked]
        assert not reports("BNL115", *events, *step(net, "training"), backend="torch")

    def test_not_in_fit(self) -> None:
        part = bn()
        fitted = within(called(model(part), driver="fit"), "training", "fit")
        assert not reports("BNL115", switch(part, value=False), *fitted, backend="torch")


def test_an_unknown_flag_is_no_proof() -> None:
    net = model()
    calls = within(called(net, flag=unknown()), None, "flag")
    assert not reports("BNL115", switch(net), *calls, backend="torch")

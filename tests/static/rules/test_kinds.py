"""BNL117: batches of one kind each in training, and inference mode afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from bnlint.events import Arg, Event, Fitted, GradientTaken, Layer, LayerCalled, Predicted, Tape, Tensor
from tests.static.rules.events import arg, bn, called, layer, model, reports, site, unknown, within

MAKER = layer("Sequential", layer("Dense"))
TRAINED: dict[str, Any] = {"mode": "training", "reason": "flag"}


def batch(*makers: Layer | None, shape: tuple[int, ...] = (8, 4)) -> Tensor:
    return Tensor("concrete", shape, makers=frozenset(makers))


def trained(net: Layer, given: Tensor, tape: Tape, **more: Any) -> tuple[LayerCalled, LayerCalled]:
    """Return a call of a model in a training step, and that of its BN layer."""
    inner = {name: more.pop(name) for name in ("mode", "certain", "trainable") if name in more}
    outer = called(net, input=given, tapes=(tape,), **more)
    return within(outer, inner.pop("mode", "training"), "flag", **inner)


def asked(net: Layer, **more: Any) -> tuple[LayerCalled, LayerCalled]:
    return within(called(net, **more), "inference", "flag")


class Step:
    """A step that trains a model on data and on what another model makes, and what comes after it."""

    def __init__(self, net: Layer | None = None, first: Tensor | None = None, second: Tensor | None = None) -> None:
        self.net = net or model()
        self.tape, self.other = Tape(site()), Tape(site())
        self.first = trained(self.net, first or batch(), self.tape)
        self.second = trained(self.net, second or batch(MAKER), self.tape)
        self.taken: list[Event] = [
            GradientTaken(site(), self.tape, (self.net,)),
            GradientTaken(site(), Tape(site()), (MAKER,)),
        ]
        self.later = asked(self.net)

    @property
    def events(self) -> list[Event]:
        return [*self.first, *self.second, *self.taken, *self.later]


def test_the_second_call_is_reported_once() -> None:
    step = Step()
    (report,) = reports("BNL117", *step.events, *step.events)
    assert report.site == step.second[0].site
    assert [place for place, _ in report.related] == [step.first[0].site, step.later[0].site, step.net.children[0].site]


def test_the_order_does_not_matter() -> None:
    assert reports("BNL117", *Step(first=batch(MAKER), second=batch()).events)


def test_one_call_for_both_is_not_named_beside_itself() -> None:
    step = Step()
    step.second[0].site = step.first[0].site
    (report,) = reports("BNL117", *step.events)
    assert [place for place, _ in report.related] == [step.later[0].site, step.net.children[0].site]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (batch(), batch()),
        (batch(MAKER), batch(MAKER)),
        (batch(), batch(MAKER, None)),
        (batch(MAKER), batch(MAKER, None)),
        (batch(MAKER, None), batch(MAKER, None)),
        (batch(), batch(layer("Sequential", layer("Dense")))),
    ],
    ids=["data", "made", "data and mixture", "made and mixture", "mixtures", "made by what does not learn"],
)
def test_not_where_the_kinds_are_not_two(first: Tensor, second: Tensor) -> None:
    assert not reports("BNL117", *Step(first=first, second=second).events)


def test_not_where_the_model_makes_its_input_itself() -> None:
    net = model()
    assert not reports("BNL117", *Step(net, second=batch(net)).events)
    assert not reports("BNL117", *Step(net, second=batch(layer("Sequential", net.children[0]))).events)


def test_not_where_nobody_asks_in_inference_mode() -> None:
    step = Step()
    assert not reports("BNL117", *step.first, *step.second, *step.taken)
    assert not reports("BNL117", *step.later, *step.first, *step.second, *step.taken)


def test_not_where_only_a_penalty_is_in_inference_mode() -> None:
    step = Step()
    inner = Tape(site())
    step.later = within(called(step.net, tapes=(step.tape, inner)), "inference", "flag")
    slope = GradientTaken(site(), inner, (), inputs=True, applied=False)
    assert not reports("BNL117", *step.events, slope)
    assert reports("BNL117", *step.events, GradientTaken(site(), inner, (MAKER,)))


@pytest.mark.parametrize("change", [{"mode": "inference"}, {"mode": None}, {"certain": False}, {"trainable": False}])
def test_not_where_the_statistics_are_not_those_of_the_batch(change: dict[str, Any]) -> None:
    step = Step()
    step.second = trained(step.net, batch(MAKER), step.tape, **change)
    assert not reports("BNL117", *step.events)


@pytest.mark.parametrize("more", [{"synchronized": arg(True)}, {"renorm": arg(True)}, {"synchronized": unknown()}])
def test_not_where_other_statistics_count_too(more: dict[str, Arg]) -> None:
    assert not reports("BNL117", *Step(model(bn(**more))).events)


def test_not_where_the_calls_are_of_two_steps() -> None:
    step = Step()
    step.second = trained(step.net, batch(MAKER), step.other)
    step.taken.append(GradientTaken(site(), step.other, (step.net,)))
    assert not reports("BNL117", *step.events)


def test_not_where_another_model_learns_in_the_step() -> None:
    step = Step()
    step.taken[0] = GradientTaken(site(), step.tape, (MAKER,))
    assert not reports("BNL117", *step.events)


def test_not_on_the_two_sides_of_a_branch() -> None:
    step = Step()
    step.first[0].premises, step.second[0].premises = (("flag", True),), (("flag", False),)
    assert not reports("BNL117", *step.events)


class TestByKeras:
    """``train_on_batch`` with one kind after the other."""

    def step(self, method: str = "train_on_batch", **more: Any) -> list[Event]:
        net = model()
        found: list[Event] = []
        for given in (batch(), batch(MAKER)):
            fit = Fitted(site(), net, method, **more)
            call = called(net, site=fit.site, input=given, driver="fit", trainer=net)
            found += [fit, *within(call, "training", "fit")]
        combined = layer("Functional", MAKER, net)
        use = called(combined, driver="fit", trainer=combined)
        frozen = within(called(net, outer=use, driver="fit"), "inference", "frozen", trainable=False)
        return [*found, Fitted(site(), combined, "train_on_batch"), use, *frozen]

    def test_frozen_in_a_combined_model_it_runs_in_inference_mode(self) -> None:
        events = self.step()
        (report,) = reports("BNL117", *events)
        assert report.site == events[3].site

    def of_classes(self, first: float | None, second: float | None, again: float | None = None) -> list[Event]:
        net = model()
        found: list[Event] = []
        fits = [Fitted(site(), net, "train_on_batch", label=label) for label in (first, second)]
        for fit in fits:
            call = called(net, site=fit.site, input=batch(), driver="fit", trainer=net)
            found += [fit, *within(call, "training", "fit")]
        if again is not None:
            found.append(Fitted(fits[1].site, net, "train_on_batch", label=again))
        return [*found, *within(called(net, driver="predict"), "inference", "predict")]

    def test_targets_that_are_all_one_number_name_the_class(self) -> None:
        events = self.of_classes(0.0, 1.0)
        (report,) = reports("BNL117", *events)
        assert report.site == events[3].site
        assert reports("BNL117", *self.of_classes(0.0, 1.0, 1.0))

    @pytest.mark.parametrize("labels", [(0.0, 0.0), (None, 1.0), (0.0, None), (None, None), (0.0, 1.0, 0.0)])
    def test_not_other_targets(self, labels: tuple[float | None, ...]) -> None:
        assert not reports("BNL117", *self.of_classes(*labels))

    @pytest.mark.parametrize("method", ["fit", "some_loop_of_our_own"])
    def test_not_where_each_kind_has_a_phase_of_its_own(self, method: str) -> None:
        assert not reports("BNL117", *self.step(method))

    def test_not_where_nobody_knows_whether_it_is_trained(self) -> None:
        assert not reports("BNL117", *self.step(may=True))


class TestDomains:
    """Names that say that two batches are of two domains."""

    def step(self, first: tuple[str, ...], second: tuple[str, ...], driver: Any = "user") -> list[Event]:
        step = Step(second=batch())
        for (outer, _), words in ((step.first, first), (step.second, second)):
            outer.words, outer.driver = words, driver
        return step.events

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (("x_source",), ("x_target",)),
            (("target",), ("source",)),
            (("Xs", "j"), ("Xt", "j")),
            (("data", "src_images"), ("data", "tgt_images")),
            (("source", "target", "x_s"), ("source", "target", "x_t")),
        ],
    )
    def test_the_same_name_of_both_domains(self, first: tuple[str, ...], second: tuple[str, ...]) -> None:
        assert reports("BNL117", *self.step(first, second))

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (("x_source",), ("y_target",)),
            (("x_source",), ("x_source_target",)),
            (("x_source", "x_target"), ("x_source", "x_target")),
            (("x_one",), ("x_two",)),
            ((), ("target",)),
        ],
    )
    def test_not_other_names(self, first: tuple[str, ...], second: tuple[str, ...]) -> None:
        assert not reports("BNL117", *self.step(first, second))

    def test_not_what_a_loop_of_keras_is_given(self) -> None:
        assert not reports("BNL117", *self.step(("source",), ("target",), "predict"))


def test_a_prediction_alone_says_nothing_of_the_mode() -> None:
    step = Step()
    assert not reports("BNL117", *step.events[:-2], Predicted(site(), step.net))

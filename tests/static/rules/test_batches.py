"""How many values a statistic is made of, and when a small number of them is a mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import (
    Arg,
    Event,
    Fitted,
    GradientTaken,
    Layer,
    LayerCalled,
    ModelSaved,
    Scope,
    Site,
    Tape,
    Tensor,
    TrainableSet,
)
from bnlint.rules import facts, judge
from bnlint.settings.config import Config
from bnlint.settings.limits import MIN_VALUES
from bnlint.settings.loading import Settings
from tests.static.rules.events import (
    arg,
    bn,
    called,
    layer,
    model,
    passes_over,
    places,
    reports,
    scope,
    site,
    unknown,
    within,
    witnessed,
)


@pytest.mark.parametrize(
    ("shape", "axis", "values"),
    [
        (None, None, None),
        ((8, 3), None, 8),
        ((8, 5, 6, 3), None, 8 * 5 * 6),
        ((None, 3), None, None),
        ((8, None), None, 8),
        ((8, 3, 5, 6), arg(1), 8 * 5 * 6),
        ((8, 5, 6, 3), arg(-1), 8 * 5 * 6),
        ((8, 5, 6, 3), unknown(), None),
        ((8, 5, 6, 3), Arg(1, known=False), None),
        ((8, 5, 6, 3), arg([1, 2]), None),
        ((8, 3, 5, 6), arg([1]), 8 * 5 * 6),
        ((8, 5, 6, 3), arg((-1,)), 8 * 5 * 6),
        ((8, 5, 6, 3), arg(["channels"]), None),
        ((8, 5, 6, 3), arg([]), None),
        ((), None, 1),
        ((), arg(1), 1),
    ],
)
def test_values_per_channel(shape: tuple[int | None, ...] | None, axis: Arg | None, values: int | None) -> None:
    norm = bn() if axis is None else bn(axis=axis)
    assert facts.values_per_channel(called(norm, shape)) == values


@pytest.mark.parametrize(("batch", "values"), [(1, 6), (4, 24)])
def test_a_strategy_splits_the_batch(batch: int, values: int) -> None:
    assert facts.values_per_channel(called(bn(), input=Tensor(shape=(8, 6, 3), per_replica=batch))) == values


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({}, False),
        ({"renorm": arg(False)}, False),
        ({"renorm": arg(True)}, True),
        ({"synchronized": arg(True)}, True),
        ({"synchronized": arg(False), "renorm": arg(True)}, True),
        ({"synchronized": unknown()}, None),
        ({"renorm": unknown(), "synchronized": arg(True)}, True),
        ({"renorm": Arg(True, known=False)}, None),
    ],
)
def test_statistics_of_more_than_the_own_batch(arguments: dict[str, Arg], answer: bool | None) -> None:
    assert facts.is_synchronized(bn(**arguments)) is answer


@pytest.mark.parametrize(
    ("change", "own"),
    [
        ({}, True),
        ({"outer": called(model())}, False),
        ({"driver": "fit"}, False),
        ({"baked_at": called(bn())}, False),
        ({"outer": called(model()), "driver": "fit"}, False),
    ],
)
def test_who_calls_the_layer(change: dict[str, Any], own: bool) -> None:
    assert facts.called_by_program(called(bn(), **change)) is own


def test_an_own_norm_is_called_where_the_program_calls_it() -> None:
    norm = bn()
    by_program, by_model = called(norm), called(norm, outer=called(model()))
    inner, inner_of_model = called(norm, outer=by_program), called(norm, outer=by_model)
    assert (facts.as_called(inner), facts.called_by_program(inner)) == (by_program, True)
    assert (facts.as_called(inner_of_model), facts.called_by_program(inner_of_model)) == (by_model, False)
    assert facts.as_called(by_model) is by_model


class TestBNL201:
    """One value per channel."""

    def call(self, norm: Layer | None = None, **change: Any) -> LayerCalled:
        return called(norm or bn(), **{"shape": (1, 3), "mode": "training", **change})

    def test_it_is_reported(self) -> None:
        call = self.call()
        assert places(reports("BNL201", call)) == [call.site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"shape": (2, 3)},
            {"mode": "inference"},
            {"mode": None},
            {"certain": False},
            {"norm": bn(renorm=arg(True))},
            {"norm": bn(renorm=unknown())},
            {"norm": layer("BatchNormalization", opaque=True)},
            {"norm": layer("Dropout")},
            {"input": Tensor(shape=(1, 3), per_replica=1)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL201", [self.call(**change)], [self.call()])

    @pytest.mark.parametrize("shape", [(1, 1, 3), (1, 1, 1, 3)])
    def test_inside_a_model_maps_of_one_pixel_are(self, shape: tuple[int, ...]) -> None:
        size = site()
        outer, leaf = within(called(model()), "training", "fit", input=Tensor(shape=shape, batch_site=size))
        (report,) = reports("BNL201", outer, leaf)
        assert (report.site, report.related) == (leaf.site, ((size, "the batch size"),))

    def test_a_batch_size_without_a_place_explains_nothing(self) -> None:
        outer, leaf = within(called(model()), "training", "fit", shape=(1, 1, 1, 3))
        (report,) = reports("BNL201", outer, leaf)
        assert not report.related

    def test_inside_a_model_rows_are_left_to_the_batch_size(self) -> None:
        """That is BNL202."""
        assert not reports("BNL201", *within(called(model(), (1, 3)), "training", "fit", shape=(1, 3)))
        decided = Tensor(shape=(1, 3), batch_site=site())
        assert not reports("BNL201", *within(called(model()), "training", "fit", input=decided))

    def test_inside_a_model_that_makes_one_row_itself(self) -> None:
        outer, leaf = within(called(model(), (8, 3), driver="fit"), "training", "fit", shape=(1, 3))
        assert places(reports("BNL201", outer, leaf)) == [leaf.site.line]
        assert not reports("BNL202", outer, leaf)


class TestBNL202:
    """A batch size of one."""

    def fitted(self, **leaf: Any) -> tuple[LayerCalled, LayerCalled]:
        return within(called(model(), (1, 3), driver="fit"), "training", "fit", **{"shape": (1, 3), **leaf})

    def test_it_is_reported_where_it_is_decided(self) -> None:
        size = site()
        outer, leaf = self.fitted()
        assert places(reports("BNL202", outer, leaf)) == [outer.site.line]
        assert places(reports("BNL202", *self.fitted(input=Tensor(shape=(1, 3), batch_site=size)))) == [size.line]

    @pytest.mark.parametrize(
        "leaf", [{"shape": (1, 1, 3)}, {"shape": None}, {"input": Tensor(shape=(4, 3), per_replica=1)}]
    )
    def test_not_where(self, leaf: dict[str, Any]) -> None:
        assert not reports("BNL202", *self.fitted(**leaf))

    @pytest.mark.parametrize(("file", "found"), [("tests/test_block.py", 0), ("block_test.py", 0), ("block.py", 1)])
    def test_one_row_in_a_unit_test_is_a_dummy(self, file: str, found: int) -> None:
        scopes = (scope("call"), Scope("test_gradients", Site(file, 3)))
        outer, leaf = self.fitted(scopes=scopes)
        assert len(reports("BNL202", outer, leaf)) == found

    def test_not_where_the_program_calls_the_layer(self) -> None:
        """That is BNL201."""
        assert not reports("BNL202", called(bn(), (1, 3), mode="training"))


class TestBNL203:
    """One example per replica."""

    def fitted(self, per_replica: int, norm: Layer | None = None) -> tuple[LayerCalled, LayerCalled]:
        split = Tensor(shape=(2, 3), per_replica=per_replica, batch_site=site())
        return within(called(model(norm or bn()), driver="fit"), "training", "fit", input=split)

    def test_it_is_reported_where_the_batch_is_made(self) -> None:
        outer, leaf = self.fitted(1)
        (report,) = reports("BNL203", outer, leaf)
        assert report.site == leaf.input.batch_site
        assert [place for place, _ in report.related] == [leaf.layer.site]
        assert report.remedy is not None
        assert report.remedy.safety == "unsafe"

    @pytest.mark.parametrize(("per_replica", "norm"), [(2, bn()), (1, bn(synchronized=arg(True)))])
    def test_not_where(self, per_replica: int, norm: Layer) -> None:
        assert passes_over("BNL203", self.fitted(per_replica, norm), self.fitted(1))

    def test_a_batch_that_nobody_splits_is_left_to_others(self) -> None:
        """That is BNL202."""
        assert not reports("BNL203", *within(called(model(), driver="fit"), "training", "fit", shape=(1, 3)))


class TestBNL204:
    """A last batch of one."""

    def fitted(self, leaf: dict[str, Any] | None = None, **change: Any) -> tuple[LayerCalled, LayerCalled, Fitted]:
        outer, inner = within(
            called(model(), driver="fit"), **{"mode": "training", "reason": "fit", "shape": (None, 3), **(leaf or {})}
        )
        size = {"batch_size": arg(8), "size": 33, "drop_remainder": False}
        return outer, inner, Fitted(site(), outer.layer, **{**size, **change})

    @pytest.mark.parametrize(("size", "batch"), [(33, 8), (33, 2), (3, 2), (1, 8)])
    def test_it_is_reported(self, size: int, batch: int) -> None:
        (report,) = reports("BNL204", *self.fitted(size=size, batch_size=arg(batch)))
        assert report.remedy is not None

    def test_what_fit_batches_itself_is_not_repaired(self) -> None:
        """Where no number is written."""
        *calls, fitted = self.fitted(batch_size=Arg(8, known=True))
        (report,) = reports("BNL204", *calls, fitted)
        assert (report.site, report.remedy) == (fitted.site, None)

    @pytest.mark.parametrize(
        "change",
        [
            {"size": 32},
            {"size": 34},
            {"size": None},
            {"drop_remainder": True},
            {"drop_remainder": None},
            {"batch_size": arg(0)},
            {"batch_size": arg(1)},
            {"batch_size": arg(None)},
            {"batch_size": arg("8")},
            {"batch_size": Arg(8, known=False)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert not reports("BNL204", *self.fitted(**change))

    @pytest.mark.parametrize("leaf", [{"mode": "inference"}, {"shape": (None, 5, 3)}, {"shape": None}])
    def test_not_where_the_layer_does_not_suffer(self, leaf: dict[str, Any]) -> None:
        assert not reports("BNL204", *self.fitted(leaf))

    def test_not_where_statistics_are_shared_or_the_model_is_another(self) -> None:
        outer, leaf, fitted = self.fitted()
        leaf.layer.args["renorm"] = arg(True)
        assert not reports("BNL204", outer, leaf, fitted)
        *other, _ = self.fitted()
        assert not reports("BNL204", *other, fitted)


class TestBNL304:
    """Momentum that is too high for the steps that run."""

    def run(self, *fits: dict[str, Any], momentum: Arg | None = None, **leaf: Any) -> list[Any]:
        norm = bn() if momentum is None else bn(momentum=momentum)
        outer = called(model(norm), driver=leaf.pop("driver", "fit"))
        calls = within(outer, **{"mode": "training", "reason": "fit", **leaf})
        return [*(Fitted(site(), outer.layer, **{"steps": 10, "epochs": 2, **each}) for each in fits), *calls]

    def test_what_is_left_is_reported(self) -> None:
        (report,) = reports("BNL304", *self.run({}))
        assert "20 training steps" in report.message.reason
        assert "82 %" in report.message.headline

    def test_one_step_is_no_steps(self) -> None:
        (report,) = reports("BNL304", *self.run({"steps": 1, "epochs": 1}))
        assert "after the 1 training step of" in report.message.reason

    def test_all_fits_of_the_model_count(self) -> None:
        (report,) = reports("BNL304", *self.run({}, {"epochs": 3}))
        assert "50 training steps" in report.message.reason

    @pytest.mark.parametrize(
        "fits",
        [
            [],
            [{"steps": None}],
            [{"epochs": None}],
            [{"steps": None}, {}],
            [{}, {"steps": None}],
            [{"steps": 0}],
        ],
    )
    def test_not_where_the_steps_are_not_known(self, fits: list[dict[str, Any]]) -> None:
        assert not reports("BNL304", *self.run(*fits))

    @pytest.mark.parametrize(
        "change",
        [
            {"mode": "inference"},
            {"driver": "evaluate"},
            {"momentum": Arg(0.99, known=False)},
            {"momentum": arg("0.99")},
            {"momentum": arg(0.85)},
            {"momentum": arg(1)},
            {"momentum": arg(1.5)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL304", self.run({}, **change), self.run({}))

    def test_a_small_momentum_is_another_mistake(self) -> None:
        """That is BNL303."""
        assert not reports("BNL304", *self.run({"steps": 3, "epochs": 1}, momentum=arg(0.5)))

    def test_a_tenth_is_little_enough(self) -> None:
        exactly = 0.6309573444801932
        assert exactly**5 == 0.1
        assert not reports("BNL304", *self.run({"steps": 5, "epochs": 1}, momentum=arg(exactly)))
        assert reports("BNL304", *self.run({"steps": 4, "epochs": 1}, momentum=arg(exactly)))

    @pytest.mark.parametrize("change", [{"pretrained": True}, {"pretrained": None}, {"opaque": True}, {"handed": True}])
    def test_not_with_statistics_from_elsewhere(self, change: dict[str, Any]) -> None:
        events = self.run({})
        for name, value in change.items():
            setattr(events[-1].layer, name, value)
        assert passes_over("BNL304", events, self.run({}))

    def meant(self, *fits: dict[str, Any], use: dict[str, Any] | None = None, **leaf: Any) -> list[Any]:
        """A training of several epochs, and a use of what it has learnt."""
        events = self.run(*(fits or ({"epochs": 5},)), **leaf)
        asked = {"mode": "inference", "reason": "predict", **({} if use is None else use)}
        root = called(events[-2].layer, driver=asked.pop("driver", "predict"))
        return [*events, *within(root, **{**asked, "reason": asked["reason"]})]

    def test_by_default_where_a_training_is_evaluated(self) -> None:
        events = self.meant()
        (report,) = reports("BNL304", *events)
        assert not report.opt_in
        assert [text for _, text in report.related] == ["inference mode normalises with them"]

    def test_a_saved_model_is_used(self) -> None:
        events = self.run({"epochs": 5})
        events.append(ModelSaved(site(), events[-2].layer))
        (report,) = reports("BNL304", *events)
        assert not report.opt_in

    @pytest.mark.parametrize(
        ("fits", "change"),
        [
            ([{"epochs": 4}], {}),
            ([{"epochs": 2}, {"epochs": 2}], {}),
            ([{"epochs": 8}], {}),
            ([{"epochs": 5, "varies": True}], {}),
            ([{"epochs": 5, "method": "train_on_batch"}], {}),
            ([{"epochs": 5, "method": "own_loop"}], {}),
            ([{"epochs": 5}], {"mode": "training"}),
            ([{"epochs": 5}], {"driver": "unknown"}),
        ],
    )
    def test_only_where_enabled_if_it_may_be_a_trial(self, fits: list[dict[str, Any]], change: dict[str, Any]) -> None:
        events = self.meant(*fits, use=change)
        (report,) = reports("BNL304", *events)
        assert report.opt_in

    def test_only_where_enabled_if_something_is_restored_or_asked_before(self) -> None:
        events = self.meant()
        (report,) = reports("BNL304", *events, restores=True)
        assert report.opt_in
        (report,) = reports("BNL304", *events[-2:], *events[:-2])
        assert report.opt_in

    def tapes(self, *times: int | None, **more: Any) -> list[Any]:
        tape = Tape(site())
        net = model(bn())
        events: list[Any] = []
        for count in times:
            outer = called(net, tapes=(tape,), **more)
            _, leaf = within(outer, "training", "flag", tapes=(tape,), times=count, **more)
            events += [outer, leaf]
        return [*events, GradientTaken(site(), tape, (net,))]

    def test_steps_of_tapes_count(self) -> None:
        (report,) = reports("BNL304", *self.tapes(4, 3))
        assert "7 training steps" in report.message.reason
        assert report.opt_in

    def test_steps_of_tapes_and_of_fits_count_together(self) -> None:
        events = self.tapes(4)
        outer = called(events[0].layer, driver="fit")
        leaf = called(events[1].layer, outer=outer, mode="training", reason="fit")
        fitted = Fitted(site(), outer.layer, steps=2, epochs=3)
        (report,) = reports("BNL304", *events, fitted, outer, leaf)
        assert "10 training steps" in report.message.reason
        assert report.opt_in

    def test_not_of_a_tape_in_a_loop_of_unknown_length_or_a_test(self) -> None:
        assert passes_over("BNL304", self.tapes(4, None), self.tapes(4))
        assert passes_over("BNL304", self.tapes(4, scopes=(scope("test_it"),)), self.tapes(4))

    def test_a_layer_of_two_models_is_moved_by_both(self) -> None:
        events = self.run({})
        other = called(model(events[-1].layer), driver="fit")
        leaf = called(events[-1].layer, outer=other, mode="training", reason="fit")
        (report,) = reports("BNL304", *events, Fitted(site(), other.layer, steps=5, epochs=1), other, leaf)
        assert "25 training steps" in report.message.reason

    @pytest.mark.parametrize(
        ("steps", "fix"), [(300, "0.99"), (50, "0.95"), (22, "0.9"), (11, "0.8"), (7, "0.7"), (5, "0.6"), (4, None)]
    )
    def test_the_largest_momentum_that_is_small_enough(self, steps: int, fix: str | None) -> None:
        (report,) = reports("BNL304", *self.run({"steps": steps, "epochs": 1}, momentum=arg(0.9999)))
        assert (report.remedy and report.remedy.description) == (fix and f"set momentum={fix}")


class TestBNL205:
    """Time steps that are normalised one by one."""

    def run(self, shape: tuple[int | None, ...] = (1, 3), **leaf: Any) -> tuple[LayerCalled, LayerCalled]:
        wrapper = layer("TimeDistributed", bn(**leaf.pop("arguments", {})))
        outer = called(wrapper, (shape[0], leaf.pop("steps", 6), *shape[1:]))
        return within(outer, leaf.pop("mode", "training"), "fit", shape=shape, **leaf)

    def told(self, *events: Event, dialect: int = 3) -> list[bool]:
        return [report.opt_in for report in reports("BNL205", *events, dialect=dialect)]

    def test_one_value_in_each_step(self) -> None:
        outer, leaf = self.run()
        (report,) = reports("BNL205", outer, leaf)
        assert (report.site, report.opt_in, report.related) == (outer.layer.site, False, ())

    def test_the_batch_size_is_told(self) -> None:
        size = site()
        (report,) = reports("BNL205", *self.run(input=Tensor(shape=(1, 3), batch_site=size)))
        assert report.related == ((size, "the batch size"),)

    @pytest.mark.parametrize("shape", [(4, 3), (None, 3), (1, 5, 5, 3)])
    def test_several_values_are_for_those_who_ask(self, shape: tuple[int | None, ...]) -> None:
        assert self.told(*self.run(shape)) == [True]

    def test_one_finding_for_one_wrapper(self) -> None:
        inner = layer("Sequential", bn(), bn())
        outer = called(layer("TimeDistributed", inner), (1, 6, 4, 4, 3))
        shapes = ((1, 4, 4, 3), (1, 3), (1, 4, 4, 3))
        several = [called(inner.children[0], s, outer=outer, mode="training", reason="fit") for s in shapes]
        assert self.told(outer, *several) == [False]

    @pytest.mark.parametrize(
        "leaf",
        [
            {"mode": "inference"},
            {"mode": None},
            {"certain": False},
            {"steps": 1},
            {"arguments": {"renorm": arg(True)}},
            {"arguments": {"synchronized": unknown()}},
        ],
    )
    def test_not_where(self, leaf: dict[str, Any]) -> None:
        assert self.told(*self.run(**leaf)) == []

    def test_keras_2_hands_all_steps_over_at_once(self) -> None:
        assert self.told(*self.run(), dialect=2) == []

    def test_it_is_not_told_twice(self) -> None:
        """One value per channel is BNL201 and BNL202 elsewhere."""
        assert not reports("BNL201", *self.run())
        assert not reports("BNL202", *self.run(input=Tensor(shape=(1, 3), batch_site=site())))
        assert reports("BNL202", *self.run(steps=1))

    def graph(self, **change: Any) -> LayerCalled:
        wrapper = layer("TimeDistributed", bn(**change.pop("arguments", {})))
        more = {"input": Tensor("symbolic", (None, 6, 3)), "scopes": (scope("build"),), **change}
        return called(wrapper, **more)

    def test_a_graph_that_a_function_makes_for_others(self) -> None:
        assert self.told(self.graph()) == [True]
        assert self.told(self.graph(input=Tensor(None))) == [True]

    @pytest.mark.parametrize(
        "change",
        [
            {"input": Tensor("concrete", (None, 6, 3))},
            {"input": Tensor("symbolic", (None, 1, 3))},
            {"scopes": ()},
            {"scopes": (scope("main"),)},
            {"trainable": False},
            {"trainable": None},
            {"certain": False},
            {"arguments": {"renorm": arg(True)}},
            {"arguments": {"trainable": arg(False)}},
            {"arguments": {"trainable": unknown()}},
        ],
    )
    def test_a_graph_is_left_alone_where(self, change: dict[str, Any]) -> None:
        assert self.told(self.graph(**change)) == []

    def test_a_wrapper_without_bn(self) -> None:
        graph = self.graph()
        assert self.told(called(layer("TimeDistributed"), input=graph.input, scopes=graph.scopes)) == []

    @pytest.mark.parametrize(("value", "told"), [(True, [True]), (False, []), (None, [])])
    def test_a_graph_that_is_frozen_later(self, value: bool | None, told: list[bool]) -> None:
        graph = self.graph()
        assert self.told(graph, TrainableSet(site(), model(graph.layer), value)) == told
        assert self.told(graph, TrainableSet(site(), model(), value)) == [True]

    def test_a_graph_that_only_infers(self) -> None:
        graph = self.graph()
        inner = within(called(graph.layer, (1, 6, 3)), "inference", "predict", shape=(1, 3))
        assert self.told(graph, *inner) == []

    def test_a_part_of_the_rule_is_off_until_it_is_enabled(self) -> None:
        said = witnessed(*self.run((4, 3)))
        assert [code for code, _ in judge(said, frozenset())] == []
        assert [code for code, _ in judge(said, {"BNL205"})] == ["BNL205"]
        assert [code for code, _ in judge(witnessed(*self.run()), frozenset())] == ["BNL205"]


class TestBNL206:
    """More values than one, and fewer than eight."""

    def call(self, shape: tuple[int | None, ...] = (4, 3), norm: Layer | None = None, **change: Any) -> list[Event]:
        """Return the call of a model that is fitted, and that of the BN layer in it."""
        info = {"part": True, "batch_site": site(), **change.pop("info", {})}
        size = Tensor("concrete", shape, **info)
        outer = called(
            model(norm or bn()), driver=change.pop("driver", "fit"), input=size, tapes=change.pop("tapes", ())
        )
        return list(within(outer, change.pop("mode", "training"), "fit", **{"input": size, **change}))

    @pytest.mark.parametrize(("values", "told"), [(1, False), (2, True), (4, True), (7, True), (8, False), (64, False)])
    def test_from_two_values_to_seven(self, values: int, told: bool) -> None:
        for shape in ((values, 3), (1, values, 3), (values, 1, 1, 3)):
            assert bool(reports("BNL206", *self.call(shape))) is told

    @pytest.mark.parametrize(("enough", "told"), [(4, False), (5, True), (64, True)])
    def test_the_user_says_how_many_are_enough(self, enough: int, told: bool) -> None:
        assert bool(reports("BNL206", *self.call(), min_values=enough)) is told

    def test_it_is_off_until_it_is_enabled(self) -> None:
        said = witnessed(*self.call())
        assert [code for code, _ in judge(said, frozenset())] == []
        assert [code for code, _ in judge(said, {"BNL206"})] == ["BNL206"]

    def test_the_default_is_that_of_the_settings(self) -> None:
        assert witnessed().min_values == MIN_VALUES == Config().min_values == Settings().min_values

    @pytest.mark.parametrize(
        ("values", "momentum", "batch", "moving"),
        [
            (2, None, "0.71", "0.05 at momentum 0.99"),
            (4, None, "0.5", "0.035 at momentum 0.99"),
            (4, arg(0.9), "0.5", "0.11 at momentum 0.9"),
            (4, arg(0.8), "0.5", "0.17 at momentum 0.8"),
            (4, arg(0), "0.5", "0.5 at momentum 0"),
            (7, unknown(), "0.38", ""),
            (4, arg(1.0), "0.5", ""),
            (4, arg(-0.5), "0.5", ""),
            (4, arg("high"), "0.5", ""),
        ],
    )
    def test_the_noise_is_told(self, values: int, momentum: Arg | None, batch: str, moving: str) -> None:
        norm = bn() if momentum is None else bn(momentum=momentum)
        (report,) = reports("BNL206", *self.call((values, 3), norm))
        assert report.message.headline == (
            f"{values} values per statistic: batch statistics are off by {batch} standard deviations"
        )
        assert report.message.reason.endswith(moving or "by it")

    def test_it_is_told_where_the_batch_size_is(self) -> None:
        outer, leaf = self.call()
        assert isinstance(outer, LayerCalled)
        assert isinstance(leaf, LayerCalled)
        (report,) = reports("BNL206", outer, leaf)
        assert (report.site, report.related) == (
            leaf.input.batch_site,
            ((leaf.layer.site, "BatchNormalization built here"),),
        )
        leaf.input = Tensor(shape=(4, 3))
        assert places(reports("BNL206", outer, leaf)) == places([report])
        outer.input = Tensor(shape=(4, 3), part=True)
        assert places(reports("BNL206", outer, leaf)) == [outer.site.line]

    def test_one_finding_for_one_batch_size_about_the_layer_with_fewest_values(self) -> None:
        size = site()
        many, few, more = (self.call(shape, info={"batch_site": size}) for shape in ((6, 3), (2, 3), (3, 3)))
        (report,) = reports("BNL206", *many, *few, *more)
        assert report.site == size
        assert report.message.headline.startswith("2 values")
        assert report.related[0][0] == few[1].layer.site  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        "change",
        [
            {"mode": "inference"},
            {"mode": None},
            {"certain": False},
            {"norm": bn(renorm=arg(True))},
            {"norm": bn(synchronized=arg(True))},
            {"norm": bn(synchronized=unknown())},
            {"norm": layer("BatchNormalization", opaque=True)},
            {"norm": bn(axis=unknown())},
            {"shape": (None, 3)},
            {"shape": (4, None, 3)},
            {"info": {"part": False}},
            {"info": {"part": None}},
            {"driver": "user"},
            {"driver": "user", "tapes": (Tape(site()),)},
            {"scopes": (Scope("test_it", Site("test_net.py", 1)),)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL206", self.call(**change), self.call())

    def test_in_a_step_of_the_programs_own(self) -> None:
        tape = Tape(site())
        outer, leaf = self.call(driver="user", tapes=(tape,))
        step = GradientTaken(site(), tape, (outer.layer,))  # type: ignore[union-attr]
        assert reports("BNL206", outer, leaf, step)
        assert not reports("BNL206", outer, leaf, replace(step, applied=False))
        assert not reports("BNL206", outer, leaf, replace(step, layers=(model(),)))

    def test_replicas_share_the_batch(self) -> None:
        alone = self.call((16, 3), info={"per_replica": 4})
        (report,) = reports("BNL206", *alone)
        assert report.message.headline.startswith("4 values")
        assert "synchronized=True" in report.message.remedy
        assert "synchronized" not in reports("BNL206", *self.call())[0].message.remedy

    def test_virtual_batches(self) -> None:
        cut = self.call((32, 3), bn(virtual_batch_size=arg(4)))
        assert reports("BNL206", *cut, dialect=2)
        assert not reports("BNL206", *cut, dialect=3)

    def test_steps_one_by_one_are_another_rules(self) -> None:
        around = called(
            layer("TimeDistributed", bn()), (4, 6, 3), driver="fit", input=Tensor(shape=(4, 6, 3), part=True)
        )
        inner = within(around, "training", "fit", shape=(4, 3))
        assert not reports("BNL206", *inner)
        assert reports("BNL206", *inner, dialect=2)

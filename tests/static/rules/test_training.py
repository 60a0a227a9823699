"""What the rules about the training flag leave alone, one reason at a time: each reason is enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import (
    ABSENT,
    Arg,
    Event,
    Fitted,
    GradientTaken,
    GraphMinimized,
    GraphNormalized,
    Layer,
    LayerCalled,
    LearningPhaseSet,
    Premise,
    Scope,
    Site,
    Tape,
    Tensor,
    TrainableSet,
)
from bnlint.fixes.changes import AddParameter, DropArgument, PassArgument
from tests.static.rules.events import (
    arg,
    bn,
    built,
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
)

DEFAULT_FALSE = replace(arg(False), origin="parameter default", given_at=site())
SYMBOLIC = Tensor("symbolic")
CALL = scope("call", keras_method="call")


Calls = tuple[LayerCalled, LayerCalled]
Step = tuple[LayerCalled, LayerCalled, GradientTaken]


def train_on(tape: Tape, *of: Any) -> GradientTaken:
    return GradientTaken(site(), tape, of)


class TestBNL101:
    """A BN layer that is called on a concrete tensor, by nobody's flag."""

    def call(self, **change: Any) -> LayerCalled:
        return called(bn(), **{"mode": "inference", "reason": "nothing", **change})

    @pytest.mark.parametrize("scopes", [(), (scope("helper"),), (scope("build", keras_method="build"),)])
    def test_it_is_reported(self, scopes: tuple[Scope, ...]) -> None:
        call = self.call(scopes=scopes)
        assert places(reports("BNL101", call)) == [call.site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"outer": called(model())},
            {"driver": "unknown"},
            {"bypass": True},
            {"mode": "training"},
            {"mode": None},
            {"reason": "flag"},
            {"reason": "frozen"},
            {"input": SYMBOLIC},
            {"input": Tensor(None)},
            {"trainable": False},
            {"trainable": None},
            {"scopes": (scope("apply", flag_name="training"),)},
            {"scopes": (scope("test_shapes"),)},
            {"scopes": (scope("helper"), CALL)},
            {"scopes": (scope("train_step", keras_method="train_step"),)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL101", [self.call(**change)], [self.call()])

    @pytest.mark.parametrize("change", [{"opaque": True}, {"pretrained": True}])
    def test_not_with_statistics_from_elsewhere(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL101", [replace_layer(self.call(), **change)], [self.call()])

    def test_not_on_a_tape_that_trains_it(self) -> None:
        tape = Tape(site())
        call = self.call(tapes=(tape,))
        assert passes_over("BNL101", [call, train_on(tape, call.layer)], [self.call()])
        assert reports("BNL101", call, train_on(tape, bn()))

    def test_not_where_the_layer_is_built_anew_each_time(self) -> None:
        call = self.call()
        assert passes_over("BNL101", [built(call.layer, rebuilt_in="loop over batches"), call], [self.call()])
        assert reports("BNL101", built(call.layer), built(rebuilt_in="call"), call)

    def test_not_where_the_same_code_builds_graphs(self) -> None:
        call = self.call()
        assert passes_over("BNL101", [called(bn(), site=call.site, input=SYMBOLIC), call], [self.call()])
        assert reports("BNL101", called(bn(), input=SYMBOLIC), call)

    def test_calls_without_a_place_in_the_source_build_nothing(self) -> None:
        nowhere = replace(site(), node=None)
        assert reports("BNL101", self.call(site=nowhere), called(bn(), site=nowhere, input=SYMBOLIC))

    @pytest.mark.parametrize("change", [{"mode": "training"}, {"flag": unknown()}])
    def test_not_where_another_call_has_trained_the_layer(self, change: dict[str, Any]) -> None:
        call = self.call()
        assert not reports("BNL101", called(call.layer, **change), call)
        assert reports("BNL101", called(bn(), **change), call)

    def test_a_layer_that_is_trained_later_has_no_statistics_yet(self) -> None:
        call = self.call()
        assert places(reports("BNL101", call, called(call.layer, mode="training"))) == [call.site.line]

    @pytest.mark.parametrize("change", [{"scopes": (scope("helper"),)}, {"loops": 1}, {"unused_result": True}])
    def test_a_call_that_may_come_again_or_only_builds_comes_before_nothing(self, change: dict[str, Any]) -> None:
        call = self.call(**change)
        assert not reports("BNL101", call, called(call.layer, mode="training"))
        assert reports("BNL101", call)

    @pytest.mark.parametrize(("shape", "what"), [((1, 4), "give it a batch"), ((8, 4), "pass training=True")])
    def test_of_one_value_training_mode_makes_zero(self, shape: tuple[int, ...], what: str) -> None:
        (report,) = reports("BNL101", called(bn(), shape, mode="inference", reason="nothing"))
        assert report.message.remedy.startswith(what)

    @pytest.mark.parametrize("change", [{"flag": arg(False)}, {"flag": Arg()}, {}])
    def test_another_call_that_may_not_train_changes_nothing(self, change: dict[str, Any]) -> None:
        call = self.call()
        assert reports("BNL101", call, called(call.layer, mode="inference", reason="flag", **change))

    def test_a_model_of_the_layers_trains_only_those(self) -> None:
        call = self.call()
        assert reports("BNL101", call, called(model(call.layer), mode="training"))


def replace_layer(call: LayerCalled, **change: Any) -> LayerCalled:
    for name, value in change.items():
        setattr(call.layer, name, value)
    return call


class TestBNL102:
    """A model whose weights a tape trains, called without the flag."""

    def step(self, root: dict[str, Any] | None = None, **leaf: Any) -> Step:
        tape = Tape(site())
        outer = called(model(), tapes=(tape,), **(root or {}))
        outer, inner = within(outer, **{"mode": "inference", "reason": "nothing", **leaf})
        return outer, inner, train_on(tape, outer.layer)

    @pytest.mark.parametrize("reason", ["nothing", "default", "learning phase"])
    def test_it_is_reported(self, reason: str) -> None:
        call, leaf, taken = self.step(reason=reason)
        assert places(reports("BNL102", call, leaf, taken)) == [call.site.line]

    @pytest.mark.parametrize("pretrained", [True, None])
    def test_a_phase_keeps_the_statistics_that_came_with_weights(self, pretrained: bool | None) -> None:
        step = self.step(reason="learning phase")
        step[1].layer.pretrained = pretrained
        assert passes_over("BNL102", step, self.step())

    def test_a_phase_keeps_the_statistics_that_the_program_gives(self) -> None:
        step = self.step(reason="learning phase")
        step[1].layer.given = True
        assert passes_over("BNL102", step, self.step())

    @pytest.mark.parametrize(
        ("root", "leaf"),
        [
            ({}, {"mode": "training"}),
            ({}, {"trainable": None}),
            ({}, {"bypass": True}),
            ({}, {"certain": False}),
            ({"bypass": True}, {}),
            ({"certain": False}, {}),
            ({"driver": "unknown"}, {}),
            ({"flag": arg(True)}, {}),
            ({"scopes": (scope("step", flag_name="training"),)}, {}),
        ],
    )
    def test_not_where(self, root: dict[str, Any], leaf: dict[str, Any]) -> None:
        assert passes_over("BNL102", self.step(root, **leaf), self.step())

    @pytest.mark.parametrize(
        "scopes",
        [
            (scope("helper"), scope("step", flag_name="training")),
            (scope("call", flag_name="training", keras_method="call"),),
            (scope("step"),),
        ],
    )
    def test_a_flag_of_another_function_is_not_dropped_here(self, scopes: tuple[Scope, ...]) -> None:
        assert reports("BNL102", *self.step({"scopes": scopes}))

    @pytest.mark.parametrize(
        ("shape", "alone"),
        [((1, 8), True), ((1, 1, 1, 8), True), ((4, 8), False), ((1, 4, 4, 8), False), (None, False)],
    )
    def test_one_value_per_channel_needs_a_batch_first(self, shape: tuple[int, ...] | None, alone: bool) -> None:
        (report,) = reports("BNL102", *self.step(input=Tensor("concrete", shape)))
        assert report.message.remedy.startswith("give it a batch") == alone
        assert report.remedy is None or not alone

    def test_a_place_that_gets_batches_too_only_lacks_the_flag(self) -> None:
        call, leaf, taken = self.step(input=Tensor("concrete", (1, 8)))
        again = called(call.layer, tapes=call.tapes, site=call.site)
        more = called(leaf.layer, outer=again, tapes=call.tapes, mode="inference", reason="nothing")
        more.input = Tensor("concrete", (32, 8))
        found = reports("BNL102", call, leaf, again, more, taken)
        assert {report.message.remedy for report in found} == {"pass training=True"}

    def test_not_where_the_innermost_tape_is_for_an_input(self) -> None:
        inner, other = Tape(site()), Tape(site())
        call, leaf, taken = self.step()
        learning = called(call.layer, tapes=call.tapes, flag=arg(True))
        learns = called(leaf.layer, outer=learning, tapes=call.tapes, mode="training", reason="flag")
        call.tapes = leaf.tapes = (*call.tapes, inner)
        penalty = GradientTaken(site(), inner, (), inputs=True)
        others = (learning, learns, call, leaf, taken)
        assert not reports("BNL102", *others, penalty)
        assert reports("BNL102", *others, GradientTaken(site(), other, (), inputs=True))
        assert reports("BNL102", *others, replace_taken(penalty, layers=(bn(),)))

    def test_a_step_that_calls_a_layer_under_such_a_tape_only_trains_it_so(self) -> None:
        inner = Tape(site())
        call, leaf, taken = self.step()
        call.tapes = leaf.tapes = (*call.tapes, inner)
        slope = GradientTaken(site(), inner, (), inputs=True)
        assert places(reports("BNL102", call, leaf, taken, slope)) == [call.site.line]

    def test_an_input_s_tape_inside_of_the_call_leaves_it_a_training_step(self) -> None:
        inner = Tape(site())
        call, leaf, taken = self.step()
        leaf.tapes = (*call.tapes, inner)
        slope = GradientTaken(site(), inner, (), inputs=True)
        assert places(reports("BNL102", call, leaf, taken, slope)) == [call.site.line]
        call.tapes = ()
        leaf.tapes = (inner,)
        assert not reports("BNL102", call, leaf, taken, slope)

    def test_a_tape_inside_of_a_call_names_what_it_records(self) -> None:
        call, leaf, taken = self.step()
        around = called(model(call.layer))
        call.outer = around
        assert places(reports("BNL102", around, call, leaf, taken)) == [call.site.line]

    def test_a_tape_of_which_no_weights_are_known_says_nothing(self) -> None:
        outermost = Tape(site())
        call, leaf, taken = self.step()
        call.tapes = leaf.tapes = (outermost, *call.tapes)
        assert len(reports("BNL102", call, leaf, taken)) == 1

    def test_a_baked_flag_of_another_layer_reaches_this_one(self) -> None:
        other = called(bn(), baked_at=called(bn()), flag=arg(False))
        call, leaf, taken = self.step(reason="flag", decided_by=other)
        assert places(reports("BNL102", call, leaf, taken)) == [call.site.line]

    @pytest.mark.parametrize(
        ("kind", "beside", "told"),
        [("Functional", True, True), ("Sequential", True, True), ("Model", True, False), ("Functional", False, False)],
    )
    def test_a_flag_inside_of_another_layer_of_a_graph(self, kind: str, beside: bool, told: bool) -> None:
        """A graph gives its own flag to each of its layers, so what another one leaves behind can be overridden."""
        call, leaf, taken = self.step(reason="flag")
        call.layer.kind = kind
        other = called(bn(), flag=arg(False), outer=call if beside else None)
        leaf.decided_by = other
        assert len(reports("BNL102", call, leaf, taken)) == told

    def test_a_baked_flag_of_the_layer_itself_is_another_mistake(self) -> None:
        call, leaf, taken = self.step(reason="flag", flag=arg(False), baked_at=called(bn()))
        leaf.decided_by = leaf
        assert not reports("BNL102", call, leaf, taken)

    def wrapper(self, **change: Any) -> tuple[Step, Arg]:
        """Return a step through a wrapper whose flag stays at False."""
        flag = replace(DEFAULT_FALSE, **change.pop("flag", {}))
        own = scope("forward", flag_name="is_training", flag=flag)
        others = (scope("inner", flag_name="training"), scope("middle", flag=flag))
        call, leaf, taken = self.step({"flag": flag, "scopes": (*others, own), **change}, reason="flag")
        leaf.decided_by = leaf.outer
        return (call, leaf, taken), flag

    def test_who_leaves_the_flag_of_a_wrapper_at_false_is_reported(self) -> None:
        events, flag = self.wrapper()
        (report,) = reports("BNL102", *events)
        assert report.site == flag.given_at
        assert report.remedy is not None
        assert report.remedy.description == "pass is_training=True"
        assert flag.given_at is not None
        assert report.remedy.changes == (PassArgument(flag.given_at, "is_training", "True"),)

    @pytest.mark.parametrize("origin", ["parameter default", "argument"])
    def test_who_leaves_the_flag_of_a_wrapper_at_none_is_reported(self, origin: str) -> None:
        (call, leaf, taken), flag = self.wrapper(flag={"value": None, "origin": origin})
        leaf.reason, leaf.decided_by = "nothing", leaf
        (report,) = reports("BNL102", call, leaf, taken)
        assert report.site == flag.given_at

    @pytest.mark.parametrize(
        "change",
        [
            {"flag": {"origin": "argument"}},
            {"flag": {"value": None, "origin": "computed"}},
            {"flag": {"given_at": None}},
            {"scopes": ()},
        ],
    )
    def test_not_where_it_is_another_flag(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL102", self.wrapper(**change)[0], self.step())

    @pytest.mark.parametrize(("name", "found"), [("is_training", True), ("training", False)])
    def test_a_flag_of_the_models_own_call_that_keras_never_fills(self, name: str, found: bool) -> None:
        own = scope("call", keras_method="call", flag_name=name, flag=DEFAULT_FALSE)
        call, leaf, taken = self.step(reason="flag", flag=DEFAULT_FALSE, scopes=(own,))
        leaf.decided_by = leaf
        assert places(reports("BNL102", call, leaf, taken)) == [call.site.line] * found

    def test_not_where_the_flag_is_for_an_inner_call(self) -> None:
        events, flag = self.wrapper()
        _, leaf, _ = events
        leaf.decided_by, leaf.flag = leaf, flag
        leaf.scopes = (scope("forward", flag_name="is_training", flag=flag),)
        assert not reports("BNL102", *events)


def replace_taken(taken: GradientTaken, **change: Any) -> GradientTaken:
    return GradientTaken(**{**vars(taken), **change})


class TestBNL103:
    """A model whose ``call`` takes no flag, trained by ``fit``."""

    def fitted(self, of: dict[str, Any] | None = None, root: dict[str, Any] | None = None, **leaf: Any) -> Calls:
        own = {"takes_training": False, "call_site": site(), "class_name": "Net", **(of or {})}
        kind = own.pop("kind", "Model")
        net = layer(kind, bn())
        for name, value in own.items():
            setattr(net, name, value)
        outer = called(net, **{"driver": "fit", **(root or {})})
        return within(outer, **{"mode": "inference", "reason": "nothing", **leaf})

    @pytest.mark.parametrize("reason", ["nothing", "default"])
    def test_its_call_is_reported(self, reason: str) -> None:
        call, leaf = self.fitted(reason=reason)
        assert [report.site for report in reports("BNL103", call, leaf)] == [call.layer.call_site]

    @pytest.mark.parametrize(
        ("of", "root", "leaf"),
        [
            ({}, {}, {"mode": "training"}),
            ({}, {}, {"mode": None}),
            ({}, {}, {"trainable": None}),
            ({}, {}, {"reason": "flag"}),
            ({"takes_training": True}, {}, {}),
            ({"takes_training": None}, {}, {}),
            ({"kind": "Layer"}, {}, {}),
            ({"call_site": None}, {}, {}),
            ({}, {"driver": "user"}, {}),
        ],
    )
    def test_not_where(self, of: dict[str, Any], root: dict[str, Any], leaf: dict[str, Any]) -> None:
        assert not reports("BNL103", *self.fitted(of, {"driver": "fit", **root} if root else None, **leaf))

    def test_keras_2_trains_it(self) -> None:
        assert not reports("BNL103", *self.fitted(), dialect=2)
        assert not reports("BNL103", *self.fitted(reason="flag"), dialect=2)

    def renamed(self, flag: Arg = DEFAULT_FALSE, name: str | None = "is_training", method: str = "call") -> Calls:
        scopes = (scope("helper"), scope("call", keras_method=method, flag_name=name))
        return self.fitted({"takes_training": False}, reason="flag", flag=flag, scopes=scopes)

    @pytest.mark.parametrize("dialect", [2, 3])
    def test_a_flag_under_another_name_is_reported(self, dialect: int) -> None:
        call, leaf = self.renamed()
        (report,) = reports("BNL103", call, leaf, dialect=dialect)
        assert report.site == leaf.scopes[1].site
        assert "'is_training'" in report.message.headline

    @pytest.mark.parametrize(
        ("flag", "name", "method"),
        [
            (DEFAULT_FALSE, "training", "call"),
            (DEFAULT_FALSE, None, "call"),
            (DEFAULT_FALSE, "is_training", "build"),
            (replace(DEFAULT_FALSE, origin=""), "is_training", "call"),
            (replace(DEFAULT_FALSE, value=True), "is_training", "call"),
            (replace(DEFAULT_FALSE, known=False), "is_training", "call"),
        ],
    )
    def test_not_where_it_is_another_flag(self, flag: Arg, name: str | None, method: str) -> None:
        assert not reports("BNL103", *self.renamed(flag, name, method), dialect=2)

    def test_the_flag_is_handed_to_what_is_called_in_the_same_method(self) -> None:
        call, leaf = self.fitted()
        method = call.layer.call_site
        assert method is not None
        own = (Scope("call", method, keras_method="call"),)
        leaf.scopes = own
        takes_none = layer("Layer", bn(), takes_training=None)
        others = [
            called(bn(), scopes=own),  # outermost: of another run
            called(bn(), outer=call, scopes=(scope("other"),)),
            called(bn(), outer=call),
            called(bn(), outer=call, scopes=own, flag=arg(False)),
            called(takes_none, outer=call, scopes=own),
            called(bn(), outer=call, scopes=own, bypass=True),
        ]
        (report,) = reports("BNL103", call, leaf, *others)
        assert report.remedy is not None
        first, *passed = report.remedy.changes
        assert first == AddParameter(method, "training", "None")
        assert passed == [PassArgument(leaf.site, "training", "training")]


class TestBNL104:
    """A constant False at a layer that learns."""

    tape = Tape(site())

    def step(self, root: dict[str, Any] | None = None, **leaf: Any) -> Step:
        outer = called(model(), **{"flag": arg(False), "tapes": (self.tape,), **(root or {})})
        outer, inner = within(outer, **{"mode": "inference", "reason": "flag", "decided_by": outer, **leaf})
        return outer, inner, train_on(self.tape, outer.layer)

    def test_it_is_reported(self) -> None:
        call, leaf, taken = self.step()
        assert places(reports("BNL104", call, leaf, taken)) == [call.site.line]

    @pytest.mark.parametrize(
        ("root", "leaf"),
        [
            ({}, {"mode": None}),
            ({}, {"trainable": None}),
            ({}, {"reason": "default"}),
            ({}, {"decided_by": None}),
            ({"bypass": True}, {}),
            ({"baked_at": called(bn())}, {}),
            ({"tapes": ()}, {}),
            ({"flag": replace(DEFAULT_FALSE, value=None)}, {}),
            ({"flag": arg(False, "computed")}, {}),
        ],
    )
    def test_not_where(self, root: dict[str, Any], leaf: dict[str, Any]) -> None:
        assert passes_over("BNL104", self.step(root, **leaf), self.step())

    def unset(self, root: dict[str, Any] | None = None, **inner: Any) -> Step:
        """Return a step whose model gets True, and a part of it None."""
        outer = called(model(), **{"flag": arg(True), "tapes": (self.tape,), **(root or {})})
        part = called(outer.layer, **{"flag": arg(None), "outer": outer, "tapes": (self.tape,), **inner})
        part, leaf = within(part, mode="inference", reason="nothing", decided_by=part)
        return outer, leaf, train_on(self.tape, outer.layer)

    def test_a_none_inside_is_reported(self) -> None:
        call, leaf, taken = self.unset()
        assert leaf.outer is not None
        assert places(reports("BNL104", call, leaf, taken)) == [leaf.outer.site.line]
        assert not reports("BNL104", call, leaf, taken, dialect=2)
        assert not reports("BNL104", call, leaf, taken, none_asks=True)

    @pytest.mark.parametrize("taken_by_caller", ["train", None])
    def test_a_none_is_reported_where_a_caller_leaves_it(self, taken_by_caller: str | None) -> None:
        flag = arg(None, "parameter default")
        scopes = (scope("inner"), scope("body", flag_name="training", flag=flag))
        call, leaf, taken = self.unset(flag=flag, scopes=(*scopes, scope("call", flag_name=taken_by_caller)))
        (report,) = reports("BNL104", call, leaf, taken)
        assert report.site == flag.given_at
        assert flag.given_at is not None
        if taken_by_caller is None:
            assert report.remedy is None
        else:
            assert report.remedy is not None
            assert report.remedy.changes == (PassArgument(flag.given_at, "training", "train"),)

    @pytest.mark.parametrize(
        ("root", "inner"),
        [
            ({"flag": arg(False)}, {}),
            ({"flag": ABSENT}, {}),
            ({}, {"flag": ABSENT}),
            ({}, {"flag": unknown()}),
            ({}, {"flag": arg(None, "keras")}),
            ({}, {"baked_at": called(bn())}),
            ({}, {"bypass": True}),
            ({}, {"guarded": True}),
            ({}, {"outer": None}),
            ({"tapes": ()}, {"tapes": ()}),
        ],
    )
    def test_not_where_a_none_is_none(self, root: dict[str, Any], inner: dict[str, Any]) -> None:
        call, leaf, taken = self.unset(root, **inner)
        assert not [report for report in reports("BNL104", call, leaf, taken) if "None" in report.message.headline]

    def test_not_on_a_backbone_that_gets_none(self) -> None:
        call, leaf, taken = self.unset()
        leaf.layer.opaque = True
        assert not reports("BNL104", call, leaf, taken)

    def test_not_where_the_same_step_moves_the_statistics_too(self) -> None:
        call, leaf, taken = self.step()
        moving = called(leaf.layer, mode="training", tapes=(self.tape,))
        assert not reports("BNL104", call, leaf, taken, moving)
        assert reports("BNL104", call, leaf, taken, called(bn(), mode="training", tapes=(self.tape,)))

    @pytest.mark.parametrize("change", [{"pretrained": True}, {"pretrained": None}])
    def test_not_on_a_pretrained_model(self, change: dict[str, Any]) -> None:
        call, leaf, taken = self.step()
        replace_layer(call, **change)
        assert passes_over("BNL104", [call, leaf, taken], self.step())

    def test_not_on_a_model_of_the_library(self) -> None:
        call, leaf, taken = self.step()
        leaf.layer.opaque = True
        assert not reports("BNL104", call, leaf, taken)

    def test_in_keras_2_a_constant_in_the_graph_of_a_layer_that_never_learns(self) -> None:
        call, leaf, taken = self.step()
        call.baked_at = called(call.layer, input=SYMBOLIC)
        assert places(reports("BNL104", call, leaf, taken, dialect=2)) == [call.site.line]
        assert not reports("BNL104", call, leaf, taken, dialect=3)
        assert not reports("BNL104", call, leaf, taken, TrainableSet(site(), call.layer, True), dialect=2)
        elsewhere = called(leaf.layer, mode="training")
        assert not reports("BNL104", call, leaf, taken, elsewhere, dialect=2)

    def test_not_inside_the_programs_own_bn(self) -> None:
        call, leaf, taken = self.step({"flag": ABSENT})
        inner = called(leaf.layer, outer=leaf, mode="inference", reason="flag", flag=arg(False), tapes=(self.tape,))
        inner.decided_by = inner
        leaf.mode = None
        assert not reports("BNL104", call, leaf, inner, taken)
        inner.layer = model().children[0]
        assert reports("BNL104", call, leaf, inner, train_on(self.tape, inner.layer))

    @pytest.mark.parametrize(("origin", "where"), [("parameter default", "site"), ("argument", "given_at")])
    def test_a_flag_that_is_handed_in_is_reported(self, origin: str, where: str) -> None:
        flag = arg(False, origin)
        call, leaf, taken = self.step({"flag": flag})
        (report,) = reports("BNL104", call, leaf, taken)
        assert report.site == (call.site if where == "site" else flag.given_at)

    def test_where_nobody_knows_who_hands_it_in_its_use_is_reported(self) -> None:
        call, leaf, taken = self.step({"flag": replace(arg(False, "argument"), given_at=None)})
        assert places(reports("BNL104", call, leaf, taken)) == [call.site.line]

    def test_not_where_a_wrapper_takes_the_flag(self) -> None:
        """That is BNL102, at the call of the wrapper."""
        scopes = (scope("forward", flag_name="training", flag=DEFAULT_FALSE),)
        assert not reports("BNL104", *self.step({"flag": DEFAULT_FALSE, "scopes": scopes}))

    @pytest.mark.parametrize("origin", ["parameter default", "argument"])
    def test_not_where_the_flag_is_for_an_inner_call(self, origin: str) -> None:
        call, leaf, taken = self.step({"flag": ABSENT}, flag=arg(False, origin))
        leaf.decided_by = leaf
        assert not reports("BNL104", call, leaf, taken)

    def test_a_constant_in_a_call_without_a_flag_is_dropped(self) -> None:
        flag = arg(False)
        call, leaf, taken = self.step({"flag": ABSENT}, flag=flag, scopes=(CALL,))
        leaf.decided_by = leaf
        (report,) = reports("BNL104", call, leaf, taken)
        assert report.remedy is not None
        assert (report.remedy.description, report.remedy.safety) == ("drop the constant", "unsafe")
        assert flag.site is not None
        assert report.remedy.changes == (DropArgument(leaf.site, flag.site),)

    def test_a_constant_that_is_not_written_there_stays(self) -> None:
        call, leaf, taken = self.step({"flag": ABSENT}, flag=Arg(False, known=True), scopes=(CALL,))
        leaf.decided_by = leaf
        (report,) = reports("BNL104", call, leaf, taken)
        assert report.remedy is None


class TestBNL105:
    """A constant True where inference happens."""

    def inner(self, net: Layer, where: Site, **root: Any) -> Calls:
        """Return a call of a model whose own ``call`` passes True to its BN layer, at one place."""
        outer = called(net, **root)
        _, leaf = within(outer, "training", "flag", flag=arg(True), scopes=(CALL,), site=where)
        leaf.decided_by = leaf
        return outer, leaf

    def test_a_constant_in_call_is_reported(self) -> None:
        where = site()
        assert places(reports("BNL105", *self.inner(model(), where))) == [where.line]

    @pytest.mark.parametrize(
        "change",
        [{"mode": "inference"}, {"mode": None}, {"scopes": ()}, {"flag": arg(True, "argument")}, {"reason": "default"}],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        call, leaf = self.inner(model(), site())
        for name, value in change.items():
            setattr(leaf, name, value)
        assert not reports("BNL105", call, leaf)

    @pytest.mark.parametrize("origin", ["", "argument", "parameter default"])
    def test_what_the_programs_own_bn_decides_for_itself_is_a_constant(self, origin: str) -> None:
        where = site()
        outer, leaf = self.inner(bn(), where, mode="training")
        leaf.flag = arg(True, origin)
        assert places(reports("BNL105", outer, leaf)) == [where.line]

    @pytest.mark.parametrize("flag", [arg(True, "keras"), arg(False), unknown()])
    def test_what_it_hands_on_is_not(self, flag: Arg) -> None:
        outer, leaf = self.inner(bn(), site(), mode="training")
        leaf.flag = flag
        assert not reports("BNL105", outer, leaf)

    def test_not_where_only_training_comes_by(self) -> None:
        net, where = model(), site()
        outer, leaf = self.inner(net, where, driver="fit")
        assert places(reports("BNL105", outer, leaf)) == [where.line]
        leaf.guarded = True
        assert not reports("BNL105", outer, leaf)

    def test_only_in_steps_of_the_programs_own_it_is_right(self) -> None:
        tape, net, where = Tape(site()), model(), site()
        step: list[Event] = [*self.inner(net, where, tapes=(tape,)), train_on(tape, net)]
        assert not reports("BNL105", *step)
        assert places(reports("BNL105", *step, *self.inner(net, where))) == [where.line]
        assert places(reports("BNL105", *step, *self.inner(net, where, driver="fit"))) == [where.line]

    def test_each_place_is_judged_by_its_own_uses(self) -> None:
        tape, net, where = Tape(site()), model(), site()
        step: list[Event] = [*self.inner(net, site(), tapes=(tape,)), train_on(tape, net)]
        assert places(reports("BNL105", *step, *self.inner(model(), where))) == [where.line]

    EVALUATE = (scope("evaluate"),)

    def at_inference(self, **change: Any) -> LayerCalled:
        return called(model(), **{"flag": arg(True), "scopes": self.EVALUATE, **change})

    def test_a_constant_in_code_for_inference_is_reported(self) -> None:
        call = self.at_inference()
        assert places(reports("BNL105", call)) == [call.site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"outer": called(model())},
            {"driver": "predict"},
            {"bypass": True},
            {"unused_result": True},
            {"scopes": ()},
            {"scopes": (scope("train_step"),)},
            {"scopes": (scope("test_the_model"),)},
            {"scopes": (scope("_test_the_model"),)},
            {"scopes": (scope("predict_with_uncertainty"),)},
            {"scopes": (scope("sample"), scope("evaluate_MC_dropout"))},
            {"site": Site("tests/test_net.py", 7, 0)},
            {"site": Site("net_test.py", 7, 0)},
            {"input": SYMBOLIC},
            {"input": Tensor(None)},
            {"trainable": False},
            {"flag": arg(True, "computed")},
            {"flag": arg(False, "argument")},
            {"flag": unknown()},
            {"flag": replace(unknown(), value=True, origin="argument")},
            {"guarded": True},
        ],
    )
    def test_code_for_inference_is_left_alone_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL105", [self.at_inference(**change)], [self.at_inference()])

    def test_not_where_a_gradient_is_taken(self) -> None:
        tape, other = Tape(site()), Tape(site())
        call = self.at_inference(tapes=(tape,))
        assert reports("BNL105", call)
        assert reports("BNL105", call, train_on(other, bn()), GradientTaken(site(), other, (), inputs=True))
        assert not reports("BNL105", call, train_on(tape, bn()))
        assert not reports("BNL105", call, GradientTaken(site(), tape, (), inputs=True))

    @pytest.mark.parametrize(("free", "told"), [(False, False), (True, True), (None, True)])
    def test_not_where_all_bn_inside_is_frozen(self, free: bool | None, told: bool) -> None:
        """Models that are read back from files are free, and the layers in them are not."""
        call = self.at_inference()
        leaves = [called(bn(), outer=call, trainable=state) for state in (False, free)]
        assert bool(reports("BNL105", call, *leaves)) is told

    def test_a_layer_itself_only_where_the_program_trains_it(self) -> None:
        tape, alone = Tape(site()), bn()
        call = called(alone, flag=arg(True), scopes=self.EVALUATE)
        step = called(alone, mode="training", tapes=(tape,)), train_on(tape, alone)
        other = bn()
        assert not reports("BNL105", call)
        assert not reports("BNL105", call, called(other, tapes=(tape,)), train_on(tape, other))
        assert places(reports("BNL105", call, *step)) == [call.site.line]

    def test_what_holds_no_bn_is_left_alone(self) -> None:
        dense = called(layer("Dense"), flag=arg(True), scopes=self.EVALUATE)
        assert passes_over("BNL105", [dense], [self.at_inference()])

    @pytest.mark.parametrize("change", [{"input": Tensor(None)}, {"scopes": (scope("test_the_model"),)}])
    def test_a_model_that_the_program_trains_is_known(self, change: dict[str, Any]) -> None:
        tape = Tape(site())
        call = self.at_inference(**change)
        step = within(called(call.layer, tapes=(tape,)), "training", "flag")
        assert places(reports("BNL105", call, *step, train_on(tape, call.layer))) == [call.site.line]

    def test_who_hands_the_flag_in_is_reported(self) -> None:
        flag = arg(True, "argument")
        (report,) = reports("BNL105", self.at_inference(flag=flag))
        assert report.site == flag.given_at

    def test_a_default_of_true_is_reported(self) -> None:
        outer = self.at_inference(flag=ABSENT)
        by_default = within(outer, "training", "default", decided_by=outer)
        assert places(reports("BNL105", *by_default)) == [outer.site.line]
        outer.layer.call_site = site()
        (report,) = reports("BNL105", *by_default)
        assert report.site == outer.layer.call_site
        assert report.related[0][0] == outer.site

    def asked(self, **change: Any) -> list[Event]:
        """Return a call without a gradient of a model that the program trains."""
        tape, net = Tape(site()), model()
        step = within(called(net, tapes=(tape,)), "training", "flag")
        return [*step, train_on(tape, net), called(net, flag=arg(True), **change)]

    @pytest.mark.parametrize(
        "change",
        [
            {"answers": True},
            {"answers": True, "scopes": (scope("train_epoch"),)},
            {"scopes": (scope("get_features"),)},
            {"scopes": (scope("act"), scope("helper"))},
        ],
    )
    def test_results_that_are_asked_for_are_reported(self, change: dict[str, Any]) -> None:
        *step, call = self.asked(**change)
        assert places(reports("BNL105", *step, call)) == [call.site.line]
        assert not reports("BNL105", call)

    @pytest.mark.parametrize(
        "change",
        [
            {},
            {"answers": True, "feeds": True},
            {"scopes": (scope("act"),), "feeds": True},
            {"scopes": (scope("helper"), scope("act"))},
            {"scopes": (scope("act"), scope("train"))},
            {"scopes": (scope("action"), scope("update_policy"))},
            {"scopes": (scope("act"), scope("fit"))},
            {"scopes": (scope("transaction"),)},
        ],
    )
    def test_others_are_not(self, change: dict[str, Any]) -> None:
        assert not reports("BNL105", *self.asked(**change))

    @pytest.mark.parametrize(
        "change", [{"decided_by": called(bn())}, {"reason": "fit"}, {"mode": "inference"}, {"mode": None}]
    )
    def test_another_default_is_not(self, change: dict[str, Any]) -> None:
        outer = self.at_inference(flag=ABSENT)
        leaf = {"mode": "training", "reason": "default", "decided_by": outer, **change}
        assert not reports("BNL105", *within(outer, **leaf))


class TestBNL106:
    """A constant in a Functional graph."""

    def baked(self, value: Any = True, **change: Any) -> LayerCalled:
        return called(bn(), **{"flag": arg(value), "input": SYMBOLIC, **change})

    @pytest.mark.parametrize("dialect", [2, 3])
    def test_true_is_reported(self, dialect: int) -> None:
        call = self.baked()
        assert places(reports("BNL106", call, dialect=dialect)) == [call.site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"outer": called(model())},
            {"input": Tensor("concrete")},
            {"mode": "training"},
            {"trainable": False},
            {"flag": unknown()},
            {"flag": replace(unknown(), value=True)},
            {"flag": ABSENT},
            {"flag": arg("yes")},
            {"flag": replace(arg(True), origin="keras")},
            {"flag": arg(True, "argument"), "scopes": (CALL,)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL106", [self.baked(**change)], [self.baked()])

    def test_not_in_graphs_of_tf1_and_not_without_bn(self) -> None:
        assert not reports("BNL106", self.baked(), graph_mode=True)
        assert not reports("BNL106", called(layer("Dropout"), flag=arg(True), input=SYMBOLIC))
        assert not reports("BNL106", called(layer("Dropout"), flag=arg(False), input=SYMBOLIC, scopes=(scope("f"),)))

    def test_an_input_that_is_not_in_sight_is_a_graph_once_it_ran(self) -> None:
        call, other = self.baked(input=Tensor(None)), self.baked()
        run = called(call.layer, baked_at=call, mode="training")
        assert not reports("BNL106", call)
        assert places(reports("BNL106", call, other)) == [other.site.line]
        assert places(reports("BNL106", call, run)) == [call.site.line]

    def test_or_where_a_builder_makes_and_calls_the_layer(self) -> None:
        call = self.baked(input=Tensor(None), scopes=(scope("block"), scope("call", keras_method="call")))
        assert places(reports("BNL106", call)) == [call.site.line]

    @pytest.mark.parametrize(
        "change", [{"scopes": ()}, {"loops": 1}, {"scopes": (scope("build", keras_method="build"), scope("block"))}]
    )
    def test_not_in_another_place(self, change: dict[str, Any]) -> None:
        call = {"input": Tensor(None), "scopes": (scope("block"),), **change}
        assert not reports("BNL106", self.baked(**call))

    def test_a_main_hands_its_graph_to_nobody(self) -> None:
        assert reports("BNL106", self.baked(False, scopes=(scope("block"), scope("main"))))
        assert not reports("BNL106", self.baked(False, scopes=(scope("main"),)))
        assert not reports("BNL106", self.baked(False, scopes=()))

    def test_not_where_a_builder_calls_a_model(self) -> None:
        call = called(model(), flag=arg(True), input=Tensor(None), scopes=(scope("block"),))
        assert not reports("BNL106", call)

    def frozen(self, **change: Any) -> LayerCalled:
        """Return ``BatchNormalization()(x, training=False)`` in a builder."""
        call = self.baked(False, scopes=(scope("block"),), **change)
        vars(call.site.node)["func"] = call.layer.site.node
        return call

    def test_false_is_repaired_by_a_freeze_where_the_layer_is_built(self) -> None:
        call = self.frozen(site=replace(site(), node=Node()))
        (report,) = reports("BNL106", call)
        assert report.remedy is not None
        assert report.remedy.changes == (PassArgument(call.layer.site, "trainable", "False"),)

    @pytest.mark.parametrize(
        "break_it",
        [
            lambda call: vars(call.site.node).clear(),
            lambda call: vars(call.site.node).update(func=object()),
            lambda call: setattr(call, "flag", arg(False, "argument")),
            lambda call: setattr(call, "layer", model(call.layer)),
        ],
    )
    def test_no_freeze_where(self, break_it: Any) -> None:
        call = self.frozen(site=replace(site(), node=Node()))
        break_it(call)
        (report,) = reports("BNL106", call)
        assert report.remedy is None

    def test_no_freeze_without_the_source(self) -> None:
        call = self.baked(False, scopes=(scope("block"),), site=replace(site(), node=None))
        call.layer.site = replace(call.layer.site, node=None)
        (report,) = reports("BNL106", call)
        assert report.remedy is None


class Node:
    """A syntax node."""


class TestBNL107:
    """A function that takes a flag and does not pass it."""

    TAKES = scope("apply", flag_name="training", flag=unknown())

    def call(self, **change: Any) -> LayerCalled:
        return called(bn(), **{"mode": "inference", "reason": "nothing", "scopes": (self.TAKES,), **change})

    def test_it_is_reported(self) -> None:
        call = self.call()
        assert places(reports("BNL107", call)) == [call.site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"outer": called(model())},
            {"driver": "unknown"},
            {"bypass": True},
            {"flag": arg(False)},
            {"certain": False},
            {"input": SYMBOLIC},
            {"trainable": None},
            {"reason": "learning phase"},
            {"scopes": ()},
            {"scopes": (scope("apply"), TAKES)},
            {"scopes": (TAKES, CALL)},
            {"scopes": (replace(TAKES, keras_method="train_step"),)},
            {"scopes": (replace(TAKES, keras_method="call"),)},
            {"scopes": (replace(TAKES, flag=arg(False)),)},
            {"scopes": (replace(TAKES, flag_name="phase", flag=arg("train")),)},
            {"mode": None},
            {"mode": None, "scopes": (replace(TAKES, name="__call__"),)},
            {"mode": None, "input": Tensor(None)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL107", [self.call(**change)], [self.call()])

    def test_an_unknown_mode_is_enough_in_a_module(self) -> None:
        call = self.call(mode=None, input=Tensor(None), scopes=(replace(self.TAKES, name="__call__"),))
        assert places(reports("BNL107", call)) == [call.site.line]

    def test_not_where_the_call_makes_a_graph(self) -> None:
        call = self.call()
        assert not reports("BNL107", call, called(call.layer, baked_at=call, outer=called(model())))
        assert reports("BNL107", call, called(call.layer, baked_at=called(bn()), outer=called(model())))

    def test_a_model_is_reported_for_the_bn_inside(self) -> None:
        outer = called(model(), scopes=(self.TAKES,))
        assert places(reports("BNL107", *within(outer, "inference", "nothing"))) == [outer.site.line]

    @pytest.mark.parametrize(
        "leaf", [{"mode": "training"}, {"mode": None}, {"reason": "default"}, {"trainable": None}, {"certain": False}]
    )
    def test_a_model_is_left_alone_where(self, leaf: dict[str, Any]) -> None:
        outer = called(model(), scopes=(self.TAKES,))
        assert not reports("BNL107", *within(outer, **{"mode": "inference", "reason": "nothing", **leaf}))

    def test_in_a_call_that_fit_runs_by_itself(self) -> None:
        in_call = (replace(self.TAKES, keras_method="call"),)
        fitted = called(model(), driver="fit", stateless=True)
        (report,) = reports("BNL107", fitted, self.call(driver="fit", outer=fitted, scopes=in_call))
        assert "and fit on JAX runs call() by itself" in report.message.reason
        assert not reports("BNL107", fitted, self.call(driver="predict", outer=fitted, scopes=in_call))
        in_context = called(model(), driver="fit")
        assert not reports("BNL107", in_context, self.call(driver="fit", outer=in_context, scopes=in_call))

    def test_another_models_bn_does_not_matter(self) -> None:
        outer = called(model(), scopes=(self.TAKES,))
        assert not reports("BNL107", outer, *within(called(model()), "inference", "nothing"))


class TestBNL108:
    """A frozen layer that is asked to train."""

    def call(self, **change: Any) -> LayerCalled:
        return called(bn(), **{"flag": arg(True), "trainable": False, **change})

    def test_it_is_reported(self) -> None:
        call = self.call()
        assert places(reports("BNL108", call)) == [call.site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"flag": arg(False)},
            {"flag": arg(True, "argument")},
            {"trainable": None},
            {"bypass": True},
            {"certain": False},
            {"baked_at": called(bn())},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL108", [self.call(**change)], [self.call()])

    def test_not_where_no_bn_layer_is_inside(self) -> None:
        dense = called(layer("Dense"), flag=arg(True), trainable=False)
        assert passes_over("BNL108", [dense], [self.call()])

    @pytest.mark.parametrize("value", [True, None])
    def test_not_where_the_layer_is_unfrozen_somewhere(self, value: bool | None) -> None:
        call = self.call()
        assert passes_over("BNL108", [call, TrainableSet(site(), call.layer, value)], [self.call()])
        assert reports("BNL108", call, TrainableSet(site(), bn(), value))
        assert reports("BNL108", call, TrainableSet(site(), call.layer, False))


class TestBNL111:
    """``layer.call(...)``."""

    def test_a_flag_of_none_is_replaced(self) -> None:
        tape, flag = Tape(site()), arg(None)
        call = called(bn(), bypass=True, flag=flag, tapes=(tape,))
        call.mode, call.reason, call.decided_by = "inference", "nothing", call
        (report,) = reports("BNL111", call, train_on(tape, call.layer))
        assert report.remedy is not None
        assert report.remedy.changes[1] == PassArgument(call.site, "training", "True", flag.site)

    def test_a_layer_that_is_not_built_is_reported(self) -> None:
        call = called(bn(), bypass=True, unbuilt=True)
        assert places(reports("BNL111", call)) == [call.site.line]
        call.certain = False
        assert not reports("BNL111", call)

    def step(self, flag: Arg = ABSENT, **leaf: Any) -> list[Event]:
        """Return a training step that bypasses a model whose BN layer runs in inference mode."""
        tape, net = Tape(site()), model()
        outer = called(net, bypass=True, flag=flag, tapes=(tape,))
        return [*within(outer, **{"mode": "inference", "reason": "nothing", **leaf}), train_on(tape, net)]

    @pytest.mark.parametrize("flag", [ABSENT, arg(None), arg(True)])
    def test_no_flag_arrives_in_a_step(self, flag: Arg) -> None:
        outer, *rest = self.step(flag)
        assert places(reports("BNL111", outer, *rest)) == [outer.site.line]

    @pytest.mark.parametrize("leaf", [{"mode": "training"}, {"mode": None}, {"trainable": False}, {"trainable": None}])
    def test_not_where_nothing_is_lost(self, leaf: dict[str, Any]) -> None:
        assert not reports("BNL111", *self.step(**leaf))

    @pytest.mark.parametrize("flag", [arg(False), unknown(), replace(unknown(), value=True)])
    def test_nor_where_somebody_asks_for_inference(self, flag: Arg) -> None:
        assert not reports("BNL111", *self.step(flag))

    def test_at_inference_it_answers_as_the_object_does(self) -> None:
        outer, leaf, _ = self.step()
        assert not reports("BNL111", outer, leaf)


class TestBNL112:
    """Graphs of TF1."""

    def graph(self, minimized: GraphMinimized | None = None, **change: Any) -> list[Event]:
        added = GraphNormalized(site(), "tf.layers.batch_normalization", **{"flag": arg(True), **change})
        return [added, minimized or GraphMinimized(site(), updates_run=False)]

    @pytest.mark.parametrize("flag", [arg(True), unknown()])
    def test_a_train_op_without_the_updates_is_reported(self, flag: Arg) -> None:
        events = self.graph(flag=flag)
        assert places(reports("BNL112", *events, dialect=2)) == [events[1].site.line]

    @pytest.mark.parametrize(
        "change",
        [
            {"flag": arg(False)},
            {"in_place": True},
            {"in_place": None},
            {"trainable": False},
            {"minimized": GraphMinimized(site(), updates_run=None)},
            {"minimized": GraphMinimized(site(), updates_run=True)},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert not reports("BNL112", *self.graph(**change), dialect=2)

    @pytest.mark.parametrize(
        ("added", "step", "count"),
        [
            ((("1 norm", True),), (("1 norm", False),), 0),
            ((("1 norm", True),), (("1 norm", True), ("1 fast", False)), 1),
            ((("1 norm", True),), (("1 fast", False),), 1),
            ((("self of 5", 1),), (("self of 5", 2),), 0),
            ((), (("1 norm", False),), 1),
        ],
    )
    def test_a_train_op_is_for_what_may_be_there_with_it(
        self, added: tuple[Premise, ...], step: tuple[Premise, ...], count: int
    ) -> None:
        minimized = GraphMinimized(site(), updates_run=False, premises=step)
        assert len(reports("BNL112", *self.graph(minimized, premises=added), dialect=2)) == count

    def test_the_nearest_normalisation_is_shown(self) -> None:
        own, other = (scope("__init__", owner=each) for each in ("Net", "OtherNet"))
        elsewhere, first, second, same = (
            GraphNormalized(place, "tf.layers.batch_normalization", flag=arg(True), scopes=scopes)
            for place, scopes in (
                (Site("nets.py", 3), ()),
                (site(), (other,)),
                (site(), (scope("block"), own)),
                (site(), (own,)),
            )
        )
        step = GraphMinimized(site(), updates_run=False, scopes=(own,))
        for added, shown in (((first, second, same), second), ((elsewhere, first), first), ((elsewhere,), elsewhere)):
            (report,) = reports("BNL112", *added, step, dialect=2)
            assert report.related[0][0] == shown.site
        (report,) = reports("BNL112", first, second, replace(step, made_of=frozenset((first,))), dialect=2)
        assert report.related[0][0] == first.site  # what is trained stands before what is near

    def test_another_train_op_may_run_the_updates(self) -> None:
        added, without = self.graph()
        assert isinstance(added, GraphNormalized)
        other = GraphMinimized(site(), updates_run=True, moves=(added,))
        assert not reports("BNL112", added, without, other, dialect=2)
        assert reports("BNL112", added, without, replace(other, moves=()), dialect=2)
        assert reports("BNL112", added, without, replace(other, premises=(("test 1", True),)), dialect=2)

    def test_a_discriminator_is_not_asked_at_inference(self) -> None:
        for around in (scope("make_Discriminator"), scope("__call__", owner="Discriminator")):
            assert not reports("BNL112", *self.graph(scopes=(scope("block"), around)), dialect=2)
            contrib = GraphNormalized(site(), "slim.batch_norm", default_flag=True, scopes=(around,))
            assert not reports("BNL112", contrib, dialect=2)
            plain = GraphNormalized(site(), "tf.layers.batch_normalization", scopes=(around,))
            assert places(reports("BNL112", plain, dialect=2)) == [plain.site.line]

    def keras(self, **change: Any) -> tuple[LayerCalled, GraphMinimized]:
        return called(bn(), **{"flag": arg(True), **change}), GraphMinimized(site())

    @pytest.mark.parametrize("flag", [arg(True), unknown()])
    def test_a_layer_of_keras_needs_its_own_updates(self, flag: Arg) -> None:
        events = self.keras(flag=flag)
        assert places(reports("BNL112", *events, dialect=2, graph_mode=True)) == [events[1].site.line]

    @pytest.mark.parametrize(
        "change",
        [{"flag": arg(False)}, {"flag": Arg()}, {"trainable": None}, {"certain": False}],
    )
    def test_not_where_a_layer_of_keras_learns_nothing(self, change: dict[str, Any]) -> None:
        assert not reports("BNL112", *self.keras(**change), dialect=2, graph_mode=True)

    @pytest.mark.parametrize("change", [{"flag": ABSENT}, {"flag": arg(None)}, {"reason": "nothing"}])
    def test_a_layer_of_keras_without_its_flag_is_reported(self, change: dict[str, Any]) -> None:
        call, minimized = self.keras(**{"flag": ABSENT, **change})
        assert places(reports("BNL112", call, minimized, dialect=2, graph_mode=True)) == [call.site.line]
        assert not reports("BNL112", call, dialect=2, graph_mode=True)
        assert not reports("BNL112", call, minimized, dialect=2)

    def test_a_model_of_keras_without_its_flag_is_reported(self) -> None:
        call = called(model(), flag=ABSENT, scopes=(scope("net", flag_name="train"),))
        (report,) = reports("BNL112", call, GraphMinimized(site()), dialect=2, graph_mode=True)
        assert report.remedy is not None
        assert report.remedy.changes == (PassArgument(call.site, "training", "train", to_any=False),)

    @pytest.mark.parametrize(
        "change",
        [
            {"input": SYMBOLIC},
            {"driver": "fit"},
            {"bypass": True},
            {"tapes": (Tape(site()),)},
            {"trainable": False},
            {"certain": False},
            {"reason": "learning phase"},
            {"scopes": (CALL,)},
            {"outer": called(model())},
            {"baked_at": called(bn())},
        ],
    )
    def test_a_flag_is_not_missed_where(self, change: dict[str, Any]) -> None:
        call, minimized = self.keras(**{"flag": ABSENT, **change})
        assert not reports("BNL112", call, minimized, dialect=2, graph_mode=True)

    @pytest.mark.parametrize(
        "of",
        [
            layer("Model", bn()),
            layer("Functional", layer("BatchNormalization", opaque=True, pretrained=True)),
            layer("BatchNormalization", opaque=True),
        ],
    )
    def test_a_flag_is_not_missed_by(self, of: Layer) -> None:
        call = called(of, flag=ABSENT)
        assert not reports("BNL112", call, GraphMinimized(site()), dialect=2, graph_mode=True)

    def test_a_layer_that_is_trained_elsewhere_may_be_used_without_its_flag(self) -> None:
        call, minimized = self.keras(flag=ABSENT)
        trained = called(call.layer, flag=arg(False))
        assert not reports("BNL112", call, trained, minimized, dialect=2, graph_mode=True)
        fitted = Fitted(site(), model(call.layer))
        assert not reports("BNL112", call, fitted, minimized, dialect=2, graph_mode=True)

    @pytest.mark.parametrize("flag", [ABSENT, arg(True)])
    def test_a_train_op_is_that_of_its_own_graph(self, flag: Arg) -> None:
        call, _ = self.keras(flag=flag)
        other = GraphMinimized(site(), layers=(bn(),))
        assert not reports("BNL112", call, other, dialect=2, graph_mode=True)
        own = GraphMinimized(site(), layers=(bn(), call.layer))
        assert len(reports("BNL112", call, own, dialect=2, graph_mode=True)) == 1

    def test_where_the_updates_run_the_phase_may_be_fed(self) -> None:
        call, _ = self.keras(flag=ABSENT)
        minimized = GraphMinimized(site(), keras_updates_run=True)
        assert not reports("BNL112", call, minimized, dialect=2, graph_mode=True)

    def test_the_learning_phase_is_a_flag(self) -> None:
        call, minimized = self.keras(flag=ABSENT)
        on, off = LearningPhaseSet(site(), arg(1)), LearningPhaseSet(site(), arg(0))
        assert places(reports("BNL112", on, call, minimized, dialect=2, graph_mode=True)) == [minimized.site.line]
        assert not reports("BNL112", off, call, minimized, dialect=2, graph_mode=True)

    def test_not_for_other_layers_and_not_outside_of_graphs(self) -> None:
        call, minimized = self.keras()
        other = called(layer("Dropout"), flag=arg(True))
        assert not reports("BNL112", other, minimized, dialect=2, graph_mode=True)
        assert not reports("BNL112", call, minimized, dialect=2)

    def test_a_constant_gives_way_to_the_flag_of_the_function(self) -> None:
        flag = arg(False)
        added = GraphNormalized(
            site(), "tf.layers.batch_normalization", flag, scopes=(scope("net", flag_name="train"),)
        )
        (report,) = reports("BNL104", added, GraphMinimized(site()), dialect=2)
        assert report.remedy is not None
        change = PassArgument(added.site, "training", "train", flag.site, of="batch_normalization")
        assert report.remedy.changes == (change,)

    def test_a_constant_of_a_unit_test_is_none_of_the_network(self) -> None:
        for name, path in (("testShapes", "net_test.py"), ("test_shapes", "net.py"), ("testimony", "net_test.py")):
            around = (scope("block"), replace(scope(name), site=Site(path, 3, 0)))
            added = GraphNormalized(site(), "slim.batch_norm", arg(False), True, scopes=around)
            found = reports("BNL104", added, GraphMinimized(site()), dialect=2)
            assert len(found) == (name == "testimony")

    def test_contrib_is_repaired_with_its_own_keyword(self) -> None:
        around = (scope("net", flag_name="train"),)
        added = GraphNormalized(site(), "tf.contrib.layers.batch_norm", default_flag=True, scopes=around)
        (report,) = reports("BNL112", added, dialect=2)
        assert report.remedy is not None
        assert report.remedy.changes == (PassArgument(added.site, "is_training", "train", None, of="batch_norm"),)


class TestBNL113:
    """The global learning phase."""

    BARE = called(layer("BatchNormalization"), mode="training", reason="learning phase")

    def test_each_setting_is_reported_where_there_is_bn(self) -> None:
        first, second = LearningPhaseSet(site(), arg(1)), LearningPhaseSet(site(), arg(0))
        fitted = Fitted(site(), model())
        found = reports("BNL113", first, built(), self.BARE, second, fitted, dialect=2)
        assert places(found) == [first.site.line, second.site.line]
        assert not reports("BNL113", first, called(layer("Dropout")), second, dialect=2)
        assert len(reports("BNL113", first, second, dialect=3)) == 2

    @pytest.mark.parametrize(
        ("value", "dialect", "words"),
        [
            (arg(1), 2, "puts BatchNormalization into training mode"),
            (arg(0), 2, "learning phase 0 does not freeze"),
            (arg(0), 3, "Keras 3 has no global learning phase"),
            (arg(1), 3, "Keras 3 has no global learning phase"),
        ],
    )
    def test_it_says_what_the_setting_does(self, value: Arg, dialect: int, words: str) -> None:
        events = built(), LearningPhaseSet(site(), value), self.BARE, Fitted(site(), model())
        (report,) = reports("BNL113", *events, dialect=dialect)
        assert words in report.message.headline

    @pytest.mark.parametrize("value", [unknown(), Arg(), arg(1, origin="learning phase")])
    def test_in_keras_2_a_value_that_is_not_known_is_left_alone(self, value: Arg) -> None:
        assert not reports("BNL113", built(), LearningPhaseSet(site(), value), dialect=2)
        assert reports("BNL113", built(), LearningPhaseSet(site(), value), dialect=3)

    def test_zero_is_reported_where_something_is_trained_under_it(self) -> None:
        zero, one, back = (LearningPhaseSet(site(), value) for value in (arg(0), arg(1), unknown()))
        fitted = Fitted(site(), model())
        assert not reports("BNL113", built(), zero, dialect=2)
        assert not reports("BNL113", built(), fitted, zero, dialect=2)
        assert not reports("BNL113", built(), zero, back, fitted, dialect=2)
        assert places(reports("BNL113", built(), zero, one, self.BARE, fitted, dialect=2)) == [one.site.line]
        assert places(reports("BNL113", built(), zero, GraphMinimized(site()), dialect=2)) == [zero.site.line]
        maybe = LearningPhaseSet(site(), arg(0), certain=False)
        assert not reports("BNL113", built(), maybe, fitted, dialect=2)
        scoped = LearningPhaseSet(site(), arg(0), scope=True)
        assert not reports("BNL113", built(), scoped, fitted, dialect=2)

    def test_zero_holds_as_long_as_the_function_is_read_that_sets_it(self) -> None:
        fitted, first = Fitted(site(), model()), LearningPhaseSet(site(), arg(0))
        inside, before = (LearningPhaseSet(site(), arg(0), until=number) for number in (3, 2))
        assert reports("BNL113", built(), inside, fitted, dialect=2)
        assert not reports("BNL113", built(), before, fitted, dialect=2)
        beneath = reports("BNL113", first, before, built(), fitted, dialect=2)
        assert places(beneath) == [first.site.line]

    def test_one_is_reported_where_a_call_reads_it(self) -> None:
        one = LearningPhaseSet(site(), arg(1))
        asked = called(layer("BatchNormalization"), flag=arg(True, origin="learning phase"))
        told, other = (
            called(layer("BatchNormalization"), flag=arg(False)),
            called(layer("BatchNormalization"), mode="inference", reason="learning phase"),
        )
        assert not reports("BNL113", built(), one, told, other, Fitted(site(), model()), dialect=2)
        assert reports("BNL113", built(), one, told, asked, dialect=2)
        assert not reports("BNL113", built(), one, told, dialect=2, graph_mode=True)
        bare = called(layer("BatchNormalization"))
        assert reports("BNL113", built(), one, told, bare, dialect=2, graph_mode=True)
        assert reports("BNL113", built(), one, dialect=2, graph_mode=True)

    def test_graphs_are_made_under_a_phase_each(self) -> None:
        one = LearningPhaseSet(site(), arg(1))
        zero, elsewhere = replace(one, site=site(), value=arg(0)), LearningPhaseSet(Site("other.py", 1), arg(0))
        assert not reports("BNL113", built(), zero, one, dialect=2, graph_mode=True)
        assert reports("BNL113", built(), elsewhere, one, dialect=2, graph_mode=True)

    def test_a_phase_that_follows_a_mode_is_left_alone(self) -> None:
        one = LearningPhaseSet(site(), arg(1))
        zero = replace(one, value=arg(0))
        assert not reports("BNL113", built(), one, self.BARE, zero, Fitted(site(), model()), dialect=2)

"""What the rules about a program's structure leave alone, and what of it they name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import (
    Arg,
    Compiled,
    Event,
    Fitted,
    GradientTaken,
    Layer,
    LayerCalled,
    Site,
    Tape,
    Tensor,
    TrainableSet,
)
from bnlint.fixes.changes import PassArgument
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


class TestBNL109:
    """``trainable`` after ``compile``."""

    def freeze(self, of: Layer, value: bool | None = False) -> TrainableSet:
        return TrainableSet(site(), of, value)

    def compile(self, net: Layer) -> Compiled:
        return Compiled(site(), net)

    def fit(self, net: Layer, batch: Arg | None = None) -> Fitted:
        return Fitted(site(), net, batch_size=batch or Arg())

    @pytest.mark.parametrize("dialect", [2, 3])
    def test_a_change_between_two_fits_is_reported_once(self, dialect: int) -> None:
        net = model(bn(), bn())
        change = self.freeze(net)
        events: list[Event] = [self.compile(net), self.fit(net), change, self.fit(net)]
        (report,) = reports("BNL109", *events, dialect=dialect)
        assert report.site == change.site
        assert "still updated" in report.message.headline

    def test_the_last_change_of_each_layer_is_reported(self) -> None:
        first, second = bn(), bn()
        net = model(first, second)
        changes = [self.freeze(first), self.freeze(net), self.freeze(second)]
        found = reports("BNL109", self.compile(net), self.fit(net), *changes, self.fit(net))
        assert sorted(places(found)) == [changes[1].site.line, changes[2].site.line]

    @pytest.mark.parametrize("value", [True, None])
    def test_not_where_the_value_stays_or_is_not_known(self, value: bool | None) -> None:
        net = model()
        assert not reports("BNL109", self.compile(net), self.fit(net), self.freeze(net, value), self.fit(net))

    def test_not_where_it_was_not_known_before(self) -> None:
        net = model()
        unclear = self.freeze(net, None)
        events: list[Event] = [unclear, self.compile(net), self.fit(net), self.freeze(net), self.fit(net)]
        assert not reports("BNL109", *events)
        assert not reports("BNL109", *events, dialect=2)

    def test_not_for_layers_without_bn(self) -> None:
        dense = layer("Dense")
        net = model(dense, bn())
        assert not reports("BNL109", self.compile(net), self.fit(net), self.freeze(dense), self.fit(net))

    def test_what_was_frozen_before_is_still_frozen(self) -> None:
        net = model()
        change = self.freeze(net, True)
        (report,) = reports("BNL109", self.freeze(net), self.compile(net), self.fit(net), change, self.fit(net))
        assert "still frozen" in report.message.headline

    @pytest.mark.parametrize(
        ("first", "second", "lost"),
        [
            (arg(8), arg(8), True),
            (arg(8), arg(16), False),  # traced again
            (arg(8), Arg(), True),
            (Arg(), arg(8), True),
            (Arg(8, known=False), arg(16), True),
            (arg(8), Arg(16, known=False), True),
        ],
    )
    def test_another_batch_size_traces_again_in_keras_3(self, first: Arg, second: Arg, lost: bool) -> None:
        net = model()
        events: list[Event] = [self.compile(net), self.fit(net, first), self.freeze(net), self.fit(net, second)]
        assert bool(reports("BNL109", *events)) is lost
        assert reports("BNL109", *events, dialect=2)

    def test_a_second_trace_is_the_one_that_counts(self) -> None:
        net = model()
        thaw = self.freeze(net, True)
        events: list[Event] = [self.compile(net), self.fit(net, arg(8)), self.freeze(net), self.fit(net, arg(16))]
        assert places(reports("BNL109", *events, thaw, self.fit(net, arg(16)))) == [thaw.site.line]

    def test_not_where_steps_run_eagerly(self) -> None:
        net = model()
        events: list[Event] = [Compiled(site(), net, eager=True), self.fit(net), self.freeze(net), self.fit(net)]
        assert not reports("BNL109", *events)

    def test_a_change_for_a_model_compiled_later_is_not_lost(self) -> None:
        norm = bn()
        net, other = model(norm), model(norm)
        events: list[Event] = [self.compile(net), self.fit(net), self.freeze(norm)]
        assert not reports("BNL109", *events, self.compile(other), self.fit(net))
        assert reports("BNL109", *events, self.compile(model()), self.fit(net))

    def test_each_layer_is_judged_by_itself(self) -> None:
        shared, own = bn(), bn()
        net, other = model(own, shared), model(shared)
        changes = [self.freeze(own), self.freeze(shared)]
        events: list[Event] = [self.compile(net), self.fit(net), *changes, self.compile(other), self.fit(net)]
        assert places(reports("BNL109", *events)) == [changes[0].site.line]
        net.children.reverse()
        assert places(reports("BNL109", *events)) == [changes[0].site.line]

    def test_the_models_own_compile_after_other_changes_means_no_other_model(self) -> None:
        norm = bn()
        net = model(norm)
        events: list[Event] = [
            self.compile(net),
            self.freeze(norm),
            self.compile(net),
            self.fit(net),
            self.freeze(norm, True),
        ]
        assert reports("BNL109", *events, self.fit(net))

    def gan(self, *inside: Layer) -> tuple[Layer, Layer, TrainableSet, list[Event]]:
        """Return D, the whole GAN, the freeze of D and the idiom."""
        d = layer("Sequential", *inside)
        whole = layer("Sequential", bn(), d)
        freeze = self.freeze(d)
        return d, whole, freeze, [self.compile(d), freeze, self.compile(whole), self.fit(d)]

    def test_the_gan_idiom(self) -> None:
        _, _, freeze, events = self.gan(layer("Dense"), bn())
        assert places(reports("BNL109", *events)) == [freeze.site.line]
        assert not reports("BNL109", *events, dialect=2)

    def test_the_gan_idiom_with_a_part_that_stays_trainable(self) -> None:
        d, _, freeze, events = self.gan(layer("Dense"), bn())
        thawed = layer("Dense")
        d.children.append(thawed)
        thaw = self.freeze(thawed, True)
        assert places(reports("BNL109", *events[:-1], thaw, events[-1])) == [freeze.site.line]

    def test_not_where_d_was_frozen_when_it_was_compiled(self) -> None:
        d, _, _, events = self.gan(bn())
        assert not reports("BNL109", self.freeze(d), *events)

    def test_not_where_the_freeze_is_for_no_other_model(self) -> None:
        d, _, freeze, _ = self.gan(bn())
        assert not reports("BNL109", self.compile(d), freeze, self.compile(model()), self.fit(d))
        assert not reports("BNL109", self.compile(d), freeze, self.fit(d))

    def test_not_where_there_is_no_bn_at_all(self) -> None:
        d = layer("Sequential", layer("Dense"))
        whole = layer("Sequential", d)
        events: list[Event] = [self.compile(d), self.freeze(d), self.compile(whole), self.fit(d)]
        assert not reports("BNL109", *events)


class TestBNL109OnOtherBackends:
    """``trainable`` after ``compile`` on PyTorch and JAX."""

    def freeze(self, of: Layer, value: bool | None = False) -> TrainableSet:
        return TrainableSet(site(), of, value)

    def between(self, change: TrainableSet, *before: Event, eager: bool = False) -> list[Event]:
        net = change.layer
        return [*before, Compiled(site(), net, eager), Fitted(site(), net), change, Fitted(site(), net)]

    def test_on_torch_a_freeze_takes_effect(self) -> None:
        assert not reports("BNL109", *self.between(self.freeze(model())), backend="torch")

    def test_on_torch_what_is_released_raises(self) -> None:
        net = model()
        change = self.freeze(net, True)
        (report,) = reports("BNL109", *self.between(change, self.freeze(net)), backend="torch")
        assert report.site == change.site
        assert report.message.headline == "on PyTorch, training after this change of trainable raises"

    def test_on_torch_not_what_is_released_before_the_first_fit(self) -> None:
        net = model()
        events: list[Event] = [self.freeze(net), Compiled(site(), net), self.freeze(net, True), Fitted(site(), net)]
        assert not reports("BNL109", *events, Fitted(site(), net), backend="torch")

    def test_on_torch_not_without_weights(self) -> None:
        net = model(bn(center=arg(False), scale=arg(False)))
        assert not reports("BNL109", *self.between(self.freeze(net, True), self.freeze(net)), backend="torch")

    def test_on_torch_a_discriminator_is_never_trained_while_it_is_frozen(self) -> None:
        d = model()
        gan, freeze = model(d), self.freeze(d)
        events: list[Event] = [Compiled(site(), d), Fitted(site(), d), freeze, Compiled(site(), gan), Fitted(site(), d)]
        (report,) = reports("BNL109", *events, backend="torch")
        assert report.site == freeze.site
        assert "still frozen in the steps of its own model" in report.message.headline
        assert not reports("BNL109", *events[:-1], self.freeze(d, True), events[-1], backend="torch")

    @pytest.mark.parametrize("value", [False, True])
    @pytest.mark.parametrize("eager", [False, True])
    def test_on_jax_a_change_raises(self, value: bool, eager: bool) -> None:
        net = model()
        change = self.freeze(net, value)
        (report,) = reports("BNL109", *self.between(change, self.freeze(net, not value), eager=eager), backend="jax")
        assert report.site == change.site
        assert report.message.headline == "on JAX, training after this change of trainable raises"

    def test_on_jax_a_layer_without_weights_is_still_updated(self) -> None:
        net = model(bn(center=arg(False), scale=arg(False)))
        (report,) = reports("BNL109", *self.between(self.freeze(net)), backend="jax")
        assert "BatchNormalization is still updated" in report.message.headline

    def test_on_jax_another_batch_size_changes_nothing(self) -> None:
        net = model()
        first, second = Fitted(site(), net, batch_size=arg(8)), Fitted(site(), net, batch_size=arg(16))
        assert reports("BNL109", Compiled(site(), net), first, self.freeze(net), second, backend="jax")

    def test_on_jax_not_what_is_put_back(self) -> None:
        net = model()
        events = self.between(self.freeze(net))
        assert not reports("BNL109", *events[:-1], self.freeze(net, True), events[-1], backend="jax")

    def test_on_jax_not_where_it_is_not_known(self) -> None:
        assert not reports("BNL109", *self.between(self.freeze(model(), None)), backend="jax")

    def test_on_jax_a_discriminator_that_was_trained_once_raises(self) -> None:
        d = model()
        gan, freeze = model(d), self.freeze(d)
        never: list[Event] = [Compiled(site(), d), freeze, Compiled(site(), gan), Fitted(site(), d)]
        (report,) = reports("BNL109", *never, backend="jax")
        assert report.message.remedy == "set trainable = True before its steps"
        (report,) = reports("BNL109", never[0], Fitted(site(), d), *never[1:], backend="jax")
        assert "raises a ValueError" in report.message.reason

    @pytest.mark.parametrize("backend", ["jax", "torch"])
    def test_keras_2_is_as_ever(self, backend: str) -> None:
        change = self.freeze(model())
        assert (
            "still updated" in reports("BNL109", *self.between(change), dialect=2, backend=backend)[0].message.headline
        )


class TestBNL110:
    """A layer that is built again and again."""

    @pytest.mark.parametrize(
        ("where", "words"),
        [
            ("call", "on each call:"),
            ("step", "on each step:"),
            ("tf.function", "on each trace:"),
            ("loop over batches", "on each batch:"),
        ],
    )
    def test_it_says_how_often(self, where: str, words: str) -> None:
        event = built(rebuilt_in=where)
        (report,) = reports("BNL110", event, called(event.layer))
        assert report.site == event.site
        assert words in report.message.headline

    def test_a_layer_that_keras_3_has_closed_is_reported(self) -> None:
        assert "fit raises" not in reports("BNL110", built(rebuilt_in="call"), backend="torch")[0].message.reason
        (report,) = reports("BNL110", built(rebuilt_in="locked call"))
        assert "before its first call" in report.message.reason

    def test_a_block_is_reported_once_where_it_is_built(self) -> None:
        at = site()
        first, second = (built(rebuilt_in="call", made_at=at) for _ in range(2))
        (report,) = reports("BNL110", first, second)
        assert report.site == at
        assert report.related == ((first.site, "BatchNormalization built here"),)

    def test_a_model_of_its_own_for_each_turn_of_a_loop_may_be_trained_there(self) -> None:
        event = built(rebuilt_in="loop over batches", loops=1)
        assert reports("BNL110", event, called(event.layer, loops=1))
        assert not reports("BNL110", event, called(event.layer, loops=2))
        assert reports("BNL110", replace(event, loops=None), called(event.layer, loops=2))
        assert not reports("BNL110", event, Fitted(site(), model(event.layer)))
        assert reports("BNL110", event, Fitted(site(), model(event.layer), "train_on_batch"))
        assert reports("BNL110", event, Fitted(site(), model()), called(event.layer, loops=1))

    def test_in_a_loop_over_slices_it_is_reported_if_it_gets_the_slice(self) -> None:
        """A model that is built there may be one of several that are loaded and compared."""
        event = built(rebuilt_in="loop over slices", loops=1)
        given = called(event.layer, loops=1)
        (report,) = reports("BNL110", event, given)
        assert "on each batch:" in report.message.headline
        assert not reports("BNL110", event)
        assert not reports("BNL110", event, called(bn(), loops=1))
        assert not reports("BNL110", event, replace(given, outer=called(model(event.layer))))
        assert not reports("BNL110", event, replace(given, input=Tensor("symbolic")))
        assert not reports("BNL110", event, replace(given, loops=2))

    def test_not_where_nobody_runs_it(self) -> None:
        event = built(rebuilt_in="step")
        assert not reports("BNL110", event)
        assert not reports("BNL110", event, called(event.layer, input=Tensor("symbolic")))
        assert not reports("BNL110", event, called(event.layer, driver="unknown"))
        assert reports("BNL110", replace(event, layer=replace(event.layer, handed=True)))
        assert reports("BNL110", event, Fitted(site(), model(event.layer), "train_on_batch"))

    @pytest.mark.parametrize("where", [None, "lazy call"])
    def test_not_where_it_is_built_once(self, where: str | None) -> None:
        assert not reports("BNL110", built(rebuilt_in=where))


class TestBNL401:
    """The axis and the layout of the data."""

    def call(
        self, axis: Arg | None, layout: Any, shape: tuple[int | None, ...] | None = (8, 5, 6, 3), **more: Any
    ) -> LayerCalled:
        norm = bn() if axis is None else bn(axis=axis)
        return called(norm, **{"input": Tensor(shape=shape, layout=layout), **more})

    @pytest.mark.parametrize(
        ("axis", "layout", "shape", "instead"),
        [
            (None, "channels_first", (8, 3, 5, 6), "axis=1"),
            (None, "channels_first", None, "axis=1"),
            (None, "channels_first", (8, 3, 5), "axis=1"),
            (arg(-1), "channels_first", (8, 3, 5), "axis=1"),
            (arg(3), "channels_first", (8, 3, 5, 6), "axis=1"),
            (arg(1), "channels_first", (8, 3, 5, 6), None),
            (arg(-3), "channels_first", (8, 3, 5, 6), None),
            (arg(2), "channels_first", (8, 3, 5, 6), None),  # nothing says what is meant
            (arg(-2), "channels_first", None, None),
            (arg(3), "channels_first", None, None),
            (None, "channels_first", (8, 3), None),
            (None, "channels_last", (8, 5, 6, 3), None),
            (None, "channels_last", None, None),
            (arg(1), "channels_last", (8, 5, 6, 3), "axis=-1"),
            (arg(-3), "channels_last", (8, 3, 3, 3), "axis=-1"),
            (arg(1), "channels_last", (8, 5, 3), "axis=-1"),
            (arg(1), "channels_last", None, "axis=-1"),
            (arg(-3), "channels_last", (8, 5, 6, 3), "axis=-1"),
            (arg(2), "channels_last", (8, 5, 6, 3), "axis=-1"),
            (arg(-2), "channels_last", (8, 5, 6, 3), "axis=-1"),
            (arg(2), "channels_last", (8, 5, 3), None),
            (arg(2), "channels_last", None, None),
            (arg(1), "channels_last", (8, 3), None),
            (arg(1), None, (8, 5, 6, 3), None),
            (None, None, (8, 5, 6, 3), None),
            (arg(0), "channels_first", (8, 3, 5, 6), None),  # another finding, at the constructor
            (arg(0), "channels_last", (8, 5, 6, 3), None),
            (arg(True), "channels_last", (8, 5, 6, 3), None),
            (arg([1]), "channels_last", (8, 5, 6, 3), None),
            (Arg(1, known=False), "channels_last", (8, 5, 6, 3), None),
        ],
    )
    def test_axis(self, axis: Arg | None, layout: str, shape: Any, instead: str | None) -> None:
        call = self.call(axis, layout, shape)
        found = reports("BNL401", call)
        assert [report.remedy and report.remedy.description for report in found] == (
            [f"set {instead}"] if instead else []
        )
        assert [report.site for report in found] == ([axis.site if axis else call.site] if instead else [])

    def test_it_says_what_is_normalised(self) -> None:
        for axis, words in ((1, "the image's rows"), (-3, "the image's rows"), (2, "axis 2"), (-2, "axis -2")):
            (report,) = reports("BNL401", self.call(arg(axis), "channels_last"))
            assert words in report.message.full

    @pytest.mark.parametrize(
        "change", [{"certain": False}, {"layer": layer("Dense")}, {"layer": layer("BatchNormalization", opaque=True)}]
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        call = self.call(None, "channels_first")
        for name, value in change.items():
            setattr(call, name, value)
        assert not reports("BNL401", call)

    @pytest.mark.parametrize(
        ("axis", "dialects"),
        [
            (arg(0), (2, 3)),
            (arg(0.8), (3,)),  # BNL501 in Keras 2
            (arg(-1), ()),
            (arg(False), ()),
            (Arg(0, known=False), ()),
            (Arg(0.8, known=False), ()),
        ],
    )
    def test_axis_of_the_constructor(self, axis: Arg, dialects: tuple[int, ...]) -> None:
        for dialect in (2, 3):
            found = reports("BNL401", built(bn(axis=axis)), dialect=dialect)
            assert [report.site for report in found] == [axis.site] * (dialect in dialects)
            alone = built(bn(axis=axis))
            if dialect not in dialects:
                assert passes_over("BNL401", [alone], [built(bn(axis=arg(0)))], dialect)
        event = built(bn(axis=Arg(axis.value, axis.known)))
        assert places(reports("BNL401", event)) == [event.site.line] * (3 in dialects)


def of(*producers: Any, kind: Any = "concrete", **more: Any) -> Tensor:
    return Tensor(kind, producers=frozenset(producers), **more)


A, B, X, Y = layer("Dense"), layer("Dense"), ("input", 1), ("input", 2)
FIRST, SECOND = layer("InputLayer"), layer("InputLayer")


class TestBNL402:
    """One BN layer behind several others."""

    def twice(self, first: Tensor, second: Tensor, norm: Layer | None = None, **more: Any) -> list[LayerCalled]:
        norm = norm or bn()
        return [called(norm, input=first), called(norm, input=second, **more)]

    @pytest.mark.parametrize("kind", ["concrete", "symbolic", None])
    def test_the_second_place_is_reported(self, kind: Any) -> None:
        first, second = self.twice(of(A, kind=kind), of(B, kind=kind))
        (report,) = reports("BNL402", first, second)
        assert (report.site, report.related) == (second.site, ((first.site, "first used here"),))

    @pytest.mark.parametrize(
        ("first", "second", "more"),
        [
            (of(A), of(A), {}),
            (of(A), of(), {}),
            (of(A), Tensor(), {}),
            (of(X), of(Y), {}),
            (of(FIRST), of(SECOND), {}),
            (of(X), of(FIRST), {}),
            (of(A), of(B), {"certain": False}),
            (of(A), of(B), {"trainable": False}),
            (of(A), of(B), {"baked_at": called(bn())}),
            (of(A), of(B), {"norm": layer("LayerNormalization")}),
            (of(A), of(B), {"norm": layer("BatchNormalization", opaque=True)}),
            (of(A, kind="symbolic"), of(B), {}),  # names of a graph and of a running call differ
        ],
    )
    def test_not_where(self, first: Tensor, second: Tensor, more: dict[str, Any]) -> None:
        assert passes_over("BNL402", self.twice(first, second, **more), self.twice(of(A), of(B)))

    @pytest.mark.parametrize(
        ("first", "second"), [(of(X), of(B)), (of(A), of(Y)), (of(FIRST), of(B)), (of(A, B), of(B))]
    )
    def test_an_input_is_another_branch_than_a_layer(self, first: Tensor, second: Tensor) -> None:
        assert len(reports("BNL402", *self.twice(first, second))) == 1

    @pytest.mark.parametrize(("first", "second"), [(of(A, B), of(B)), (of(A, X), of(B, X))])
    def test_in_a_loop_what_goes_round_is_one_branch(self, first: Tensor, second: Tensor) -> None:
        norm, where = bn(), site()
        calls = [called(norm, input=each, site=where) for each in (first, second)]
        assert passes_over("BNL402", calls, self.twice(of(A), of(B)))

    def test_in_a_loop_without_that_there_are_two(self) -> None:
        norm, where = bn(), site()
        assert len(reports("BNL402", *(called(norm, input=each, site=where) for each in (of(A), of(B))))) == 1

    def test_other_layers_at_the_same_places_are_other_layers(self) -> None:
        where = site()
        calls = [
            called(bn(), input=of(each, kind=kind), site=where) for each, kind in ((A, "symbolic"), (B, "concrete"))
        ]
        again = called(calls[1].layer, input=of(A))
        assert places(reports("BNL402", *calls, again)) == [again.site.line]

    def test_a_place_that_made_a_graph_is_judged_there(self) -> None:
        norm, where, other = bn(), site(), site()
        made = called(norm, input=of(A, kind="symbolic"), site=where)
        runs = [called(norm, input=of(each), site=where) for each in (A, B)]
        assert not reports("BNL402", made, *runs)
        elsewhere = [called(norm, input=of(A)), called(norm, input=of(B), site=other)]
        assert places(reports("BNL402", made, *runs, *elsewhere)) == [other.line]


class TestBNL402InAStep:
    """A part of the model that gets the batch itself."""

    def step(
        self,
        behind: Tensor,
        before: Tensor,
        words: tuple[str, ...] = ("parts", "x"),
        name: str = "train_step",
        **more: Any,
    ) -> list[LayerCalled]:
        """Return a call of the model and one of its part, each with the call of the BN layer inside."""
        norm = bn()
        part = layer("Sequential", norm)
        whole = layer("Model", part)
        scopes = (scope(name, keras_method=name),)
        root = called(whole, scopes=scopes, words=("x",))
        alone = called(part, scopes=scopes, words=words)
        return [
            root,
            called(norm, input=behind, outer=root, scopes=scopes),
            alone,
            called(norm, input=before, outer=alone, scopes=scopes, **more),
        ]

    @pytest.mark.parametrize("before", [Tensor(), of(("start", 1))])
    def test_the_call_of_the_part_is_reported_once(self, before: Tensor) -> None:
        calls = self.step(of(A), before)
        (report,) = reports("BNL402", *calls)
        assert report.site == calls[2].site
        assert report.related == (
            (calls[0].site, "the model is called here"),
            (calls[1].layer.site, "BatchNormalization built here"),
        )
        assert "gets the batch here" in report.message.headline
        assert len(reports("BNL402", *calls[2:], *calls[:2])) == 1  # the other way round
        assert len(reports("BNL402", *calls, *self.step(of(A), before))) == 2

    @pytest.mark.parametrize(
        ("behind", "before", "more"),
        [
            (Tensor(), Tensor(), {}),
            (of(X), Tensor(), {}),  # the part is the first one of the model
            (of(FIRST), Tensor(), {}),
            (of(("start", 1)), Tensor(), {}),
            (of(A), of(A), {}),
            (of(A), Tensor(), {"words": ("real",)}),  # not what the model gets
            (of(A), Tensor(), {"words": ()}),
            (of(A), Tensor(), {"name": "test_step"}),
            (of(A), Tensor(), {"trainable": False}),
            (of(A), Tensor(), {"certain": False}),
            (of(A), Tensor(), {"baked_at": called(bn())}),
        ],
    )
    def test_not_where(self, behind: Tensor, before: Tensor, more: dict[str, Any]) -> None:
        assert passes_over("BNL402", self.step(behind, before, **more), self.step(of(A), Tensor()))

    def test_not_where_the_model_is_no_model_of_the_part(self) -> None:
        calls = self.step(of(A), Tensor())
        calls[0].layer.children.clear()
        assert not reports("BNL402", *calls)

    def test_not_where_nothing_is_written_for_the_model(self) -> None:
        calls = self.step(of(A), Tensor())
        calls[0].words = ()
        assert not reports("BNL402", *calls)

    def test_not_where_the_model_is_called_twice(self) -> None:
        calls = self.step(of(A), Tensor())
        calls[2].layer = calls[0].layer
        assert not reports("BNL402", *calls)


class TestBNL403:
    """A bias before BN."""

    def call(self, kind: str = "Dense", consumers: int = 1, **arguments: Arg) -> LayerCalled:
        before = Layer(kind, site(), kind, arguments, consumers=consumers)
        return called(bn(), input=Tensor("symbolic", direct=before))

    def before(self, call: LayerCalled) -> Layer:
        assert call.input.direct is not None
        return call.input.direct

    @pytest.mark.parametrize("kind", ["Dense", "Conv1D", "Conv2DTranspose", "SeparableConv2D", "DepthwiseConv2D"])
    def test_it_is_reported_at_the_layer(self, kind: str) -> None:
        call = self.call(kind)
        assert places(reports("BNL403", call)) == [self.before(call).site.line]

    @pytest.mark.parametrize(
        "call",
        [
            {"kind": "ConvLSTM2D"},
            {"kind": "LSTM"},
            {"kind": "Embedding"},
            {"consumers": 2},
            {"use_bias": arg(False)},
            {"use_bias": unknown()},
            {"use_bias": Arg(True, known=False)},
            {"activation": arg("relu")},
            {"activation": unknown()},
            {"activation": Arg(None, known=False)},
        ],
    )
    def test_not_where(self, call: dict[str, Any]) -> None:
        assert not reports("BNL403", self.call(**call))

    def test_not_where_no_bn_follows_for_certain(self) -> None:
        call = self.call()
        call.certain = False
        assert not reports("BNL403", call, called(bn()))
        other = self.call()
        other.layer = layer("Dropout")
        assert not reports("BNL403", other)

    def test_not_before_a_model_of_the_library(self) -> None:
        call = self.call()
        call.layer.opaque = True
        assert passes_over("BNL403", [call], [self.call()])

    @pytest.mark.parametrize("activation", [arg(None), arg("linear")])
    def test_a_linear_activation_is_none(self, activation: Arg) -> None:
        assert reports("BNL403", self.call(activation=activation))

    def test_a_bias_that_is_asked_for_is_reported_where_it_is(self) -> None:
        bias = arg(True)
        call = self.call(use_bias=bias)
        (report,) = reports("BNL403", call)
        assert report.site == bias.site
        assert report.remedy is not None
        assert report.remedy.changes == (PassArgument(self.before(call).site, "use_bias", "False", bias.site),)
        call = self.call(use_bias=Arg(True, known=True))
        (report,) = reports("BNL403", call)
        assert report.site == self.before(call).site
        assert report.remedy is not None
        assert report.remedy.changes == (PassArgument(self.before(call).site, "use_bias", "False"),)


def test_places_with_a_syntax_tree_are_told_apart_by_their_nodes() -> None:
    """The interpreter works out lines only for what is reported."""
    norm = bn()
    first, second = (Site("a.py", node=object()) for _ in range(2))
    before = called(norm, input=of(A, X), site=first)
    assert reports("BNL402", before, called(norm, input=of(B, X), site=second))
    assert not reports("BNL402", before, called(norm, input=of(B, X), site=first))


def test_places_without_a_syntax_tree_are_told_apart_by_line_and_column() -> None:
    """The recorder knows no nodes."""
    norm = bn()
    where = [Site("a.py", 3, 4), Site("a.py", 3, 9), Site("b.py", 3, 4), Site("a.py", 5, 4)]
    for other in where[1:]:
        first = called(norm, input=of(A, X), site=where[0])
        assert reports("BNL402", first, called(norm, input=of(B, X), site=other))
        assert not reports("BNL402", first, called(norm, input=of(B, X), site=where[0]))


class TestBNL404:
    """Dropout before BN."""

    def dropout(self, rate: Arg | None = None) -> Layer:
        return layer("Dropout", args={"rate": rate or arg(0.5)})

    def leaf(self, dropout: Layer | None = None, norm: Layer | None = None, **change: Any) -> LayerCalled:
        more = {"input": Tensor("concrete", dropped=dropout or self.dropout()), "mode": "training", **change}
        return called(norm or bn(), **more)

    def graph(self, **change: Any) -> LayerCalled:
        more = {"input": Tensor("symbolic", dropped=self.dropout()), "scopes": (scope("build"),), "mode": None}
        return self.leaf(**{**more, **change})

    def test_it_is_reported_at_the_dropout_once(self) -> None:
        dropout = self.dropout()
        call = self.leaf(dropout)
        (report,) = reports("BNL404", call, self.leaf(dropout))
        assert (report.site, report.related[0][0]) == (dropout.site, call.site)
        assert "in training 1 times the mean square" in report.message.reason

    @pytest.mark.parametrize("rate", [unknown(), None, arg("half")])
    def test_a_rate_that_is_not_known(self, rate: Arg | None) -> None:
        dropout = layer("Dropout", args={} if rate is None else {"rate": rate})
        (report,) = reports("BNL404", self.leaf(dropout))
        assert "p / (1 - p) times" in report.message.reason

    @pytest.mark.parametrize("rate", [0, 0.0, 0.02, 1.0, -1])
    def test_a_rate_that_drops_next_to_nothing(self, rate: float) -> None:
        assert not reports("BNL404", self.leaf(self.dropout(arg(rate))))

    @pytest.mark.parametrize(
        "change",
        [
            {"mode": "inference"},
            {"mode": None},
            {"certain": False},
            {"input": Tensor("concrete")},
            {"norm": layer("BatchNormalization", opaque=True)},
            {"norm": layer("LayerNormalization")},
        ],
    )
    def test_not_where(self, change: dict[str, Any]) -> None:
        assert passes_over("BNL404", [self.leaf(**change)], [self.leaf()])

    def test_dropout_that_works_at_inference_too(self) -> None:
        call = self.leaf()
        assert not reports("BNL404", call, sampled={call.site.path})

    def test_a_graph_that_a_function_makes_for_others(self) -> None:
        assert reports("BNL404", self.graph())

    @pytest.mark.parametrize(
        "change",
        [{"scopes": ()}, {"scopes": (scope("main"),)}, {"trainable": False}, {"norm": bn(trainable=arg(False))}],
    )
    def test_a_graph_is_left_alone_where(self, change: dict[str, Any]) -> None:
        assert not reports("BNL404", self.graph(**change))

    def test_a_graph_that_only_infers(self) -> None:
        norm = bn()
        graph, asked = self.graph(norm=norm), self.leaf(norm=norm, mode="inference")
        assert not reports("BNL404", graph, asked)
        assert reports("BNL404", graph, asked, self.leaf(norm=norm))


class TestBNL405:
    """A penalty on the gradient of a model with BN by its inputs."""

    def step(self, net: Layer | None = None, change: dict[str, Any] | None = None, **call: Any) -> list[Event]:
        """Return a call of a critic under two tapes, and what the two take."""
        net = net or model()
        inner, outer = Tape(site()), Tape(site())
        more: dict[str, Any] = {"mode": "training", "reason": "flag", **call}
        calls = within(called(net, (8, 4), tapes=(outer, inner)), more.pop("mode"), more.pop("reason"), **more)
        penalty = GradientTaken(site(), inner, (), inputs=True, applied=False)
        step = GradientTaken(site(), outer, (net,), penalised=frozenset((inner,)))
        changes = change or {}
        return [
            *calls,
            replace(penalty, **changes.get("penalty", {})),
            replace(step, **changes.get("step", {})),
        ]

    def test_the_call_of_the_critic_is_reported_once(self) -> None:
        events = self.step()
        (report,) = reports("BNL405", *events, *events)
        assert report.site == events[0].site
        assert [place for place, _ in report.related][1:] == [events[2].site, events[3].site]

    @pytest.mark.parametrize(
        "change",
        [
            {"step": {"penalised": frozenset()}},
            {"step": {"layers": ()}},
            {"step": {"layers": (model(),)}},
            {"step": {"applied": False}},
            {"step": {"tape": Tape(site())}},
            {"penalty": {"inputs": False}},
            {"penalty": {"layers": (model(),)}},
        ],
    )
    def test_not_where_the_gradient_is_no_part_of_what_trains_the_model(self, change: dict[str, Any]) -> None:
        assert not reports("BNL405", *self.step(change=change))

    @pytest.mark.parametrize("call", [{"mode": "inference"}, {"mode": None}, {"certain": False}, {"trainable": False}])
    def test_not_where_the_statistics_are_not_those_of_the_batch(self, call: dict[str, Any]) -> None:
        assert not reports("BNL405", *self.step(**call))

    def test_not_for_one_example(self) -> None:
        events = self.step()
        for event in events[:2]:
            assert isinstance(event, LayerCalled)
            event.input = Tensor("concrete", (1, 4))
        assert not reports("BNL405", *events)

    def test_not_where_the_gradient_makes_an_example(self) -> None:
        events = self.step()
        inner = events[2]
        assert isinstance(inner, GradientTaken)
        worse = called(model(), input=Tensor("concrete", (8, 4), made_of=frozenset((inner.tape,))))
        assert not reports("BNL405", *events, worse)

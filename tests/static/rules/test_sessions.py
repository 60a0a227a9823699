"""What a session of TF1 is asked for, by normalisations that a constant keeps in training mode."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import Event, GraphFetched, GraphMinimized, GraphNormalized, Site, Tensor
from tests.static.rules.events import arg, places, reports, scope


def site(line: int) -> Site:
    """Return a place in a line."""
    return Site("program.py", line, node=object())


def found(events: list[Event]) -> list[int]:
    """Return the lines that are reported."""
    return places(reports("BNL105", *events, dialect=2))


GIVEN = replace(arg(True), origin="argument", given_at=site(7))
TEST = frozenset(((0, "x_test"),))
TRAIN = frozenset(((0, "x"),))


def added(**change: Any) -> GraphNormalized:
    """Return a normalisation whose caller says True."""
    return GraphNormalized(**{"site": site(3), "api": "tf.layers.batch_normalization", "flag": GIVEN, **change})


def fetch(*of: GraphNormalized, **change: Any) -> GraphFetched:
    """Return a run of a session that wants what comes out of some normalisations."""
    return GraphFetched(site(9), (Tensor(made_of=frozenset(of)),), **change)


class TestCopies:
    """A copy of a network, made behind the train op or beside what is trained."""

    def events(
        self, step: dict[str, Any] | None = None, fetched: dict[str, Any] | None = None, **change: Any
    ) -> list[Event]:
        copy = added(**change)
        minimized = GraphMinimized(site(5), updates_run=True, **{"made_of": frozenset(), **(step or {})})
        return [copy, minimized, fetch(copy, **(fetched or {}))]

    def test_reported_where_the_flag_is_given(self) -> None:
        assert found(self.events()) == [7]

    @pytest.mark.parametrize(
        "change",
        [
            {"flag": arg(False)},
            {"flag": replace(arg(True), known=False)},
            {"flag": replace(arg(True), origin="command-line default")},
            {"guarded": True},
            {"adapted": True},
            {"trainable": False},
            {"scopes": (scope("discriminator"),)},
            {"step": {"made_of": None}},
            {"fetched": {"trains": True}},
            {"fetched": {"trains": None}},
            {"fetched": {"feeds": True}},
        ],
    )
    def test_passed_over(self, change: dict[str, Any]) -> None:
        assert found(self.events(**change)) == []

    def test_one_made_behind_the_train_op(self) -> None:
        copy, minimized, fetched = self.events(step={"made_of": None})
        assert found([minimized, copy, fetched]) == [7]

    def test_nothing_is_trained(self) -> None:
        copy, _, fetched = self.events()
        assert found([copy, fetched]) == []

    def test_hard_coded_is_reported_where_the_copy_is_made(self) -> None:
        place, inner = Site("a.py", 3, node=object()), Site("a.py", 4, node=object())
        trained = added(site=place, flag=arg(True), made_by=(inner, Site("a.py", 20, node=object())))
        copy = added(site=place, flag=arg(True), made_by=(inner, Site("a.py", 30, node=object())))
        step = GraphMinimized(site(5), updates_run=True, made_of=frozenset((trained,)))
        assert found([trained, copy, step, fetch(copy)]) == [30]
        alone = GraphMinimized(site(5), updates_run=True, made_of=frozenset())
        assert found([trained, copy, alone, fetch(copy)]) == []


class TestAnOption:
    """The default of an option says that the network is in training mode."""

    def events(self, step: dict[str, Any] | None = None, **change: Any) -> list[Event]:
        network = added(flag=replace(GIVEN, origin="command-line default"))
        minimized = GraphMinimized(site(5), updates_run=True, made_of=frozenset((network,)))
        training = GraphFetched(**{"site": site(8), "trains": True, "fed": TRAIN, "by_default": True, **(step or {})})
        asked = fetch(network, **{"fed": TEST, "words": ("x_test",), "by_default": True, **change})
        return [network, minimized, training, asked]

    def test_reported_where_one_run_without_options_trains_and_tests(self) -> None:
        assert found(self.events()) == [7]

    @pytest.mark.parametrize(
        "change",
        [
            {"by_default": False},
            {"specified": True},
            {"step": {"by_default": False}},
            {"step": {"trains": None}},
            {"step": {"site": Site("b.py", 8)}},
        ],
    )
    def test_passed_over(self, change: dict[str, Any]) -> None:
        assert found(self.events(**change)) == []


class TestTheTrainedNetwork:
    """One network, trained and asked."""

    def events(self, trained: frozenset[tuple[int, str]] = TRAIN, shape: Any = None, **change: Any) -> list[Event]:
        network = added()
        asked = {"fed": TEST, "words": ("x_test",), **change}
        wanted = GraphFetched(site(9), (Tensor(shape=shape, made_of=frozenset((network,))),), **asked)
        step = GraphMinimized(site(5), updates_run=True, made_of=frozenset((network,)))
        return [network, step, GraphFetched(site(8), trains=True, fed=trained), wanted]

    def test_reported_on_test_data(self) -> None:
        assert found(self.events()) == [7]
        assert found(self.events(words=(), scopes=(scope("evaluate"),))) == [7]

    @pytest.mark.parametrize(
        "change",
        [
            {"fed": TRAIN},
            {"fed": frozenset()},
            {"trained": frozenset()},
            {"words": ()},
            {"words": (), "scopes": (scope("train_and_test"),)},
            {"shape": (None, 8, 8, 3)},
        ],
    )
    def test_passed_over(self, change: dict[str, Any]) -> None:
        assert found(self.events(**change)) == []

    @pytest.mark.parametrize(
        ("shapes", "scopes", "lines"),
        [
            ([(None, 8, 8, 21)], (), [7]),
            ([(None, 8, 8, None)], (), []),
            ([(None, 8, 8, 3), (None, 8, 8, 21)], (), [7]),
            ([(None, 8, 8, 3), ()], (), [7]),
            ([(None, 8, 8, 3), None], (), []),
            ([(None, 8, 8, 3), ()], (scope("generator"),), []),
            ([(None, 8, 8, 21)], (scope("encoder"), scope("my_discriminator")), []),
        ],
    )
    def test_numbers_are_a_test_and_images_are_not(
        self, shapes: list[Any], scopes: tuple[Any, ...], lines: list[int]
    ) -> None:
        network, other = added(), added(scopes=scopes, flag=replace(arg(True), known=False))
        outputs = tuple(Tensor(shape=shape, made_of=frozenset((network,))) for shape in shapes)
        wanted = GraphFetched(site(9), outputs, fed=TEST, words=("x_test",))
        step = GraphMinimized(site(5), updates_run=True, made_of=frozenset((network,)))
        assert found([network, other, step, GraphFetched(site(8), trains=True, fed=TRAIN), wanted]) == lines

    def test_reported_when_exported_whatever_it_is_fed(self) -> None:
        network = added()
        assert found([network, fetch(network, exported=True)]) == [7]
        written = added(flag=arg(True))
        assert found([written, fetch(written, exported=True)]) == [3]


class TestPicked:
    """A condition picks between this normalisation and one in inference mode, and this one runs always."""

    OTHER = GraphNormalized(site(4), "slim.batch_norm", arg(False))

    @pytest.mark.parametrize(
        ("change", "lines"),
        [
            ({}, [3]),
            ({"in_place": False}, []),
            ({"in_place": None}, []),
            ({"trainable": False}, []),
            ({"guarded": True}, []),
            ({"scopes": (scope("discriminator"),)}, []),
        ],
    )
    def test_reported_where_it_moves_its_statistics_itself(self, change: dict[str, Any], lines: list[int]) -> None:
        assert found([self.OTHER, added(**{"in_place": True, "beside": self.OTHER, **change})]) == lines

    def test_is_not_to_blame_for_what_is_picked(self) -> None:
        picked = added(beside=self.OTHER)
        assert found([self.OTHER, picked, fetch(picked, exported=True)]) == []


class TestOneImageAtATime:
    """A network that gets one image at a time has no other statistics at inference (BNL112)."""

    PLACE = site(3)
    IMAGE = Tensor(shape=(None, None, None, 3))
    FED = frozenset(((0, "image"),))

    def is_reported(self, *more: Event, given: Tensor = IMAGE, **change: Any) -> bool:
        norm = GraphNormalized(self.PLACE, "slim.batch_norm", default_flag=True, input=given)
        asked = replace(fetch(norm, fed=self.FED, rows=frozenset((1,))), **change)
        step = GraphFetched(site(8), trains=True, fed=self.FED, rows=frozenset((1,)))
        beside = GraphFetched(site(8), trains=True, fed=self.FED, beside=True)
        return bool(reports("BNL112", norm, step, beside, fetch(norm), asked, *more, dialect=2))

    def test_passed_over(self) -> None:
        assert not self.is_reported()
        assert not self.is_reported(given=Tensor(shape=(1, 8, 8, 3)))
        assert not self.is_reported(given=Tensor(shape=(1, 8, 8, 3)), rows=frozenset((None,)))

    @pytest.mark.parametrize(
        "change",
        [
            {"given": Tensor()},
            {"given": Tensor(shape=(None, 3))},
            {"given": Tensor(shape=(8, None, None, 3))},
            {"rows": frozenset((8,))},
            {"rows": frozenset((1, None))},
            {"rows": frozenset((None,))},
            {"alone": True},
            {"rows": frozenset()},
            {"trains": True},
            {"exported": True},
            {"specified": True},
        ],
    )
    def test_reported(self, change: dict[str, Any]) -> None:
        assert self.is_reported(**change)

    @pytest.mark.parametrize(("shape", "found"), [((None, 3), True), ((1, 4, 4, 3), False), (None, False)])
    def test_all_that_the_same_call_adds_counts(self, shape: tuple[int | None, ...] | None, found: bool) -> None:
        other = GraphNormalized(self.PLACE, "slim.batch_norm", default_flag=True, input=Tensor(shape=shape))
        assert self.is_reported(other) is found

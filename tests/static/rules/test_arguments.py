"""The numbers that a BN layer is constructed with: where each rule begins, and what it proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import ABSENT, ApiUsed, Arg, GraphNormalized, Layer, Mode
from bnlint.fixes.changes import PassArgument, Remedy, RenameArgument, SetNumber
from bnlint.libraries.keras_versions import MISSING_APIS, MISSING_ARGUMENTS, MissingApi, missing_api
from bnlint.rules import CODES, Report, all_rules, judge, remedies, rule
from tests.static.rules.events import (
    arg,
    bn,
    built,
    called,
    layer,
    model,
    places,
    reports,
    scope,
    site,
    unknown,
    witnessed,
)


@pytest.mark.parametrize(
    ("momentum", "code", "instead"),
    [
        (-0.9, "BNL301", "0.99"),
        (0, "BNL303", "0.99"),
        (0.1, "BNL303", "0.9"),
        (0.5, "BNL303", "0.99"),
        (0.51, None, None),
        (0.99, None, None),
        (1, "BNL302", "0.99"),
        (1.5, "BNL301", "0.99"),
        (50, "BNL301", "0.99"),  # 0.5 is no better
        (51, "BNL301", "0.51"),
        (99, "BNL301", "0.99"),
        (90, "BNL301", "0.9"),
        (100, "BNL301", "0.99"),
    ],
)
def test_momentum(momentum: float, code: str | None, instead: str | None) -> None:
    for other in ("BNL301", "BNL302", "BNL303"):
        found = reports(other, built(bn(momentum=arg(momentum))))
        assert len(found) == (other == code)
        assert [report.remedy and report.remedy.description for report in found] == [f"set momentum={instead}"] * (
            other == code
        )


@pytest.mark.parametrize(
    ("momentum", "remedy"),
    [(0.1, "set momentum=0.9, which is what PyTorch calls 0.1"), (0.5, "set momentum=0.99, Keras's default")],
)
def test_half_a_momentum_is_no_port_of_pytorch(momentum: float, remedy: str) -> None:
    (report,) = reports("BNL303", built(bn(momentum=arg(momentum))))
    assert report.message.headline.endswith(" % of the statistics")
    assert report.message.remedy == remedy


@pytest.mark.parametrize(("modes", "idle"), [(("inference",), True), (("inference", "training"), False), ((), False)])
def test_momentum_has_no_effect_while_nothing_updates_the_statistics(modes: tuple[Mode, ...], idle: bool) -> None:
    norm = bn(momentum=arg(0))
    calls = [called(norm, mode=mode) for mode in modes]
    (report,) = reports("BNL303", built(norm), *calls, called(bn(), mode="inference"))
    assert ("only runs in inference mode" in report.message.headline) is idle


def test_of_several_numbers_at_one_place_one_that_does_harm_comes_first() -> None:
    tried, trained = bn(momentum=arg(0.5)), bn(momentum=arg(0.05))
    found = reports(
        "BNL303", built(tried), built(trained), called(tried, mode="inference"), called(trained, mode="training")
    )
    assert "momentum 0.05" in found[0].message.headline


def test_a_part_of_a_class_is_there_for_others_too() -> None:
    norm = bn(momentum=arg(0))
    block = called(layer("Block", norm, call_site=site()), mode="inference")
    (report,) = reports("BNL303", built(norm), block, called(norm, mode="inference", outer=block))
    assert "only runs in inference mode" not in report.message.headline


@pytest.mark.parametrize("momentum", [arg(True), arg("1"), arg(None), Arg(1, known=False)])
def test_what_is_no_known_number_is_left_alone(momentum: Arg) -> None:
    assert not reports("BNL302", built(bn(momentum=momentum)))


@pytest.mark.parametrize(
    ("trainable", "silent"), [(arg(False), True), (arg(True), False), (unknown(), False), (Arg(None, known=True), True)]
)
def test_a_layer_that_is_built_frozen_keeps_its_statistics(trainable: Arg, silent: bool) -> None:
    assert bool(reports("BNL302", built(bn(momentum=arg(1), trainable=trainable)))) is not silent


@pytest.mark.parametrize(
    ("epsilon", "float16", "code"),
    [
        (-1, False, "BNL311"),
        (0, True, "BNL311"),
        (2.2e-10, True, "BNL312"),
        (2.2e-10, False, None),
        (2.3e-10, True, None),
        (0.001, True, None),
        (0.099, False, None),
        (0.1, False, "BNL312"),
        (1, False, "BNL312"),
    ],
)
def test_epsilon(epsilon: float, float16: bool, code: str | None) -> None:
    for other in ("BNL311", "BNL312"):
        assert len(reports(other, built(bn(epsilon=arg(epsilon))), float16=float16)) == (other == code)


@pytest.mark.parametrize(
    ("origin", "remark"),
    [
        ("", ""),
        ("argument", ""),
        ("command-line default", " (an option's default)"),
        ("parameter default", " (a parameter's default)"),
    ],
)
def test_a_value_that_somebody_may_override_is_called_a_default(origin: str, remark: str) -> None:
    (report,) = reports("BNL302", built(bn(momentum=arg(1, origin))))
    assert report.message.headline.startswith(f"momentum 1{remark}: ")


def test_a_number_is_set_where_it_is_written() -> None:
    by_default, written = bn(), arg(0.1)
    by_hand = bn(momentum=written)
    assert written.site is not None
    for norm, change in (
        (by_default, PassArgument(by_default.site, "momentum", "0.9")),
        (by_hand, SetNumber(by_hand.site, written.site, "0.9", 0.1)),
    ):
        remedy = remedies.number(norm, "momentum", 0.9)
        assert remedy is not None
        assert remedy.changes == (change,)
    assert remedies.number(bn(momentum=arg(0.1, "argument")), "momentum", 0.9) is None
    assert remedies.number(bn(momentum=Arg(0.1, known=True)), "momentum", 0.9) is None


@pytest.mark.parametrize(
    ("takes_training", "dialect", "repaired"),
    [(True, 2, True), (False, 2, False), (None, 2, False), (True, 3, True), (False, 3, True), (None, 3, True)],
)
def test_keras_2_raises_where_a_layer_takes_no_flag(takes_training: bool | None, dialect: int, repaired: bool) -> None:
    call = called(Layer("Sequential", site(), takes_training=takes_training))
    remedy = remedies.flag(witnessed(dialect=dialect), call, "True")
    change = PassArgument(call.site, "training", "True", to_any=dialect == 3)
    assert (remedy and remedy.changes) == ((change,) if repaired else None)


GONE = "tensorflow.python.keras has no BatchNormalization since TensorFlow 2.8"
NO_GRAPH_LAYERS = "tf.compat.v1.layers does not exist beside Keras 3: this raises"


@pytest.mark.parametrize(
    ("name", "argument", "dialects", "words"),
    [
        ("tensorflow.python.keras.layers.normalization", None, (2, 3), GONE),
        ("keras.layers.normalization", None, (2, 3), "cannot be imported"),
        ("tensorflow.keras.layers.normalization.batch_normalization", None, (2, 3), "cannot be imported"),
        ("tensorflow.contrib.layers.batch_norm", None, (), ""),
        (
            "tf.compat.v1.layers.batch_normalization",
            None,
            (3,),
            "tf.compat.v1.layers does not exist beside Keras 3: this raises",
        ),
        (
            "keras.layers.experimental.SyncBatchNormalization",
            None,
            (3,),
            "Keras 3 has no experimental.SyncBatchNormalization",
        ),
        ("keras.layers.BatchNormalizationV2", None, (2, 3), "keras.layers exports no such class: this raises"),
        ("mylayers.BatchNormalizationV2", None, (), ""),
        ("keras.layers.BatchNormalization", "positional training", (3,), "write training=..."),
        ("keras.layers.BatchNormalization", None, (), ""),
    ],
)
def test_names_that_are_missing(name: str, argument: str | None, dialects: tuple[int, ...], words: str) -> None:
    for dialect in (2, 3):
        row = missing_api(name, argument, dialect)
        assert (row is not None) == (dialect in dialects)
        assert row is None or words in (row.said, row.instead) or words == "cannot be imported" and words in row.said


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_synchronized_on_other_backends(backend: str) -> None:
    event = built(bn(synchronized=arg(True)))
    (report,) = reports("BNL501", event, backend=backend)
    assert report.site == event.layer.args["synchronized"].site
    assert report.remedy is not None
    assert not reports("BNL501", event)
    assert not reports("BNL501", event, dialect=2, backend=backend)
    for other in (arg(False), unknown()):
        assert not reports("BNL501", built(bn(synchronized=other)), backend=backend)


@pytest.mark.parametrize("name", [*MISSING_ARGUMENTS, "freeze"])
def test_each_argument_that_a_keras_lacks_has_a_remedy_and_a_reason(name: str) -> None:
    said = [
        report.message
        for dialect in (2, 3)
        for report in reports("BNL501", built(bn(**{name: unknown()})), dialect=dialect)
    ]
    assert said
    assert all(message.remedy and message.reason for message in said)


@pytest.mark.parametrize("row", MISSING_APIS, ids=lambda row: row.said)
def test_each_api_that_a_keras_lacks_has_a_remedy_and_a_reason(row: MissingApi) -> None:
    (report,) = reports(
        "BNL501", ApiUsed(site(), row.names.partition(" ")[0], row.detail or None, Arg(None, known=False))
    )
    assert (report.message.headline, report.message.remedy, report.message.reason) == (row.said, row.instead, row.why)
    assert row.instead
    assert row.why


def test_a_flag_by_position_gets_its_keyword_where_it_is_written() -> None:
    used = ApiUsed(site(), "keras.layers.BatchNormalization", "positional training", arg(True))
    (report,) = reports("BNL501", used)
    assert report.remedy is not None
    assert used.value.site is not None
    assert report.remedy.changes == (RenameArgument(used.site, used.value.site, "training"),)
    (report,) = reports("BNL501", ApiUsed(site(), used.name, used.argument, Arg(True, known=True)))
    assert report.remedy is None
    api = ApiUsed(site(), "keras.layers.normalization", value=arg(True))
    (report,) = reports("BNL501", api)
    assert report.remedy is not None
    assert report.remedy.description == "import from keras.layers"


def test_another_name_is_replaced_and_an_axis_taken_out_of_its_list() -> None:
    decay, axis = arg(0.9), arg([1])
    assert decay.site is not None
    assert axis.site is not None
    event = built(bn(decay=decay, axis=axis))
    renamed, taken_out = (report.remedy for report in reports("BNL501", event))
    assert renamed == Remedy("safe", "rename decay to momentum", (RenameArgument(event.site, decay.site, "momentum"),))
    assert taken_out == Remedy("safe", "pass the axis itself", (PassArgument(event.site, "axis", "1", axis.site),))


def test_the_rules_come_in_the_order_of_their_codes() -> None:
    assert [each.code for each in all_rules()] == list(CODES)


def test_opt_in_rules_run_where_they_are_enabled() -> None:
    said = witnessed(built(bn(epsilon=arg(0.5))))
    assert [code for code, _ in judge(said, frozenset())] == []
    assert [code for code, _ in judge(said, {"BNL312"})] == ["BNL312"]


def test_a_rule_that_fails_costs_nothing_but_its_own_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    error = RuntimeError("broken")

    def fail(_: object) -> Iterator[Report]:
        raise error

    broken = {"BNL301": replace(rule("BNL301"), check=fail)}
    monkeypatch.setattr("bnlint.rules.rule", lambda code: broken.get(code) or rule(code))
    event = built(bn(momentum=arg(1)))
    found = list(judge(witnessed(event), frozenset()))
    assert found[0] == ("BNL301", error)
    assert [code for code, _ in found] == ["BNL301", "BNL302"]


def test_places_are_those_of_the_arguments() -> None:
    momentum, epsilon = arg(99), arg(0)
    assert momentum.site is not None
    assert epsilon.site is not None
    event = built(bn(momentum=momentum, epsilon=epsilon))
    assert places(reports("BNL301", event)) == [momentum.site.line]
    assert places(reports("BNL311", event)) == [epsilon.site.line]
    event = built(bn(momentum=Arg(99, known=True)))
    assert places(reports("BNL301", event)) == [event.site.line]


def test_an_argument_that_is_not_written_at_the_call_is_not_renamed() -> None:
    (report,) = reports("BNL501", built(bn(decay=Arg(0.9, known=True))))
    assert report.remedy is None


def test_a_layer_that_two_models_share_is_one_layer() -> None:
    shared = bn()
    assert sum(found is shared for found in model(model(shared), model(shared), shared).walk()) == 1


@pytest.mark.parametrize(
    ("names", "silent"),
    [([], False), (["build"], False), (["latest"], False), (["build", "test_shape"], True), (["setUp"], True)],
)
def test_layers_of_unit_tests_are_made_of_dummies(names: list[str], silent: bool) -> None:
    event = built(bn(momentum=arg(1.0)), scopes=tuple(map(scope, names)))
    assert (not reports("BNL302", event)) == silent


def test_numbers_of_a_librarys_network_are_the_librarys_until_the_program_sets_them() -> None:
    inside = layer("BatchNormalization", opaque=True, args={"momentum": arg(0.0)})
    assert not reports("BNL303", called(inside))
    inside.args["momentum"] = arg(0.0, "assigned")
    assert reports("BNL303", called(inside))


def graph_normalizer(**more: Any) -> GraphNormalized:
    more.setdefault("flag", unknown())
    return GraphNormalized(site(), "tf.layers.batch_normalization", args={"momentum": arg(0.1)}, **more)


@pytest.mark.parametrize(
    ("change", "silent"),
    [
        ({}, False),
        ({"flag": arg(True)}, False),
        ({"flag": arg(False)}, True),
        ({"flag": ABSENT}, True),
        ({"flag": ABSENT, "default_flag": True}, False),
        ({"trainable": False}, True),
        ({"trainable": None}, False),
        ({"scopes": (scope("test_it"),)}, True),
    ],
)
def test_normalisations_of_tensorflow_1_that_may_train(change: dict[str, Any], silent: bool) -> None:
    assert (not reports("BNL303", graph_normalizer(**change), dialect=2)) == silent
    assert not reports("BNL303", graph_normalizer(**change), dialect=3)

"""Which code says that it is inference."""

from __future__ import annotations

import pytest

from bnlint.events import Arg, GradientTaken, LayerCalled, Tape
from bnlint.rules import facts
from tests.static.rules.events import arg, bn, called, reports, scope, site, unknown


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["evaluate"], "evaluate"),
        (["Evaluate"], "Evaluate"),
        (["helper", "predict_all"], "predict_all"),
        (["helper"], None),
        ([], None),
        (["on_epoch_end"], "this callback"),
        (["on_epoch_begin"], "this callback"),
        (["on_the_end_of_it"], None),
        (["turned_on_end"], None),
        (["helper", "on_epoch_end"], "this callback"),
        (["train_and_eval"], None),
        (["train_step", "evaluate"], None),
        (["fit_and_score"], None),
        (["fit", "evaluate"], None),
        (["update_plot"], None),
        (["update", "evaluate"], None),
        (["calibrate", "evaluate"], None),
        (["retrofit", "evaluate"], "evaluate"),
        (["loss_fn", "evaluate"], None),
        (["validation_loss"], "validation_loss"),
        (["test_loss"], "test_loss"),
        (["contest_loss"], None),
        (["evaluate", "train"], "evaluate"),
    ],
)
def test_names_of_functions(names: list[str], said: str | None) -> None:
    assert facts.for_inference(called(bn(), scopes=tuple(map(scope, names)))) == said


@pytest.mark.parametrize(
    ("method", "said"), [("test_step", "step"), ("predict_step", "step"), ("train_step", None), ("call", None)]
)
def test_steps_of_keras(method: str, said: str | None) -> None:
    assert facts.for_inference(called(bn(), scopes=(scope("step", keras_method=method),))) == said


@pytest.mark.parametrize(
    ("words", "names", "said"),
    [
        (["val_batches"], [], "this loop"),
        (["x", "dev_set"], ["helper"], "this loop"),
        (["val_batches"], ["helper", "train"], None),
        (["value", "device"], [], None),
        ([], ["helper"], None),
    ],
)
def test_words_around_a_call(words: list[str], names: list[str], said: str | None) -> None:
    call = called(bn(), words=tuple(words), scopes=tuple(map(scope, names)))
    assert facts.for_inference(call) == said


def never_trained(**arguments: Arg) -> LayerCalled:
    return called(bn(**arguments), mode="inference", reason="nothing")


def test_statistics_that_the_program_gives() -> None:
    given = never_trained()
    given.layer.given = True
    assert not reports("BNL101", given)
    assert reports("BNL101", never_trained())


@pytest.mark.parametrize(
    ("name", "value", "silent"),
    [
        ("moving_mean_initializer", arg("zeros"), False),
        ("moving_variance_initializer", arg("ones"), False),
        ("moving_mean_initializer", arg("ones"), True),
        ("moving_variance_initializer", unknown(), True),
        ("weights", arg(None), False),
        ("weights", unknown(), True),
    ],
)
def test_statistics_that_the_constructor_is_given(name: str, value: Arg, silent: bool) -> None:
    found = reports("BNL101", never_trained(**{name: value}))
    assert (not found) == silent


def test_a_place_where_a_tape_trains_the_layer() -> None:
    first = never_trained()
    recorder = Tape(site())
    taped = called(first.layer, site=first.site, tapes=(recorder,), mode="inference", reason="nothing")
    assert not reports("BNL101", first, taped, GradientTaken(site(), recorder, (first.layer,)))
    assert reports("BNL101", first)

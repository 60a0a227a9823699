"""Which code says that it is inference."""

from __future__ import annotations

import pytest

from bnlint.rules import facts
from tests.static.rules.events import bn, called, scope


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

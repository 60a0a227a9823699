"""Names and remarks in headlines: they have to fit."""

from __future__ import annotations

import pytest

from bnlint.events import Layer
from bnlint.results.messages import LONGEST, Message, fitting
from bnlint.rules import facts
from tests.static.rules.events import bn, site

LONG = "AnEncoderOfImagesWithAttentionAndNormalization"


def test_a_layer_is_named_by_its_class_where_that_fits() -> None:
    assert facts.brief(bn()) == "this BatchNormalization layer"
    assert facts.brief(Layer("Model", site(), class_name="Net")) == "this Net"
    assert facts.brief(Layer("Sequential", site())) == "this Sequential"
    assert facts.brief(Layer("Model", site(), class_name=LONG)) == "this model"


@pytest.mark.parametrize(
    ("name", "shown"), [("is_training", "'is_training'"), (None, "this flag"), (LONG, "this flag")]
)
def test_a_flag_is_named_where_that_fits(name: str | None, shown: str) -> None:
    assert facts.quoted(name) == shown


def test_a_remark_is_left_out_where_it_does_not_fit() -> None:
    assert fitting("momentum 0.1", " (an option's default)", ": no") == "momentum 0.1 (an option's default): no"
    assert fitting("m", " (an option's default)", "x" * (LONGEST - 5)) == "m" + "x" * (LONGEST - 5)


def test_sentences_keep_names_as_they_are() -> None:
    assert Message("keras.layers has none", "write it").full == "keras.layers has none. Write it."
    assert Message("fit raises", notes=("in Keras 3",)).full == "Fit raises. (in Keras 3)"
    assert (
        Message("fit raises", "stop", notes=("in Keras 3", "cell 1")).short == "fit raises; stop (in Keras 3) (cell 1)"
    )
    assert Message("fit raises", "", "it does", ("here",)).lines == "fit raises\nit does\n(here)"

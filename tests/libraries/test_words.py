"""``bnlint/libraries/words.py``: what a text must hold to be worth a look, for our own filter and as one expression.

That every row with BatchNormalization is found is tested beside the rows.
"""

from __future__ import annotations

import re

import pytest

from bnlint.libraries.words import FRAMEWORKS, NAMES, PACKAGES, expression
from bnlint.project.prefilter import BN_WORD, may_concern

USES = {
    "keras_": "import keras_hub",
    "classification_models": "from classification_models.tfkeras import Classifiers",
    "segmentation_models": "import segmentation_models as sm",
    "official.vision": "from official.vision.modeling import backbones",
    "tensorflow_models": "import tensorflow_models as tfm",
    "sonnet": "import sonnet as snt",
}
"""A line with each package."""

OTHERS = (
    "import keras_tuner",
    "import classification_models_3",
    "import segmentation_models_pytorch as smp",
    "official = vision",
    "tensorflow models",
    "model = 'a sonnet'",
    'register(package="keras_nlp")',
)
"""Lines without."""


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_found(name: str) -> None:
    text = name.replace(r"\b", "")
    assert may_concern(f"import keras\nx = {text}(y)")
    assert not may_concern(f"import keras\nx = {text[:-1]}(y)")
    assert not may_concern(f"x = {text}(y)"), "nothing names Keras"


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_found(package: str) -> None:
    assert package in USES, f"USES in tests/libraries/test_words.py: a line of a program that uses {package}"
    assert may_concern(f"import tensorflow as tf\n{USES[package]}\n")


@pytest.mark.parametrize("package", sorted(FRAMEWORKS.keys() & PACKAGES.keys()))
def test_a_package_that_needs_no_other_names_keras_by_itself(package: str) -> None:
    assert may_concern(USES[package])


@pytest.mark.parametrize("line", OTHERS)
def test_other_packages_are_not_found(line: str) -> None:
    assert not may_concern(f"import tensorflow as tf\n{line}\n")


@pytest.mark.parametrize("text", [*NAMES, *USES.values(), *OTHERS])
def test_one_expression_finds_the_same(text: str) -> None:
    text = text.replace(r"\b", "")
    assert (re.search(BN_WORD, text) is not None) == may_concern(f"import keras\n{text}\n")


def test_first_letters_stand_in_front() -> None:
    assert expression(["DenseNet", "ResNet", "Rest", "DenseNet"]) == "[DR](?:enseNet|esNet|est)"


def test_the_expression_finds_the_names_with_their_first_letters_exchanged_and_nothing_else() -> None:
    """That is the whole difference from a list of the names, and it costs a needless look."""
    found = expression(("Alpha", "Beta", r"Be\b", "alpha"))
    for text in (first + rest for first in "ABCab" for rest in ("lpha", "eta", "e", "gamma", "et", "")):
        assert (re.fullmatch(found, text) is not None) == (text[:1] in "ABa" and text[1:] in ("lpha", "eta", "e")), text


def test_a_name_may_have_to_end() -> None:
    found = expression([r"slim\b"])
    assert [re.search(found, text) is not None for text in ("slim", "slim.conv2d", "slimmer")] == [True, True, False]


def test_other_engines_read_it_too() -> None:
    """RE2 and Java do not know everything that Python knows: no look-behind, no back reference."""
    assert re.fullmatch(r"(?:[\w |+*#^\[\]()]|\(\?:|\\[bnt.])+", BN_WORD) is not None

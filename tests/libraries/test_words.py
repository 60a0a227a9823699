"""``bnlint/libraries/words.py``: what a text must hold to be worth a look, as one expression.

That every row with BatchNormalization is found by these words is tested beside the rows (``test_layers``,
``test_networks``).
"""

from __future__ import annotations

import re

import pytest

from bnlint.libraries.words import WORDS, expression
from bnlint.project.prefilter import BN_WORD


def test_the_filter_looks_for_these_words() -> None:
    assert expression(WORDS) == BN_WORD


@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_found(word: str) -> None:
    text = word.replace(r"\b", "")
    assert re.search(BN_WORD, f"x = {text}(y)") is not None
    assert re.search(BN_WORD, f"x = {text[:-1]}(y)") is None


def test_a_word_may_have_to_end() -> None:
    assert re.fullmatch(expression([r"slim\b"]), "slim") is not None
    assert re.search(expression([r"slim\b"]), "slimmer") is None


def test_first_letters_stand_in_front() -> None:
    assert expression(["DenseNet", "ResNet", "Rest", "DenseNet"]) == "[DR](?:enseNet|esNet|est)"


def test_the_expression_finds_the_words_with_their_first_letters_exchanged_and_nothing_else() -> None:
    """That is the whole difference from a list of the words, and it costs a needless look."""
    words = ("Alpha", "Beta", r"Be\b", "alpha")
    firsts, rests = "ABa", ("lpha", "eta", "e")
    found = expression(words)
    for text in (first + rest for first in "ABCab" for rest in (*rests, "gamma", "et", "")):
        assert (re.fullmatch(found, text) is not None) == (text[:1] in firsts and text[1:] in rests), text


def test_other_engines_read_it_too() -> None:
    """RE2 and Java know no look-behinds that Python knows, no names of groups and no back references."""
    assert re.fullmatch(r"(?:[\w|\[\]()]|\(\?:|\\b)+", BN_WORD) is not None

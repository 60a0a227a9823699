"""``bnlint.patterns``: regular expressions in all but the moment at which they are compiled."""

from __future__ import annotations

import copy
import re

import pytest

from bnlint.patterns import pattern


@pytest.mark.parametrize("method", ["search", "match", "fullmatch", "findall", "split"])
def test_it_answers_as_a_compiled_one(method: str) -> None:
    text = "A1b2a3"
    made, compiled = pattern(r"a(\d)", re.IGNORECASE), re.compile(r"a(\d)", re.IGNORECASE)
    answer, expected = getattr(made, method)(text), getattr(compiled, method)(text)
    if isinstance(expected, re.Match):
        answer, expected = answer.span(), expected.span()
    assert answer == expected
    assert made.pattern == compiled.pattern


def test_it_is_compiled_when_it_is_used_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def counting(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return real(text, flags)

    monkeypatch.setattr(re, "compile", counting)
    made = pattern("lazy [a-z]+")
    assert compiled == []
    assert made.search("a lazy dog")
    assert made.search("a lazy cat")
    assert compiled == ["lazy [a-z]+"]


def test_a_wrong_one_says_so_at_its_first_use() -> None:
    with pytest.raises(re.error, match="unterminated"):
        pattern("[a").search("a")


def test_it_can_be_copied() -> None:
    assert copy.copy(pattern("a+")).match("aa")

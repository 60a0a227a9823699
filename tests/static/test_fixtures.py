"""Every fixture through the real flake8 and through ``bnlint check``, in both dialects, against its expectations."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator
from functools import cache

import pytest

from tests.static.helpers import (
    ROOT,
    Fixture,
    Shown,
    check_on_fixtures,
    fixtures,
    flake8_on_fixtures,
    opt_in_codes,
)

CASES = [
    pytest.param(fixture, dialect, id=f"{fixture.path.removeprefix('fixtures/')}-keras{dialect}")
    for fixture in fixtures()
    for dialect in fixture.dialects
]
both_dialects = pytest.mark.parametrize("dialect", [2, 3])
both_defaults = pytest.mark.parametrize("opt_in", [False, True], ids=["default", "opt-in"])


def test_there_are_fixtures() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize(("fixture", "dialect"), CASES)
def test_flake8_reports_what_is_expected_and_nothing_else(fixture: Fixture, dialect: int) -> None:
    shown = [found for found in flake8_on_fixtures(dialect, fixture.opt_in) if found.path == fixture.path]
    assert {(found.line, found.code) for found in shown} == fixture.in_dialect(dialect), shown


@pytest.mark.parametrize(("fixture", "dialect"), [case for case in CASES if case.values[0].opt_in])  # type: ignore[union-attr]
def test_opt_in_rules_are_off_by_default(fixture: Fixture, dialect: int) -> None:
    shown = {found.code for found in flake8_on_fixtures(dialect, False) if found.path == fixture.path}
    assert not shown & set(opt_in_codes())


@both_dialects
@both_defaults
def test_the_command_and_the_plugin_agree(dialect: int, opt_in: bool) -> None:
    command = sorted(
        Shown(entry["path"], entry["line"], entry["column"], entry["code"], entry["message"])
        for entry in check_on_fixtures(dialect, opt_in)
    )
    assert command == list(flake8_on_fixtures(dialect, opt_in))


@both_dialects
def test_nothing_is_reported_twice(dialect: int) -> None:
    places = [(found.path, found.line, found.column, found.code) for found in flake8_on_fixtures(dialect, True)]
    assert len(places) == len(set(places))


@cache
def token_edges(path: str) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Return where tokens of a file start and end: lines from 1, columns from 0."""
    with tokenize.open(ROOT / path) as stream:
        tokens = list(tokenize.generate_tokens(stream.readline))
    return frozenset(token.start for token in tokens), frozenset(token.end for token in tokens)


def places(dialect: int) -> Iterator[tuple[str, int, int, int, int, str]]:
    for entry in check_on_fixtures(dialect, True):
        yield entry["path"], entry["line"], entry["column"], entry["end_line"], entry["end_column"], entry["code"]


@both_dialects
def test_positions_enclose_whole_tokens(dialect: int) -> None:
    for path, line, column, end_line, end_column, code in places(dialect):
        starts, ends = token_edges(path)
        assert (line, column - 1) in starts, (path, line, column, code)
        assert (end_line, end_column - 1) in ends, (path, end_line, end_column, code)


@both_dialects
def test_positions_point_to_the_right_text(dialect: int) -> None:
    """The reported text is a call, or for the rules about arguments the argument itself."""
    words = {"BNL301": "momentum", "BNL302": "momentum", "BNL303": "momentum", "BNL311": "epsilon"}
    for path, line, column, end_line, end_column, code in places(dialect):
        lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
        last = end_column - 1 if end_line == line else len(lines[line - 1])
        text = lines[line - 1][column - 1 : last]
        if code in ("BNL101", "BNL102"):
            assert "(" in text, (path, line, text)
        if code in words and words[code] in lines[line - 1]:
            before = lines[line - 1][: column - 1].rstrip(" =:\"'")
            assert text.startswith(words[code]) or before.endswith(words[code]), (path, line, text)


@both_dialects
def test_related_places_exist(dialect: int) -> None:
    for entry in check_on_fixtures(dialect, True):
        for place in entry["related"]:
            lines = (ROOT / place["path"]).read_text(encoding="utf-8").split("\n")
            assert 0 < place["line"] <= len(lines)
            assert 0 < place["column"] <= len(lines[place["line"] - 1])
            assert place["message"]

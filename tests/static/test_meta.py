"""The catalogue, its modules, fixtures, experiments and documents tell the same story."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from bnlint.analysis import dialect
from bnlint.rules import CODES, all_rules, rule
from bnlint.settings import options
from tests.static.helpers import FIXTURES, ROOT, Fixture, fixtures

every_code = pytest.mark.parametrize("code", CODES)


def of_rule(code: str, kind: str) -> list[Fixture]:
    return [fixture for fixture in fixtures() if fixture.path.startswith(f"fixtures/{code}/{kind}_")]


@every_code
def test_a_rule_lives_in_the_module_named_after_it(code: str) -> None:
    found = rule(code)
    assert found.code == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", found.name)
    assert found.summary
    assert "\n" not in found.summary
    assert found.dialects in ((2,), (3,), (2, 3))
    assert len((import_module(f"bnlint.rules.{code.lower()}").__doc__ or "").strip().splitlines()) >= 3


@every_code
def test_a_rule_has_an_experiment(code: str) -> None:
    assert (ROOT / "bnlint" / "experiments" / f"{code.lower()}.py").is_file()


@every_code
def test_a_rule_has_a_bad_program_in_each_of_its_dialects(code: str) -> None:
    stated = {
        number
        for fixture in of_rule(code, "bad")
        for number in fixture.dialects
        if any(found == code for _, found in fixture.in_dialect(number))
    }
    assert stated == set(rule(code).dialects)


@every_code
def test_a_rule_has_good_programs_that_expect_nothing_of_it(code: str) -> None:
    programs = of_rule(code, "good")
    assert programs
    assert all(found != code for fixture in programs for _, found, _ in fixture.expected)


@every_code
def test_opt_in_programs_say_so(code: str) -> None:
    if rule(code).opt_in:
        assert all(fixture.opt_in for fixture in of_rule(code, "bad"))


def test_names_are_unique() -> None:
    assert len({found.name for found in all_rules()}) == len(CODES)


def test_every_module_of_the_rules_is_in_the_catalogue() -> None:
    modules = {path.stem.upper() for path in (ROOT / "bnlint" / "rules").glob("bnl*.py")}
    assert modules == set(CODES)


def test_every_fixture_belongs_to_a_rule_and_names_real_codes() -> None:
    for fixture in fixtures():
        parts = Path(fixture.path).parts
        assert parts[1] in CODES, fixture.path
        assert parts[2].startswith(("bad_", "good_")), fixture.path
        assert {code for _, code, _ in fixture.expected} <= set(CODES), fixture.path


def test_bad_programs_expect_something_and_good_ones_of_their_own_rule_nothing() -> None:
    programs: dict[Path, set[str]] = {}
    for fixture in fixtures():
        program = Path(*Path(fixture.path).parts[:3])
        programs.setdefault(program, set()).update(code for _, code, _ in fixture.expected)
    for program, expected in programs.items():
        assert program.parts[2].startswith("good_") or program.parts[1] in expected, program


def test_catalogue_is_sorted_and_leaves_room_for_internal_errors() -> None:
    assert list(CODES) == sorted(set(CODES))
    assert options.INTERNAL_ERROR not in CODES
    assert all(re.fullmatch(r"BNL\d{3}", code) for code in CODES)


def test_the_readme_and_ci_give_the_same_test_command() -> None:
    """.ci/run runs what the README says, only that the environment lies in a temporary directory."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = re.search(r"^python3 -m venv \.venv && (.*-m pytest.*)$", readme, re.MULTILINE)
    assert command
    steps = [step.strip() for step in command[1].split("&&")]
    assert [step.replace(".venv/", '"$venv"/') for step in steps] == re.findall(
        r'^"\$venv"/bin/.*$', script, re.MULTILINE
    )


def test_the_readme_names_only_real_codes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"BNL\d{3}", readme)) <= {*CODES, options.INTERNAL_ERROR}


def test_fixture_folder_is_not_on_the_way_of_our_own_tools() -> None:
    assert FIXTURES.is_dir()
    assert not list(FIXTURES.rglob("test_*.py"))
    assert not list(FIXTURES.rglob("conftest.py"))


def test_targets_of_the_options_and_the_dialects_agree() -> None:
    assert {"auto", *map(str, dialect.Dialect.__args__)} == set(options.KERAS_TARGETS)  # type: ignore[attr-defined]

"""The catalogue, its modules, fixtures, experiments and documents tell the same story."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from bnlint.analysis import dialect
from bnlint.rules import ABOUT_COMMENTS, ALL_CODES, CODES, all_rules, rule
from bnlint.settings import options
from lab.reality import seeds
from tests.static.helpers import (
    FIXTURES,
    HEADERS,
    ROOT,
    Fixture,
    fixtures,
    lacks,
    nothing,
    opt_in_codes,
    unread_comments,
)

every_code = pytest.mark.parametrize("code", CODES)


def of_rule(code: str, kind: str) -> list[Fixture]:
    return [fixture for fixture in fixtures() if fixture.path.startswith(f"fixtures/{code}/{kind}_")]


@every_code
def test_a_rule_lives_in_the_module_named_after_it(code: str) -> None:
    found = rule(code)
    where = f"RULE in bnlint/rules/{code.lower()}.py"
    assert found.code == code, f"{where} has another code"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", found.name), f"{where}: its name is not in kebab-case"
    assert re.fullmatch(".+", found.summary), f"{where}: its summary is not one line"
    assert found.dialects in ((2,), (3,), (2, 3)), f"{where}: its dialects are no dialects of Keras"
    text = (import_module(f"bnlint.rules.{code.lower()}").__doc__ or "").strip()
    assert len(text.splitlines()) >= 3, f"bnlint/rules/{code.lower()}.py: its docstring is not a page"


@every_code
def test_a_rule_yields_to_others_that_yield_to_none(code: str) -> None:
    others = rule(code).yields_to
    for other in others:
        assert other in CODES
        assert other != code
        assert not rule(other).yields_to
    assert not others or set(rule(code).dialects) <= {dialect for other in others for dialect in rule(other).dialects}


@every_code
def test_a_rule_has_an_experiment(code: str) -> None:
    if not (ROOT / "bnlint" / "experiments" / f"{code.lower()}.py").is_file():
        lacks(code, f"an experiment that measures its symptom: bnlint/experiments/{code.lower()}.py")


@every_code
def test_a_rule_has_a_bad_program_in_each_of_its_dialects(code: str) -> None:
    stated = {
        number
        for fixture in of_rule(code, "bad")
        for number in fixture.dialects
        if any(found == code for _, found in fixture.in_dialect(number))
    }
    missing = " and ".join(map(str, sorted(set(rule(code).dialects) - stated)))
    if missing:
        lacks(code, f"a bad program for Keras {missing}: fixtures/{code}/bad_*.py with a comment '# expect: {code}'")
    assert stated == set(rule(code).dialects), "a program for a dialect that RULE does not name"


@every_code
def test_a_rule_has_a_good_program_in_each_of_its_dialects_that_expects_nothing_of_it(code: str) -> None:
    programs = of_rule(code, "good")
    dialects = set(rule(code).dialects).difference(*(fixture.dialects for fixture in programs))
    missing = " and ".join(map(str, sorted(dialects)))
    if missing:
        lacks(code, f"a good program for Keras {missing}: fixtures/{code}/good_*.py, the same put right")
    assert all(found != code for fixture in programs for _, found, _ in fixture.expected)


@every_code
def test_programs_that_need_the_opt_in_rules_say_so_and_no_others(code: str) -> None:
    """A good program of a rule that is off proves nothing; of a rule that is off in part, each says whose it is."""
    for fixture in (*of_rule(code, "bad"), *of_rule(code, "good")):
        if rule(code).opt_in_part:
            continue
        needed = rule(code).opt_in or bool({found for _, found, _ in fixture.expected} & set(opt_in_codes()))
        if needed and not fixture.opt_in:
            pytest.fail(f"{fixture.path} lacks the line '# optin: yes' at its top", pytrace=False)
        if fixture.opt_in and not needed:
            pytest.fail(f"{fixture.path} says '# optin: yes' and is about no opt-in rule", pytrace=False)


@every_code
def test_each_program_says_why_in_its_own_words(code: str) -> None:
    """A good program that was copied from the bad one still says what goes wrong."""
    told: dict[str, str] = {}
    for path in sorted((FIXTURES / code).iterdir()):
        entry = next((path / name for name in ("train.py", "main.py") if (path / name).exists()), path)
        first = entry.read_text(encoding="utf-8").partition("\n")[0]
        where = entry.relative_to(ROOT)
        if not re.fullmatch(f"# why: {HEADERS['why']}", first):
            pytest.fail(f"{where} lacks '# why: ...' in its first line: a sentence without a full stop", pytrace=False)
        if first in told:
            pytest.fail(f"{where} says the same as {told[first]}: {first}", pytrace=False)
        told[first] = path.name


PROGRAMS = (*FIXTURES.rglob("*.py"), *(ROOT / "tests" / "programs").rglob("*.py"))


def test_comments_at_the_top_of_programs_are_read() -> None:
    """One that is misspelled, or too far down, would say nothing to anybody."""
    found = (f"{p.relative_to(ROOT)}: {c}" for p in PROGRAMS for c in unread_comments(p.read_text(encoding="utf-8")))
    nothing(found, "comments that the tests do not read")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# opt-in: yes\n", 1),
        ("# optin: no\n", 1),
        ("# optin: true\n", 1),
        ("# why:\n", 1),
        ("# why: it is good.\n", 1),
        ("# Why: the flag reaches the layer\n", 1),
        ("# dialect: 4\n", 1),
        ("# dialects: 2\n", 1),
        ("# raises: ValueError\n", 1),
        ("# raises: 3 ValueError\n", 1),
        ("# expect: BNL102\n", 1),
        ('"""A program."""\n\n# dialect: 2\n', 3),
        ('# why: the flag reaches the layer\n# raises: 3 ValueError [>=3.4] "no", 2 TypeError "no"\n', 0),
        ("x = 1  # why: nobody knows\n# because: it is\n", 0),
    ],
)
def test_which_comments_say_nothing(text: str, line: int) -> None:
    assert [found.split()[1] for found in unread_comments(text)] == ([str(line)] if line else [])


@every_code
def test_a_rule_has_unit_tests(code: str) -> None:
    """Events in which one thing differs from a mistake; programs show one of them at a time."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "static" / "rules").glob("test_*.py"))
    if not any(f'"{code}"' in text for text in texts):
        lacks(code, "unit tests on events, which show when it stays silent: tests/static/rules/test_*.py")


@every_code
def test_a_generated_program_has_the_mistake(code: str) -> None:
    """So that TensorFlow is asked about it in programs that nobody wrote for it: ``nox -s reality``."""
    if rule(code).absence("tensorflow"):
        return  # these programs run on it
    known: dict[str, tuple[int, int]] = json.loads(seeds.FILE.read_text(encoding="utf-8"))
    if code not in known:
        where = "a scenario in lab/reality/scenarios.py, then python -m lab.reality.seeds"
        lacks(code, f"a generated program with this mistake: {where}")
    if code not in seeds.mistakes(*known[code]):
        pytest.fail(f"{code} is not in its generated program any more: python -m lab.reality.seeds", pytrace=False)


def test_the_table_of_the_witnesses_has_a_line_for_every_rule() -> None:
    text = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    counted = re.findall(r"^\| (BNL\d{3}) \| \d+ \| \d+ \| \d+ \|$", text, re.MULTILINE)
    due = [code for code in CODES if not rule(code).absence("tensorflow")]
    for code in set(due) - set(counted):
        lacks(code, "its line in the table of docs/trust.md, which nox -s reality prints")
    nothing(set(counted) - set(CODES), "rules in the table of docs/trust.md that are gone")
    assert counted == due


def test_the_page_on_traces_says_what_is_measured_for_every_rule() -> None:
    page = (ROOT / "docs" / "trace.md").read_text(encoding="utf-8")
    told: list[str] = []
    for cell in re.findall(r"^\| (BNL\d{3}(?:, BNL\d{3}| to BNL\d{3})*) \| .* \|$", page, re.MULTILINE):
        for first, last in re.findall(r"(BNL\d{3})(?: to (BNL\d{3}))?", cell):
            told += [code for code in CODES if first <= code <= (last or first)] or [first]
    for code in set(CODES) - set(told):
        lacks(code, "its line in the table of what `bnlint trace` measures: docs/trace.md")
    nothing(set(told) - set(CODES), "rules in the table of docs/trace.md that are gone")
    assert len(told) == len(CODES), "docs/trace.md has two lines for a rule"


def test_the_readme_names_the_opt_in_rules() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.search(r"^### Opt-in rules\n\n(.*?) are off until", readme, re.MULTILINE | re.DOTALL)
    assert listed, "no section on opt-in rules in README.md"
    named = re.findall(r"BNL\d{3}", listed[1])
    opt_in = {*opt_in_codes(), *ABOUT_COMMENTS}
    for code in opt_in - set(named):
        lacks(code, "its name in the list of opt-in rules: README.md, 'Opt-in rules'")
    nothing(set(named) - opt_in, "rules that README.md calls opt-in and that are on")
    assert named == sorted(named)


def test_names_are_unique() -> None:
    assert len({found.name for found in all_rules()}) == len(CODES)


def test_every_module_of_the_rules_is_in_the_catalogue() -> None:
    modules = {path.stem.upper() for path in (ROOT / "bnlint" / "rules").glob("bnl*.py")}
    for code in modules - set(ALL_CODES):
        lacks(code, "its entry in CODES: bnlint/rules/__init__.py")
    assert modules == set(ALL_CODES)


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
    assert options.INTERNAL_ERROR not in ALL_CODES
    assert ABOUT_COMMENTS == (options.UNNEEDED_NOQA,)
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
    assert set(re.findall(r"BNL\d{3}", readme)) <= {*ALL_CODES, options.INTERNAL_ERROR}


def test_fixture_folder_is_not_on_the_way_of_our_own_tools() -> None:
    assert FIXTURES.is_dir()
    assert not list(FIXTURES.rglob("test_*.py"))
    assert not list(FIXTURES.rglob("conftest.py"))


def test_targets_of_the_options_and_the_dialects_agree() -> None:
    assert {"auto", *map(str, dialect.Dialect.__args__)} == set(options.KERAS_TARGETS)  # type: ignore[attr-defined]

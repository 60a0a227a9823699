"""When ``bnlint verify`` confirms a rule: each part that fails makes it a no, and is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bnlint.experiments import RAISES, Quantity, Reading
from bnlint.runtime.confirmation import NOT_CONFIRMED, PARTS, Job, Outcome, Row, exit_code, trouble
from bnlint.runtime.passages import counterpart, passes, same_statement
from bnlint.runtime.programs import Program, read_program

MOVED = Quantity("movement", "of a statistic", 1e-6, above=False)
OTHER = Quantity("another number", "of them", 0.5, above=True)

BAD = "# why: because\nbn = BatchNormalization()\nbn(x)  # expect: BNL101\n"
GOOD = "# why: because\nbn = BatchNormalization()\nbn(x, training=True)\n"


def outcome(path: Path, text: str, **seen: Any) -> Outcome:
    path.write_text(text, encoding="utf-8")
    program = read_program(path, "BNL101")
    places = program.reports(3)
    found = {
        "runs": 3,
        "reported": program.lines(3),
        "witnessed": places,
        "linted": places,
        "keras": "3.15.1",
        "visited": frozenset({(path.name, 3)}),
    }
    return Outcome(Job(program, 3), "measured", **{**found, **seen})


@pytest.fixture
def bad(tmp_path: Path) -> Outcome:
    return outcome(tmp_path / "bad_x.py", BAD, readings=(Reading(MOVED, 0.0),))


@pytest.fixture
def good(tmp_path: Path) -> Outcome:
    return outcome(tmp_path / "good_x.py", GOOD, readings=(Reading(MOVED, 0.2),))


def row(*outcomes: Outcome) -> Row:
    return Row("BNL101", 3, list(outcomes))


def test_all_parts_hold(bad: Outcome, good: Outcome) -> None:
    found = row(bad, good)
    assert found.failures == []
    assert found.confirmed
    assert exit_code([found]) == 0


@pytest.mark.parametrize(
    ("change", "part", "text"),
    [
        (lambda o: replace(o, linted=frozenset()), "linter", "flake8 does not report BNL101 in bad_x.py:3"),
        (
            lambda o: replace(o, linted=o.linted | {("BNL302", "bad_x.py", 2)}),
            "linter",
            "flake8 reports BNL302 in bad_x.py:2",
        ),
        (lambda o: replace(o, linted=None, lint_problem="flake8 failed: no"), "linter", "flake8 failed: no"),
        (lambda o: replace(o, errors=("Traceback\n  KeyError: 3\n",)), "recorder", "error: KeyError: 3"),
        (
            lambda o: replace(o, witnessed=frozenset()),
            "recorder",
            "only the interpreter leads BNL101 to bad_x.py:3",
        ),
        (lambda o: replace(o, reported=None), "recorder", "the rule did not run on what was seen"),
        (lambda o: replace(o, problem="took longer than 3 s"), "symptom", "took longer than 3 s"),
        (
            lambda o: replace(o, readings=()),
            "symptom",
            "expected the symptom, nothing could be measured: measured",
        ),
        (
            lambda o: replace(o, readings=(Reading(MOVED, 0.1),)),
            "symptom",
            "expected the symptom, measured movement: 0.1 (the symptom is a number below 1e-06 of a statistic)",
        ),
        (lambda o: replace(o, fix_problem="the fix leaves: BNL101"), "fix", "the fix leaves: BNL101"),
    ],
)
def test_a_bad_program_that_fails(
    bad: Outcome, good: Outcome, change: Callable[[Outcome], Outcome], part: str, text: str
) -> None:
    found = row(change(bad), good)
    assert [(f.part, f.text) for f in found.failures] == [(part, text)]
    assert found.failed == [part]
    assert exit_code([found]) == NOT_CONFIRMED + PARTS[part]


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda o: replace(o, runs=0), ["no BN layer ran"]),
        (lambda o: replace(o, problem="raised ValueError: x"), ["raised ValueError: x"]),
        (lambda o: replace(o, readings=()), ["movement: not measured here, but in bad_x.py"]),
        (
            lambda o: replace(o, readings=(Reading(OTHER, 0.1),)),
            ["movement: not measured here, but in bad_x.py"],
        ),
        (
            lambda o: replace(o, readings=(Reading(MOVED, 0.0),)),
            ["expected no symptom, measured movement: 0 (the symptom is a number below 1e-06 of a statistic)"],
        ),
        (
            lambda o: replace(o, readings=(Reading(MOVED, float("nan")),)),
            ["expected no symptom, measured movement: nan (the symptom is a number below 1e-06 of a statistic)"],
        ),
    ],
)
def test_a_good_program_that_fails(
    bad: Outcome, good: Outcome, change: Callable[[Outcome], Outcome], texts: list[str]
) -> None:
    found = row(bad, change(good))
    assert [f.text for f in found.failures] == texts
    assert found.failed == ["good"]


def test_one_of_each_is_needed(bad: Outcome, good: Outcome) -> None:
    assert row(bad).failed == ["good"]
    assert row(good).failed == ["symptom"]
    assert exit_code([row(bad), row(good)]) == NOT_CONFIRMED + PARTS["symptom"] + PARTS["good"]


def test_exit_codes_are_told_apart_from_that_of_nothing_run() -> None:
    assert all(bit & 3 == 0 for bit in PARTS.values())
    assert sum(PARTS.values()) + NOT_CONFIRMED < 128


def test_the_number_counts_where_the_namesake_has_it(bad: Outcome, good: Outcome, tmp_path: Path) -> None:
    """Any good program has to do where none has the bad one's name."""
    stranger = outcome(tmp_path / "good_y.py", GOOD, readings=(Reading(OTHER, 0.0),))
    assert row(bad, good, stranger).confirmed
    assert row(bad, replace(good, readings=()), replace(stranger, readings=(Reading(MOVED, 1.0),))).failed == ["good"]
    renamed = outcome(tmp_path / "good_z.py", GOOD, readings=(Reading(MOVED, 0.2),))
    assert row(bad, renamed, stranger).confirmed


@pytest.mark.parametrize(
    ("fixed", "texts"),
    [
        ({"readings": (Reading(MOVED, 0.5),)}, []),
        ({"readings": ()}, ["movement: not measured on the fixed program"]),
        ({"readings": (Reading(MOVED, 0.5),), "runs": 0}, ["no BN layer runs in the fixed program"]),
        (
            {"problem": "raised KeyError: 1", "readings": (Reading(MOVED, 1.0),)},
            ["the fixed program raised KeyError: 1"],
        ),
        (
            {"readings": (Reading(MOVED, 0.0),)},
            ["the fixed program still shows movement: 0 (the symptom is a number below 1e-06 of a statistic)"],
        ),
        (
            {"readings": (Reading(MOVED, 0.5),), "reported": frozenset({("bad_x.py", 3)})},
            ["what was seen of the fixed program leads the rule to line 3"],
        ),
    ],
)
def test_the_fixed_program_has_lost_the_symptom(
    bad: Outcome, good: Outcome, fixed: dict[str, Any], texts: list[str]
) -> None:
    program = replace(bad.job.program, bad=False, expected={})
    repaired = Outcome(Job(program, 3, repaired=True), "measured", **{"runs": 1, "reported": frozenset(), **fixed})
    found = row(replace(bad, fixed=repaired), good)
    assert [f.text for f in found.failures] == texts
    assert found.failed == (["fix"] if texts else [])


def test_what_a_fix_takes_away_cannot_be_measured_again(bad: Outcome, good: Outcome) -> None:
    gone = replace(MOVED, vanishes=True)
    repaired = Outcome(Job(replace(bad.job.program, bad=False, expected={}), 3, repaired=True), "", runs=1)
    bad = replace(bad, readings=(Reading(gone, 0.0),), fixed=repaired)
    assert row(bad, replace(good, readings=(Reading(gone, 0.2),))).confirmed


RAISING = (
    '# raises: 3 ValueError "no such argument"\nbn = BatchNormalization(\n    mode=1,  # expect: BNL101\n)\nbn(x)\n'
)
RIGHT = "# dialect: any\nbn = BatchNormalization(\n    epsilon=1,\n)\nbn(x)\n"


def raising(tmp_path: Path, line: int, right: str = RIGHT, **seen: Any) -> Row:
    bad = outcome(tmp_path / "bad_x.py", RAISING, readings=(Reading(RAISES, 1.0),), raised_at=(("bad_x.py", line),))
    good = outcome(tmp_path / "good_x.py", right, readings=(Reading(RAISES, 0.0),), **seen)
    return row(bad, good)


def test_an_exception_counts_at_a_reported_line(tmp_path: Path) -> None:
    assert raising(tmp_path, 2).confirmed
    found = raising(tmp_path, 5)
    assert found.failed == ["symptom"]
    assert [f.text for f in found.failures] == ["the exception is not raised at a reported line but at bad_x.py:5"]


def test_the_good_program_gets_past_the_line_that_raises(tmp_path: Path) -> None:
    inside = RIGHT.replace("bn = ", "def make():\n  return ").replace("bn(x)", "make()(x)")
    assert raising(tmp_path, 2, inside, visited=frozenset({("good_x.py", 3)})).confirmed
    found = raising(tmp_path, 2, inside, visited=frozenset({("good_x.py", 6)}))
    assert [f.text for f in found.failures] == [
        "what stands here for bad_x.py:3, which raises, is not known to have run"
    ]


@pytest.mark.parametrize(
    ("header", "raised", "message", "said"),
    [
        ("", None, "", ""),
        ("", "KeyError", "x", "raised KeyError: x"),
        ('# raises: 3 KeyError "x is"\n', None, "", "did not raise KeyError"),
        ('# raises: 3 KeyError "x is"\n', "KeyError", "here x is not", ""),
        ('# raises: 3 KeyError "x is"\n', "ValueError", "x is", "raised ValueError: x is"),
        ('# raises: 3 KeyError "x is"\n', "KeyError", "y", "raised KeyError: y; announced is 'x is'"),
        ("# raises: 3 KeyError\n", "KeyError", "y", "raised KeyError: y; the header announces no text of it"),
    ],
)
def test_an_exception_is_announced_by_type_and_text(
    tmp_path: Path, header: str, raised: str | None, message: str, said: str
) -> None:
    path = tmp_path / "bad_x.py"
    path.write_text(header + "a()  # expect: BNL101\n", encoding="utf-8")
    assert trouble(Job(read_program(path, "BNL101"), 3), raised, message, "3.15.1") == said


def test_quantities() -> None:
    assert (MOVED.shown_by(0.0), MOVED.shown_by(1e-6), MOVED.threshold) == (True, False, "below 1e-06 of a statistic")
    assert (OTHER.shown_by(0.5), OTHER.shown_by(1.0), OTHER.threshold) == (False, True, "above 0.5 of them")
    assert MOVED.shown_by(float("nan"))


def test_lines_that_stand_for_each_other(tmp_path: Path) -> None:
    old, new = tmp_path / "old.py", tmp_path / "new.py"
    old.write_text("import a\nfrom b import c  # gone\n\ndef f():\n    one(\n        1)\n    two()\n", encoding="utf-8")
    new.write_text("import a\n\ndef f():\n    one(\n        2)\n    two()\nf()\n", encoding="utf-8")
    assert [counterpart(old, line, new) for line in (1, 2, 4, 5, 6, 7)] == [1, 3, 3, 4, 5, 6]
    assert same_statement(old, 5, 6)
    assert not same_statement(old, 6, 7)
    assert not same_statement(old, 4, 5)
    assert passes(old, 2, new, ())
    assert not passes(old, 6, new, ())
    assert passes(old, 6, new, {4})
    assert not passes(old, 7, new, {4})


def test_files_of_programs(tmp_path: Path) -> None:
    folder = tmp_path / "bad_two"
    folder.mkdir()
    (folder / "main.py").write_text("import models\n", encoding="utf-8")
    (folder / "models.py").write_text("f()\n", encoding="utf-8")
    several, single = read_program(folder, "BNL101"), Program(tmp_path / "bad_x.py", "BNL101", True, (3,))
    assert [file.name for file in several.files] == ["main.py", "models.py"]
    assert several.file("models.py") == folder / "models.py"
    assert single.file("anything.py") == single.path
    assert several.file("bad_x.py", other=single) == folder / "main.py"
    assert several.file("models.py", other=several) == folder / "models.py"

"""A share of ``nox -s sabotage``: what is broken on purpose is not confirmed, and the part that fails is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bnlint.rules import CODES
from bnlint.runtime.confirmation import NOT_CONFIRMED, PARTS, Row
from bnlint.runtime.programs import find_programs
from bnlint.runtime.verify import jobs_for, measure
from lab.sabotage.__main__ import pairs
from lab.sabotage.programs import BREAKERS, SYMPTOMS, Pair, Variant, drops_nothing, set_right, stands_still, variants
from lab.sabotage.rules import noticed, run, sabotages
from tests.static.helpers import lacks

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
PAIRS = (("BNL102", "loss_closure"), ("BNL106", "frozen_by_flag"), ("BNL113", "learning_phase"))
"""Cheap ones to run that nearly every way of breaking programs applies to."""
IN_ONE_WAY = (
    (("BNL303", "torch_port"), set_right),
    (("BNL118", "frozen_when_built"), stands_still),
    (("BNL404", "house_prices"), drops_nothing),
)
"""For ways that mean no rule of those, and for what was confirmed once: a frozen layer with a momentum of 1."""

ANOTHER_STEP = """# why: one compiled step forgets the flag, the other one has it and moves the statistics
# dialect: 3
import tensorflow as tf

tf.keras.utils.set_random_seed(5)
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.SGD(0.01)
rows = tf.random.normal((12, 3), mean=4.0)


def step(training):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows, training=training) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


step(True)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
"""


def pair(code: str, name: str) -> Pair:
    return Pair(code, 3, FIXTURES / code / f"bad_{name}.py", FIXTURES / code / f"good_{name}.py")


def another_step(folder: Path) -> Variant:
    """A bad program in which something else moves the statistics."""
    (folder / "BNL102").mkdir(parents=True)
    (folder / "BNL102" / "bad_steps.py").write_text(ANOTHER_STEP, encoding="utf-8")
    shutil.copy(FIXTURES / "BNL102" / "good_loss_closure.py", folder / "BNL102")
    bad, good = jobs_for(find_programs(folder), (3,))
    return Variant("another_step BNL102", "BNL102", 3, (bad, good))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """Break each pair in every way, and run all of it."""
    folder = tmp_path_factory.mktemp("broken")
    made = [variant for names in PAIRS for variant in variants(pair(*names), folder / names[0])]
    for names, breaker in IN_ONE_WAY:
        made += variants(pair(*names), folder / names[0], (breaker,))
    made.append(another_step(folder / "another"))
    jobs = list(dict.fromkeys(job for variant in made for job in variant.jobs))
    outcomes = {outcome.job: outcome for outcome in measure(jobs, lambda text, share: None)}
    return {f"{v.name} {i}": Row(v.code, v.dialect, [outcomes[job] for job in v.jobs]) for i, v in enumerate(made)}


def test_the_pairs_are_confirmed_as_they_are(judged: dict[str, Row]) -> None:
    unbroken = {name: row.failures for name, row in judged.items() if name.startswith("unbroken ")}
    assert len(unbroken) == len((*PAIRS, *IN_ONE_WAY))
    assert not any(unbroken.values()), unbroken


def test_nothing_broken_is_confirmed(judged: dict[str, Row]) -> None:
    broken = {name: row.confirmed for name, row in judged.items() if not name.startswith("unbroken ")}
    assert {name.partition(" ")[0] for name in broken} == {b.__name__ for b in BREAKERS} | {"another_step"}
    assert [name for name, confirmed in broken.items() if confirmed] == []


@pytest.mark.parametrize(
    ("way", "code", "part"),
    [
        ("repaired", "BNL102", "symptom"),
        ("unrepaired", "BNL102", "good"),
        ("only_imports", "BNL106", "good"),
        ("never_called", "BNL113", "good"),
        ("leaves_early", "BNL102", "good"),
        ("crashes_late", "BNL106", "good"),
        ("only_raises", "BNL113", "linter"),
        ("announces_otherwise", "BNL113", "symptom"),
        ("wrong_line", "BNL106", "linter"),
        ("stands_still", "BNL106", "symptom"),
        ("stands_still", "BNL118", "symptom"),
        ("set_right", "BNL303", "symptom"),
        ("drops_nothing", "BNL404", "symptom"),
        ("learns_nothing", "BNL102", "symptom"),
        ("thawed", "BNL106", "good"),
        ("expects_too_much", "BNL102", "recorder"),
        ("another_step", "BNL102", "symptom"),
    ],
)
def test_the_part_that_fails(judged: dict[str, Row], way: str, code: str, part: str) -> None:
    rows = [row for name, row in judged.items() if name.startswith(f"{way} {code}")]
    assert rows
    assert all(part in row.failed for row in rows), [row.failed for row in rows]


def test_each_rule_says_what_its_mistake_shows_itself_by() -> None:
    """A rule that is missing there would silently be broken in fewer ways."""
    for code in CODES:
        if not SYMPTOMS.get(code):
            lacks(code, "what its mistake shows itself by: SYMPTOMS in lab/sabotage/programs.py")
    assert set(SYMPTOMS) == set(CODES)


def test_each_program_can_be_broken_and_read(tmp_path: Path) -> None:
    """Also where a line holds several of the things that are changed."""
    ways: dict[str, set[str]] = {}
    found = pairs(CODES, (1, 2, 3))
    for each in found:
        names = {variant.name.partition(" ")[0] for variant in variants(each, tmp_path / str(each.dialect))}
        ways.setdefault(each.code, set()).update(names)
    jobs = [
        *jobs_for(find_programs(FIXTURES), (1, 2, 3)),
        *(job for job in jobs_for(find_programs(FIXTURES), (3,), "torch") if job.program.code == "BNL115"),
    ]
    assert {each.bad for each in found} == {job.program.path for job in jobs if job.shows}
    assert {code for code, names in ways.items() if "repaired" not in names or "unrepaired" not in names} == set()


@pytest.mark.parametrize(
    ("part", "text", "own"),
    [
        ("linter", "flake8 does not report BNL101 in bad_x.py:3", True),
        ("linter", "flake8 reports BNL102 in bad_x.py:3", False),
        ("recorder", "only the recorder leads BNL101 to bad_x.py:4", True),
        ("recorder", "only the recorder leads BNL303 to bad_x.py:4", False),
        ("recorder", "the rule did not run on what was seen", True),
        ("symptom", "expected the symptom, nothing could be measured: ", True),
    ],
)
def test_rules_that_are_broken_together_count_for_themselves(part: str, text: str, own: bool) -> None:
    programs = [{"failures": []}, {"failures": [{"part": part, "text": text}]}]
    assert noticed("BNL101", {"confirmed": False, "programs": programs}) is own
    assert not noticed("BNL101", {"confirmed": True, "programs": programs})


def test_a_rule_that_reports_nothing_is_not_confirmed(tmp_path: Path) -> None:
    """The command itself, with its exit code and its JSON."""
    for path in (pair("BNL101", "whiten_sensors").bad, pair("BNL101", "whiten_sensors").good):
        (tmp_path / "fixtures" / "BNL101").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / "fixtures" / "BNL101")
    (silent,) = [found for found in sabotages("BNL101") if found.name == "rule silent BNL101"]
    code, said = run([silent], tmp_path / "copy", tmp_path / "fixtures", "--keras", "3")
    assert code == NOT_CONFIRMED + PARTS["linter"] + PARTS["recorder"]
    assert said["confirmed"] is False
    assert said["rows"][0]["failed"] == ["linter", "recorder"]
    (bad, good) = said["rows"][0]["programs"]
    assert bad["failures"][0] == {"part": "linter", "text": "flake8 does not report BNL101 in bad_whiten_sensors.py:24"}
    assert good["failures"] == []

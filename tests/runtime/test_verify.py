"""``bnlint verify``: every rule confirmed on every fixture, and failure where something is wrong."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bnlint.experiments import needs, symptom_of
from bnlint.rules import CODES
from bnlint.runtime import report
from bnlint.runtime.cli import main
from bnlint.runtime.programs import find_programs, read_program
from bnlint.runtime.verify import Job, Outcome, Row, jobs_for, verify

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
Reply = dict[str, Any]
PROGRAMS = find_programs(FIXTURES)
ROWS = sorted({(job.program.code, job.dialect) for job in jobs_for(PROGRAMS, (1, 2, 3))})
JOBS = [(f"{job.program.code}/{job.program.path.name}", job.dialect) for job in jobs_for(PROGRAMS, (1, 2, 3))]


def test_exit_code_and_progress(verified: Reply) -> None:
    assert verified["confirmed"] is True
    assert verified["exit_code"] == 0
    assert "executes the" in verified["progress"]
    assert f"[{len(JOBS)}/{len(JOBS)}]" in verified["progress"]


def test_every_code_is_confirmed_somewhere() -> None:
    assert {code for code, _ in ROWS} == set(CODES)


@pytest.mark.parametrize(("code", "dialect"), ROWS)
def test_confirmed(verified: Reply, code: str, dialect: int) -> None:
    (row,) = [r for r in verified["rows"] if (r["rule"], r["dialect"]) == (code, dialect)]
    assert row["confirmed"], [p for p in row["programs"] if p["bad"] != p["present"] or p["problem"]]
    assert any(p["bad"] for p in row["programs"])
    assert not all(p["bad"] for p in row["programs"])


@pytest.mark.parametrize(("name", "dialect"), JOBS)
def test_symptom(verified: Reply, name: str, dialect: int) -> None:
    """The symptom is measured on each bad program and on no good one, and the recorder had no trouble of its own."""
    (program,) = [p for r in verified["rows"] if r["dialect"] == dialect for p in r["programs"] if p["program"] == name]
    assert program["present"] is program["bad"], program["measured"]
    assert program["problem"] == ""
    assert program["errors"] == []
    assert program["measured"]


@pytest.mark.parametrize(("name", "dialect"), JOBS)
def test_rule_on_the_recorders_testimony(verified: Reply, name: str, dialect: int) -> None:
    """The second witness leads the rule to the same lines as the fixture expects of the first."""
    (program,) = [p for r in verified["rows"] if r["dialect"] == dialect for p in r["programs"] if p["program"] == name]
    assert program["reported"] == program["expected"]


def copy_fixtures(target: Path, code: str) -> Path:
    folder = target / code
    folder.mkdir(parents=True)
    for path in (FIXTURES / code).glob("*.py"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_a_good_program_made_bad_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_fixtures(tmp_path, "BNL102")
    good = folder / "good_custom_loop.py"
    text = good.read_text(encoding="utf-8")
    assert text.count("net(images, training=True)") == 1
    good.write_text(text.replace("net(images, training=True)", "net(images)"), encoding="utf-8")
    assert main(["--keras", "3", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert "BNL102/good_custom_loop.py" in shown.out
    assert "expected no symptom" in shown.out
    assert "NOT AS EXPECTED" in shown.err


def test_a_bad_program_made_good_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_fixtures(tmp_path, "BNL101")
    bad = folder / "bad_whiten_sensors.py"
    bad.write_text(
        bad.read_text(encoding="utf-8").replace("whiten(log)", "whiten(log, training=True)"), encoding="utf-8"
    )
    assert main(["--keras", "2", "--output-format", "json", str(tmp_path)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["confirmed"] is False
    wrong = [p["program"] for r in found["rows"] for p in r["programs"] if p["present"] != p["bad"]]
    assert wrong == ["BNL101/bad_whiten_sensors.py"]


BN = "import tensorflow as tf\nbn = tf.keras.layers.BatchNormalization()\n"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("raise KeyError('unannounced')\n", "raised KeyError: 'unannounced'"),
        ("import os\nos._exit(3)\n", "ended the process (exit code 3)"),
        ("import time\ntime.sleep(600)\n", "took longer than 2 s"),
    ],
)
def test_trouble_is_reported_and_the_rest_runs(tmp_path: Path, trouble: str, said: str) -> None:
    folder = tmp_path / "BNL101"
    folder.mkdir()
    call = "print(bn(tf.constant([[3.0], [5.0]])))  # expect: BNL101\n"
    (folder / "bad_first.py").write_text("# dialect: 3\n" + BN + call, encoding="utf-8")
    (folder / "bad_second.py").write_text("# dialect: 3\n" + BN + call + trouble, encoding="utf-8")
    (folder / "good_third.py").write_text("# dialect: 3\n" + BN, encoding="utf-8")
    lines: list[str] = []
    limit = 2.0 if "sleep" in trouble else 60.0
    (row,) = verify(jobs_for(find_programs(tmp_path), (3,)), lines.append, limit)
    first, second, third = sorted(row.outcomes, key=lambda o: o.job.program.path.name)
    assert not row.confirmed
    assert not second.right
    assert said in second.problem
    assert first.right
    assert third.right


def test_tensorflow_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "tensorflow" else find(name))
    assert main([str(FIXTURES)]) == 2
    assert "pip install 'bnlint[verify]'" in capsys.readouterr().err


def test_keras_2_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "tf_keras" else find(name))
    assert main(["--keras", "2", str(FIXTURES)]) == 2
    assert "tf-keras" in capsys.readouterr().err


def test_no_fixtures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "no fixtures at" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert "nothing to run" in capsys.readouterr().err


def test_unknown_rule(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--rule", "BNL999"])
    assert stopped.value.code == 2
    assert "there is no rule BNL999" in capsys.readouterr().err


def test_verify_itself_imports_no_tensorflow() -> None:
    assert "tensorflow" not in sys.modules
    assert "keras" not in sys.modules


def test_header(tmp_path: Path) -> None:
    path = tmp_path / "bad_x.py"
    text = (
        "# why: because\n# dialect: any\n# raises: 2 TypeError, 3 ValueError\nimport x\n"
        "a()  # expect[3]: BNL109, BNL101\nb()  # expect: BNL109\nc()  # expect[2]: BNL106  # expect[3]: BNL103\n"
    )
    path.write_text(text, encoding="utf-8")
    program = read_program(path, "BNL109")
    assert program.raises == {2: "TypeError", 3: "ValueError"}
    assert program.dialects == (2, 3)
    assert program.lines(3) == {("bad_x.py", 5), ("bad_x.py", 6)}
    assert program.lines(2) == {("bad_x.py", 6)}
    assert program.expected[2, "BNL106"] == program.expected[3, "BNL103"] == {("bad_x.py", 7)}


def test_bad_programs_that_are_right_in_a_dialect_count_as_good(tmp_path: Path) -> None:
    folder = tmp_path / "BNL106"
    folder.mkdir()
    (folder / "bad_three.py").write_text("a()  # expect[3]: BNL106\n", encoding="utf-8")
    (folder / "bad_both.py").write_text("a()  # expect: BNL106\n", encoding="utf-8")
    (folder / "bad_other.py").write_text("a()  # expect[3]: BNL106  # expect[2]: BNL101\n", encoding="utf-8")
    jobs = {(j.program.path.name, j.dialect): j.shows for j in jobs_for(find_programs(tmp_path), (1, 2, 3))}
    assert jobs == {
        ("bad_three.py", 3): True,
        ("bad_three.py", 2): False,
        ("bad_both.py", 3): True,
        ("bad_both.py", 2): True,
        ("bad_other.py", 3): True,
    }


def test_programs_of_several_modules(tmp_path: Path) -> None:
    folder = tmp_path / "BNL102" / "bad_two"
    folder.mkdir(parents=True)
    (folder / "train.py").write_text("# dialect: 3\nimport models\n", encoding="utf-8")
    (folder / "models.py").write_text("f()  # expect: BNL102\n", encoding="utf-8")
    (program,) = find_programs(tmp_path)
    assert program.entry.name == "train.py"
    assert program.dialects == (3,)
    assert program.lines(3) == {("models.py", 1)}


@pytest.mark.parametrize("code", CODES)
def test_experiment(code: str) -> None:
    assert callable(symptom_of(code))
    assert len(needs(code)) == 2


def example_rows(tmp_path: Path) -> list[Row]:
    path = tmp_path / "bad_x.py"
    path.write_text("a()  # expect: BNL101\n", encoding="utf-8")
    program = read_program(path, "BNL101")
    there = Outcome(Job(program, 3), "measured this", True, reported=frozenset({("bad_x.py", 1)}), keras="3.1")
    return [Row("BNL101", 3, [there]), Row("BNL101", 2, [Outcome(Job(program, 2), "not there", False)])]


def test_plain_table(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    report.write_table(example_rows(tmp_path), sys.stdout)
    shown = capsys.readouterr().out
    assert "BNL101  Keras 3.1  confirmed: NO  rule agrees: yes" in shown
    assert "measured this" in shown


def test_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_notes(example_rows(tmp_path), sys.stdout)
    shown = capsys.readouterr().out
    assert "bad_x.py (dialect 2): expected the symptom, measured: not there" in shown
    assert "0 of 2 confirmed" in shown

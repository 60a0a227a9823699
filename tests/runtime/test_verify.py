"""``bnlint verify``: every rule confirmed in every dialect, and failure where something is wrong."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import sys
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from bnlint import __version__
from bnlint.experiments import Quantity, Reading, needs_replays, symptom_of
from bnlint.rules import CODES, rule
from bnlint.runtime import details, figures, merging, report
from bnlint.runtime.cli import main
from bnlint.runtime.confirmation import Job, Outcome, Row
from bnlint.runtime.programs import find_programs, read_program
from bnlint.runtime.progress import shown_progress
from bnlint.runtime.verify import jobs_for, verify
from tests.runtime import share

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
Reply = dict[str, Any]
SHARE = share.jobs()
ROWS = sorted({(job.program.code, job.dialect) for job in SHARE})
JOBS = [(f"{job.program.code}/{job.program.path.name}", job.dialect) for job in SHARE]


def test_exit_code_and_progress(verified: Reply) -> None:
    assert verified["confirmed"] is True
    assert verified["exit_code"] == 0
    programs = {job.program.path for job in SHARE}
    assert f"executes {len(programs)} programs" in verified["progress"]
    total = int(verified["progress"].rpartition("/")[0].rpartition("/")[2].partition("]")[0])
    assert f"[{total}/{total}]" in verified["progress"]
    assert total > len(JOBS)


def test_every_code_is_confirmed() -> None:
    """In one of its dialects, by ``nox -s full`` in each; the pages of the rules say what was measured where."""
    every = jobs_for(find_programs(FIXTURES), (1, 2, 3))
    assert {code for code, _ in ROWS} == {job.program.code for job in every}
    assert {dialect for _, dialect in ROWS} == {1, 2, 3}
    assert {code for code, _ in ROWS} == {code for code in CODES if not rule(code).absence("tensorflow")}


@pytest.mark.parametrize(("code", "dialect"), ROWS)
def test_confirmed(verified: Reply, code: str, dialect: int) -> None:
    (row,) = [r for r in verified["rows"] if (r["rule"], r["dialect"]) == (code, dialect)]
    assert [(p["program"], p["failures"]) for p in row["programs"] if p["failures"]] == []
    assert row["confirmed"]
    assert row["failed"] == []
    assert any(p["bad"] for p in row["programs"])
    assert not all(p["bad"] for p in row["programs"])


@pytest.mark.parametrize(("name", "dialect"), JOBS)
def test_symptom(verified: Reply, name: str, dialect: int) -> None:
    """A number lies beyond its threshold on each bad program and on no good one; both witnesses see the same lines."""
    (program,) = [p for r in verified["rows"] if r["dialect"] == dialect for p in r["programs"] if p["program"] == name]
    assert program["present"] is program["bad"], program["measured"]
    assert program["problem"] == ""
    assert program["errors"] == []
    assert program["measured"]
    assert program["reported"] == program["expected"]
    assert program["disagreements"] == []
    shown = [r["value"] for r in program["readings"] if r["beyond"]]
    assert bool(shown) is program["bad"]


BN = "import tensorflow as tf\nbn = tf.keras.layers.BatchNormalization()\n"


TROUBLES = {
    "raise KeyError('unannounced')": "raised KeyError: 'unannounced'",
    "import os; os._exit(3)": "ended the process (exit code 3)",
    "import time; time.sleep(600)": "took longer than 20 s",
}


def test_trouble_is_reported_and_the_rest_runs(tmp_path: Path) -> None:
    folder = tmp_path / "BNL101"
    folder.mkdir()
    call = "print(bn(tf.constant([3.0])))  # expect: BNL101\n"  # which has no fix, so none is run
    (folder / "bad_first.py").write_text("# dialect: 3\n" + BN + call, encoding="utf-8")
    for number, trouble in enumerate(TROUBLES):
        (folder / f"bad_second{number}.py").write_text(f"# dialect: 3\n{BN}{call}{trouble}\n", encoding="utf-8")
    good = "bn(tf.constant([[3.0], [5.0]]), training=True)\n"
    (folder / "good_third.py").write_text("# dialect: 3\n" + BN + good, encoding="utf-8")
    lines: list[str] = []
    (row,) = verify(jobs_for(find_programs(tmp_path), (3,)), lambda text, share: lines.append(text), 20.0)
    first, *wrong, last = sorted(row.outcomes, key=lambda o: o.job.program.path.name)
    assert not row.confirmed
    assert [o.right for o in (first, *wrong, last)] == [True, *(False for _ in wrong), True]
    assert [o.problem for o in wrong] == list(TROUBLES.values())
    assert sum("NOT AS EXPECTED" in line for line in lines) == len(wrong)


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


def evidence_of(tmp_path: Path, **versions: str) -> Path:
    """Write what was measured on Keras 3 as if it were on these versions, and BNL311 had failed there."""
    document = json.loads((ROOT / "bnlint" / "evidence" / "keras-3.15.1.json").read_text(encoding="utf-8"))
    for row in document["rows"]:
        row.update(versions)
        if row["rule"] == "BNL311":
            row.update(confirmed=False, programs=[])
    path = tmp_path / "evidence.json"
    path.write_text(json.dumps({**document, "confirmed": False}), encoding="utf-8")
    return path


def installed() -> dict[str, str]:
    return {name: metadata.version(name) for name in ("keras", "tensorflow")}


def test_one_rule_is_measured_into_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = evidence_of(tmp_path, **installed())
    before = json.loads(path.read_text(encoding="utf-8"))
    assert main(["--rule", "BNL311", "--merge", str(path), str(FIXTURES)]) == 0
    after = json.loads(path.read_text(encoding="utf-8"))
    (old,) = (row for row in before["rows"] if row["rule"] == "BNL311")
    (new,) = (row for row in after["rows"] if row["rule"] == "BNL311")
    assert after == {
        **before,
        "confirmed": True,
        "failed": [],
        "rows": [new if row is old else row for row in before["rows"]],
    }
    assert new.get("date", after["date"]) == date.today().isoformat()
    assert (new["confirmed"], new["keras"]) == (True, old["keras"])
    assert {program["program"].partition("/")[0] for program in new["programs"]} == {"BNL311"}
    assert path.read_text(encoding="utf-8") == report.dumped(after)
    assert f"BNL311 measured anew in {path}" in capsys.readouterr().err


def test_keras_2_is_what_tensorflow_brought_where_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = evidence_of(tmp_path, **installed())
    document = json.loads(path.read_text(encoding="utf-8"))
    for row in document["rows"]:
        row.update(dialect=2, keras="2.15.0")
    path.write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.setattr(merging, "keras_2_package", lambda: "keras")
    with pytest.raises(merging.MergeError, match=r"on keras 2\.15\.0 and .*, but here run keras 3"):
        merging.read(path).check_installed({2})


@pytest.mark.parametrize(
    ("versions", "arguments", "words"),
    [
        ({"keras": "3.6.0"}, [], "evidence.json was measured on keras 3.6.0 and tensorflow "),
        ({"tensorflow": "2.17.1"}, [], " and tensorflow 2.17.1, but here run keras "),
        ({}, ["--keras", "2"], "evidence.json holds nothing about Keras 2"),
    ],
)
def test_what_does_not_belong_into_evidence_is_not_measured(
    tmp_path: Path, versions: dict[str, str], arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = evidence_of(tmp_path, **{**installed(), **versions})
    text = path.read_bytes()
    assert main([*arguments, "--rule", "BNL311", "--merge", str(path), str(FIXTURES)]) == 2
    shown = capsys.readouterr().err
    assert words in shown
    assert "executes" not in shown
    assert path.read_bytes() == text


@pytest.mark.parametrize("text", ["", "no JSON", "{}", '{"date": "2026-11-24", "rows": [{"rule": "BNL311"}]}', "\xff"])
def test_a_file_that_holds_no_evidence_stays(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "evidence.json"
    path.write_text(text, encoding="latin-1")
    assert main(["--rule", "BNL311", "--merge", str(path), str(FIXTURES)]) == 2
    assert f"{path} holds no evidence: write it with bnlint verify --output-format json" in capsys.readouterr().err
    assert path.read_text(encoding="latin-1") == text


def test_evidence_that_changes_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """Nor is what other versions measured put into it: a worker may find another Keras than the metadata say."""
    found = merging.read(evidence_of(tmp_path, keras="?", tensorflow="?"))
    row = Row("BNL311", 3)
    found.path.write_text("{}", encoding="utf-8")
    with pytest.raises(merging.MergeError, match="the file has changed since it was read"):
        found.merge([row], ["BNL311"])
    other = merging.read(evidence_of(tmp_path, **installed()))
    with pytest.raises(merging.MergeError, match="here run keras \\? and tensorflow \\?"):
        other.merge([row], ["BNL311"])


def test_merging_needs_a_file_and_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.json"
    assert main(["--rule", "BNL311", "--merge", str(missing), str(FIXTURES)]) == 2
    assert f"{missing}: cannot read: No such file or directory" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["--merge", str(missing)])
    assert stopped.value.code == 2
    assert "--merge needs --rule" in capsys.readouterr().err


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
        "# why: because\n# dialect: any\n"
        '# raises: 2 TypeError "x is 3", 3 ValueError [>=3.4,<3.9] "no", 3 OSError [<3.4]\nimport x\n'
        "a()  # expect[3]: BNL109, BNL101\nb()  # expect: BNL109\nc()  # expect[2]: BNL106  # expect[3]: BNL103\n"
    )
    path.write_text(text, encoding="utf-8")
    program = read_program(path, "BNL109")
    assert program.why == "because"
    (first, *rest) = program.raises
    assert (first.dialect, first.name, first.text) == (2, "TypeError", "x is 3")
    assert program.exception(2, "2.15.0") is first
    raised = {version: program.exception(3, version) for version in ("3.3.3", "3.6.0", "3.9.2")}
    assert raised == {"3.3.3": rest[1], "3.6.0": rest[0], "3.9.2": None}
    assert [(r.name, r.text) for r in rest] == [("ValueError", "no"), ("OSError", "")]
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
    assert isinstance(needs_replays(code), bool)


CURVE = {
    "line": 7,
    "kinds": ["start", "fit", "predict"],
    "mean": [[0.0, 0.3, 0.3]],
    "variance": [[1.0, 0.9, 0.9]],
}


SPREAD = Quantity("output spread", "of 1", 1.0, above=False)


def example_rows(tmp_path: Path) -> list[Row]:
    path = tmp_path / "bad_x.py"
    path.write_text("# why: because\na()  # expect: BNL101\n", encoding="utf-8")
    program = read_program(path, "BNL101")
    there = Outcome(
        job=Job(program, 3),
        text="measured this",
        readings=(Reading(SPREAD, 0.5),),
        reported=frozenset({("bad_x.py", 2)}),
        witnessed=frozenset({("BNL101", "bad_x.py", 2)}),
        linted=frozenset({("BNL101", "bad_x.py", 2)}),
        keras="3.1",
        below="2.99",
        details={"lowest moving variance": float("-inf")},
    )
    return [Row("BNL101", 3, [there]), Row("BNL101", 2, [Outcome(Job(program, 2), "not there")])]


def test_plain_table(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    report.write_table(example_rows(tmp_path), sys.stdout)
    shown = capsys.readouterr().out
    assert "BNL101  Keras 3.1  confirmed: NO: good  rule agrees: yes" in shown
    assert "measured this" in shown


def test_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_notes(example_rows(tmp_path), sys.stdout)
    shown = capsys.readouterr().out
    assert "bad_x.py (dialect 2): expected the symptom, nothing could be measured: not there" in shown
    assert "bad_x.py (dialect 2): flake8 did not run" in shown
    assert "0 of 2 confirmed" in shown


def test_details_of_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    details.write_details(example_rows(tmp_path), sys.stdout)
    shown = capsys.readouterr().out
    assert shown.startswith("BNL101 ")
    assert "Why is this bad?" in shown
    assert "measured: measured this" in shown
    assert "the rule: reports line 2" in shown
    assert "NOT AS EXPECTED (symptom): expected the symptom" in shown
    assert max(map(len, shown.splitlines())) <= details.WIDTH


def test_details_without_rich(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    details.write_details(example_rows(tmp_path), sys.stdout)
    rendered = capsys.readouterr().out
    for module in [name for name in sys.modules if name.partition(".")[0] == "rich"]:
        monkeypatch.setitem(sys.modules, module, None)
    details.write_details(example_rows(tmp_path), sys.stdout)
    assert capsys.readouterr().out.split() == rendered.split()


def test_json_holds_numbers_versions_and_the_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_json(example_rows(tmp_path), sys.stdout)
    found = json.loads(capsys.readouterr().out)
    assert found["bnlint"] == __version__
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["date"])
    row = found["rows"][0]
    assert (row["keras"], row["tensorflow"]) == ("3.1", "2.99")
    assert row["programs"][0]["numbers"] == {"output spread": 0.5, "lowest moving variance": "-inf"}


def test_figures(tmp_path: Path) -> None:
    """Statistics over steps where the rule is about them, bars of numbers for the others, an exception as text."""
    rows = example_rows(tmp_path)
    (tmp_path / "good_x.py").write_text("b()\n", encoding="utf-8")
    good = Outcome(Job(read_program(tmp_path / "good_x.py", "BNL102"), 3), "", curves=[CURVE, CURVE])
    moving = Row("BNL102", 3, [rows[0].outcomes[0], good])
    drawn = figures.draw([*rows, moving], tmp_path / "made")
    assert [path.name for path in drawn] == ["BNL101-keras3.svg", "BNL101-keras2.svg", "BNL102-keras3.svg"]
    bars, nothing, statistics = (path.read_text(encoding="utf-8") for path in drawn)
    assert "output spread" in bars
    assert "not there" in nothing
    for text in (
        "moving mean",
        "moving variance",
        "layer 2",
        "predict, evaluate",
        "with the mistake",
        "put right",
        "measured this",
    ):
        assert text in statistics
    assert not list((tmp_path / "made").glob("*.part"))


def test_a_figure_shows_the_pair_that_differs(tmp_path: Path) -> None:
    still = CURVE | {"mean": [[0.0, 0.0, 0.0]], "variance": [[1.0, 1.0, 1.0]]}
    outcomes = []
    for name, curve in (("bad_a", CURVE), ("good_a", CURVE), ("bad_b", CURVE), ("good_b", still)):
        path = tmp_path / f"{name}.py"
        path.write_text("a()  # expect: BNL102\n" if name.startswith("bad") else "a()\n", encoding="utf-8")
        outcomes.append(Outcome(Job(read_program(path, "BNL102"), 3), "", curves=[curve]))
    chosen = figures.choose(Row("BNL102", 3, outcomes))
    assert {kind: o.job.program.path.stem for kind, o in chosen.items()} == {"bad": "bad_b", "good": "good_b"}


def test_figures_need_matplotlib(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "matplotlib" else find(name))
    assert main(["--figures", str(tmp_path / "made")]) == 2
    assert "figures need matplotlib" in capsys.readouterr().err


@pytest.mark.parametrize("terminal", [True, False])
def test_progress(terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    with shown_progress() as progress:
        progress("[1/4] Keras 3 BNL101/bad_x.py: as expected", 0.25)
        progress("[2/4] Keras 3 BNL101/bad_y.py: NOT AS EXPECTED", 0.5)
    shown = stream.getvalue()
    lines = "[1/4] Keras 3 BNL101/bad_x.py: as expected\n[2/4] Keras 3 BNL101/bad_y.py: NOT AS EXPECTED\n"
    assert (shown == lines) is not terminal
    assert ("50%" in shown) is terminal
    assert "NOT AS EXPECTED\n" in shown

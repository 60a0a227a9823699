"""The outputs for machines: SARIF, GitHub, GitLab and reviewdog; where they go, and what they say on all fixtures."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from sarif_pydantic import Sarif

from bnlint import __version__
from bnlint.analysis import pipeline
from bnlint.links import rule_page
from bnlint.output import FORMATS
from bnlint.settings.options import OUTPUT_FORMATS
from bnlint.sources import files
from bnlint.syntax.source import Source
from tests.static.helpers import ROOT, SEED, bnlint, check_on_fixtures, flake8, opt_in_codes, parse_lines

SCHEMA = ROOT.parent / "shared" / "sarif-schema-2.1.0.json"

MODELS = """from tensorflow import keras


def build():
    return keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(fused=True)])
"""
"""BNL501 in line 5 in Keras 3, with a safe fix."""

TRAIN = """import tensorflow as tf

from models import build

model = build()
opt = tf.keras.optimizers.Adam()
x = tf.random.normal((8, 3))
with tf.GradientTape() as tape:
    é = "𝔘漢"; loss = tf.reduce_sum(model(x))
opt.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
"""
"""BNL102 in line 9, with an unsafe fix; columns count code points or bytes."""

COLUMN = TRAIN.splitlines()[8].index("model(x)") + 1


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository: two files with findings, one with a suppressed finding, one that does not parse."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "my code"
    folder.mkdir()
    (folder / "models.py").write_text(MODELS, encoding="utf-8")
    (folder / "train.py").write_text(TRAIN, encoding="utf-8")
    (folder / "quiet.py").write_text(SEED.rstrip("\n") + "  # noqa: BNL101\n", encoding="utf-8")
    (folder / "broken.py").write_text("x = 1\ndef f(:\n", encoding="utf-8")
    return tmp_path


def lacks(output_format: str, what: str) -> None:
    pytest.fail(f"the output {output_format} lacks {what} (CONTRIBUTING.md, 'Add an output format')", pytrace=False)


def test_the_modules_the_table_and_the_option_name_the_same_outputs() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "bnlint" / "output").glob("[!_]*.py")}
    modules = {name.replace("_", "-") for name, text in texts.items() if "\ndef render(" in text}
    named = {*OUTPUT_FORMATS, *FORMATS, *modules}
    for name in sorted(named):
        if name not in modules:
            lacks(name, f"its module with render(report, style): bnlint/output/{name.replace('-', '_')}.py")
        if name not in FORMATS:
            lacks(name, "what it needs: FORMATS in bnlint/output/__init__.py")
        if name not in OUTPUT_FORMATS:
            lacks(name, "its name in the option: OUTPUT_FORMATS in bnlint/settings/options.py")


@pytest.mark.parametrize("output_format", OUTPUT_FORMATS)
def test_an_output_is_documented_and_tested(output_format: str) -> None:
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    shown = re.search(r"^bnlint check --output-format .*$", page, re.MULTILINE)
    assert shown, "no list of the outputs in docs/check.md"
    if output_format != "text" and not re.search(rf"\b{output_format}\b", shown[0]):
        lacks(output_format, "its name behind `bnlint check --output-format json`: docs/check.md")
    listed = re.search(r"^bnlint check --output-format .*$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert listed, "no list of the outputs in README.md"
    if output_format not in ("text", "concise") and not re.search(rf"\b{output_format}\b", listed[0]):
        lacks(output_format, "its name in the line of `bnlint check --output-format`: README.md")
    notebooks = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    in_files = re.search(r"(?:`\w+`(?:,| and)\s)+`\w+` give the line in the file", notebooks)
    assert in_files, "no list of the outputs that do not know cells in docs/notebooks.md"
    if (f"`{output_format}`" in in_files[0]) is FORMATS[output_format].cells:
        lacks(output_format, "the truth on whether its readers know cells (FORMATS): docs/notebooks.md")
    texts = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("test_outputs.py", "test_cli.py")]
    if not re.search(rf"^def test_{output_format.replace('-', '_')}(?:_\w+)?\(", "".join(texts), re.MULTILINE):
        lacks(output_format, f"a test of what it says: test_{output_format} in tests/static/test_outputs.py")


def document(output_format: str, *arguments: str | Path, cwd: Path, code: int = 2) -> Any:
    done = bnlint("check", "--keras=3", f"--output-format={output_format}", *arguments, cwd=cwd)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def assert_valid(log: Any) -> None:
    """Hold a log against the official schema, if it is there, and against a model of it that is always there."""
    if SCHEMA.exists():
        jsonschema.validate(log, json.loads(SCHEMA.read_text(encoding="utf-8")), jsonschema.Draft4Validator)
    Sarif.model_validate(log)
    assert_what_github_asks_for(log)


def assert_what_github_asks_for(log: Any) -> None:
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
        for key in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[key]["text"]) <= 1024
        assert rule["help"]["text"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert not place["artifactLocation"]["uri"].startswith(("/", "./", "file:"))
        assert "\\" not in place["artifactLocation"]["uri"]
        region = place["region"]
        start = (region["startLine"], region["startColumn"])
        assert (1, 1) <= start < (region["endLine"], region["endColumn"])
    prints = [(result["ruleId"], *result["partialFingerprints"].values()) for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif(project: Path) -> None:
    log = document("sarif", ".", cwd=project)
    assert_valid(log)
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == f"{project.as_uri()}/"
    assert run["tool"]["driver"]["semanticVersion"] == __version__
    by_code = {result["ruleId"]: result for result in run["results"]}
    assert set(by_code) == {"BNL101", "BNL102", "BNL501"}
    place = by_code["BNL102"]["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "my code/train.py"
    assert " " not in place["artifactLocation"]["uri"]
    assert place["region"] == {"startLine": 9, "startColumn": COLUMN, "endLine": 9, "endColumn": COLUMN + 8}
    related = [place["physicalLocation"] for place in by_code["BNL102"]["relatedLocations"]]
    assert [place["region"]["startLine"] for place in related] == [5, 5, 8, 10]
    assert unquote(related[0]["artifactLocation"]["uri"]) == "my code/models.py"
    assert by_code["BNL501"]["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "build"}]
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "BNL102")
    assert rule["helpUri"] == rule_page("BNL102")
    assert "## " in rule["help"]["markdown"]


def test_sarif_fixes_make_the_fixed_file(project: Path) -> None:
    (run,) = document("sarif", ".", cwd=project)["runs"]
    fixed = bnlint("check", "--keras=3", "--fix", "-", cwd=project, stdin=MODELS).stdout
    (result,) = (result for result in run["results"] if result["ruleId"] == "BNL501")
    ((change,),) = (fix["artifactChanges"] for fix in result["fixes"])
    lines = MODELS.splitlines(keepends=True)
    for replacement in change["replacements"]:
        region = replacement["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        new = replacement["insertedContent"]["text"]
        lines[region["startLine"] - 1] = line[: region["startColumn"] - 1] + new + line[region["endColumn"] - 1 :]
    assert "".join(lines) == fixed != MODELS


def test_sarif_tells_what_could_not_be_checked(project: Path) -> None:
    (run,) = document("sarif", ".", "missing.py", cwd=project)["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    places = [n["locations"][0]["physicalLocation"] for n in invocation["toolExecutionNotifications"]]
    assert [unquote(place["artifactLocation"]["uri"]) for place in places] == ["my code/broken.py", "missing.py"]
    assert places[0]["region"] == {"startLine": 2}
    (run,) = document("sarif", "my code/train.py", cwd=project, code=1)["runs"]
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_sarif_tells_what_is_suppressed(project: Path) -> None:
    assert bnlint("baseline", "--keras=3", "my code/models.py", "-o", "known.json", cwd=project).returncode == 0
    log = document("sarif", "--baseline=known.json", ".", cwd=project)
    assert_valid(log)
    found = {r["ruleId"]: (r["suppressions"], r["baselineState"]) for r in log["runs"][0]["results"]}
    assert found["BNL102"] == ([], "new")
    assert found["BNL101"] == ([{"kind": "inSource", "status": "accepted"}], "new")
    assert found["BNL501"][0][0]["kind"] == "external"
    assert found["BNL501"][1] == "unchanged"


def test_sarif_without_findings(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("x = 1\n")
    log = document("sarif", ".", cwd=tmp_path, code=0)
    assert_valid(log)
    assert log["runs"][0]["results"] == []


def test_sarif_says_what_the_other_outputs_say_on_all_fixtures() -> None:
    log = on_fixtures("sarif")
    assert_valid(log)
    shown = [result for result in log["runs"][0]["results"] if not result["suppressions"]]
    regions = [(r["ruleId"], r["locations"][0]["physicalLocation"]) for r in shown]
    assert sorted(
        (
            unquote(place["artifactLocation"]["uri"]),
            place["region"]["startLine"],
            place["region"]["startColumn"],
            place["region"]["endLine"],
            place["region"]["endColumn"],
            code,
        )
        for code, place in regions
    ) == sorted(
        (f["path"], f["line"], f["column"], f["end_line"], f["end_column"], f["code"])
        for f in check_on_fixtures(3, opt_in=True)
    )


def on_fixtures(output_format: str) -> Any:
    enable = f"--enable={','.join(opt_in_codes())}"
    done = bnlint("check", "--keras=3", enable, f"--output-format={output_format}", "fixtures")
    return json.loads(done.stdout)


def test_a_fingerprint_is_the_same_in_every_output(project: Path) -> None:
    """In a notebook too, where outputs for files give other places."""
    call = f"def f(x):\n    {SEED.splitlines()[-1]}\n    return y\n\n\nf(tf.constant([1.0]))\n"
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cell["source"] = f"import tensorflow as tf\n\n\n{call}"
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (project / "my code" / "n.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (project / "my code" / "quiet.py").unlink()
    (run,) = document("sarif", ".", cwd=project)["runs"]
    in_sarif = {result["ruleId"]: result["partialFingerprints"]["bnlint/v1"] for result in run["results"]}
    in_gitlab = {issue["check_name"]: issue["fingerprint"] for issue in document("gitlab", ".", cwd=project)}
    in_json = {f["code"]: f["fingerprint"] for f in document("json", ".", cwd=project)["findings"]}
    bnlint("baseline", "--keras=3", "-o", "known.json", cwd=project)
    known = json.loads((project / "known.json").read_text(encoding="utf-8"))["findings"]
    in_baseline = {entry["code"]: entry["fingerprint"] for entries in known.values() for entry in entries}
    assert in_gitlab == in_json == in_baseline == in_sarif
    assert len(in_sarif) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", fingerprint) for fingerprint in in_sarif.values())


def test_github_annotations(project: Path) -> None:
    done = bnlint("check", "--keras=3", "--output-format=github", ".", cwd=project)
    lines = done.stdout.splitlines()
    assert lines[-1] == "2 findings in 2 files (3 files checked, 1 not read)."
    found = [read_command(line) for line in lines[:-1]]
    assert [(name, where["file"], where["line"]) for name, where, _ in found] == [
        ("warning", "my code/models.py", "5"),
        ("warning", "my code/train.py", "9"),
        ("error", "my code/broken.py", "2"),
    ]
    _, where, text = found[1]
    assert where["title"] == "bnlint (BNL102)"
    assert (where["col"], where["endLine"], where["endColumn"]) == (str(COLUMN), "9", str(COLUMN + 8))
    line, reason = text.split("\n")
    (shown,) = parse_lines(line)
    assert shown.code == "BNL102"
    assert reason.startswith("nobody passes the training flag")


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    return match[1], {key: unquote(value) for key, value in properties.items()}, unquote(match[3])


def test_github_escapes(tmp_path: Path) -> None:
    (tmp_path / "a,b:100%.py").write_text(SEED, encoding="utf-8")
    line = bnlint("check", "--output-format=github", "a,b:100%.py", cwd=tmp_path).stdout.splitlines()[0]
    assert "file=a%2Cb%3A100%25.py" in line
    assert read_command(line)[1]["file"] == "a,b:100%.py"


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "fingerprint": {"type": "string", "minLength": 1},
            "location": {
                "required": ["path", "positions"],
                "properties": {"path": {"pattern": "^[^./]"}, "positions": {"required": ["begin"]}},
            },
        },
    },
}
"""What GitLab's documentation asks for."""


def test_gitlab() -> None:
    report = on_fixtures("gitlab")
    jsonschema.validate(report, GITLAB)
    assert len({issue["fingerprint"] for issue in report}) == len(report)
    assert len(report) == len(check_on_fixtures(3, opt_in=True))


UNSAFE = " The suggestion is unsafe: it changes how the model trains or predicts."
"""Behind the message in rdjson, which cannot say it of the suggestion itself."""


def test_rdjson_counts_bytes_and_suggests_fixes(project: Path) -> None:
    report = document("rdjson", ".", cwd=project)
    assert report["source"]["name"] == "bnlint"
    by_code = {d["code"]["value"]: d for d in report["diagnostics"]}
    lines = TRAIN.encode().splitlines()
    place = by_code["BNL102"]["location"]
    assert place["path"] == "my code/train.py"
    start, end = place["range"]["start"], place["range"]["end"]
    assert lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1] == b"model(x)"
    ((suggestion),) = by_code["BNL102"]["suggestions"]
    line = lines[8]
    cut = (suggestion["range"]["start"]["column"] - 1, suggestion["range"]["end"]["column"] - 1)
    assert line[: cut[0]] + suggestion["text"].encode() + line[cut[1] :] == line.replace(
        b"model(x)", b"model(x, training=True)"
    )
    assert by_code["BNL102"]["message"].endswith(UNSAFE)
    safe = next(d for d in on_fixtures("rdjson")["diagnostics"] if d["code"]["value"] == "BNL107")
    assert safe["suggestions"]
    assert "unsafe" not in safe["message"]


def test_junit(project: Path) -> None:
    """Each finding is a test that fails, and each file that cannot be read one that ends in an error."""
    done = bnlint("check", "--keras=3", "--output-format=junit", ".", cwd=project)
    root = ElementTree.fromstring(done.stdout)
    assert root.attrib == {"tests": "3", "failures": "2", "errors": "1"}
    suites = {suite.attrib["name"]: suite for suite in root}
    assert list(suites) == ["my code/models.py", "my code/train.py", "my code/broken.py"]
    (case,) = suites["my code/train.py"]
    assert case.attrib["line"] == "9"
    assert case.attrib["file"] == "my code/train.py"
    (failure,) = case
    assert (failure.tag, failure.attrib["type"]) == ("failure", "BNL102")
    assert failure.text is not None
    assert failure.text.startswith(f"{Path('my code', 'train.py')}:9:")
    ((broken,),) = suites["my code/broken.py"]
    assert broken.tag == "error"


def test_junit_without_findings_is_a_test_that_passes(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("x = 1\n")
    root = ElementTree.fromstring(bnlint("check", "--output-format=junit", ".", cwd=tmp_path).stdout)
    assert root.attrib == {"tests": "1", "failures": "0", "errors": "0"}
    ((case,),) = root
    assert list(case) == []


def test_markdown(project: Path) -> None:
    lines = bnlint("check", "--keras=3", "--output-format=markdown", ".", cwd=project).stdout.splitlines()
    assert lines[0] == "### bnlint: 2 findings in 2 files (3 files checked, 1 not read)."
    rows = [line for line in lines if line.startswith("|")]
    assert [row.split(" | ")[1] for row in rows[2:]] == [f"[{c}]({rule_page(c)})" for c in ("BNL501", "BNL102")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert any(line.startswith("- my code/broken.py:2: cannot parse") for line in lines)
    assert bnlint("check", "--output-format=markdown", "-q", "my code/quiet.py", cwd=project).stdout == (
        "### bnlint: No findings in 1 file.\n"
    )


def test_markdown_shows_names_as_they_are_and_stops_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a|b_[x](y)<b>.py").write_text(SEED, encoding="utf-8")
    (tmp_path / "z.py").write_text(SEED, encoding="utf-8")
    monkeypatch.setattr("bnlint.output.markdown._MOST", 1)
    lines = bnlint("check", "--output-format=markdown", ".", cwd=tmp_path).stdout.splitlines()
    (row,) = (line for line in lines if "BNL101" in line)
    assert row.startswith("| a\\|b\\_\\[x\\](y)&lt;b&gt;.py:4:5 | ")
    assert "And 1 more." in lines


def test_reports_in_several_formats_come_from_one_run(project: Path) -> None:
    reports = [f"--report={name}={name}.out" for name in ("sarif", "junit", "markdown")]
    arguments = ("check", "--keras=3", "my code/train.py")
    done = bnlint(*arguments, "--output-format=concise", *reports, cwd=project)
    assert done.stdout == bnlint(*arguments, "--output-format=concise", cwd=project).stdout
    for name in ("sarif", "junit", "markdown"):
        alone = bnlint(*arguments, f"--output-format={name}", cwd=project).stdout
        assert (project / f"{name}.out").read_text(encoding="utf-8") == alone
    assert bnlint(*arguments, "--report=junit=missing/x", cwd=project).returncode == 2
    for wrong in (["--report=xml=x"], ["--report=junit="], ["--report=junit"], ["--report=junit=x", "--diff"]):
        assert bnlint(*arguments, *wrong, cwd=project).returncode == 2


@pytest.mark.parametrize("output_format", OUTPUT_FORMATS)
def test_output_to_a_file(project: Path, output_format: str) -> None:
    arguments = ("check", "--keras=3", f"--output-format={output_format}", "my code/train.py")
    shown = bnlint(*arguments, cwd=project)
    for _ in range(2):  # a new file, and one that is there
        done = bnlint(*arguments, "-o", "report", cwd=project, env={"FORCE_COLOR": "1"})
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
        assert (project / "report").read_text(encoding="utf-8") == shown.stdout
    assert stat.S_IMODE((project / "report").stat().st_mode) & stat.S_IRGRP
    assert sorted(path.name for path in project.iterdir()) == [".git", "my code", "report"]


def test_output_to_a_place_that_is_not_there(project: Path) -> None:
    done = bnlint("check", "-o", "missing/report", cwd=project)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "bnlint: missing/report: cannot write: No such file or directory"


def test_files_outside_the_repository(tmp_path: Path) -> None:
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    (tmp_path / "inner" / "seed.py").write_text(SEED, encoding="utf-8")
    log = document("sarif", "../inner/seed.py", cwd=tmp_path / "inner", code=1)
    assert list(uris(log)) == ["seed.py"]
    log = document("sarif", "../seed.py", "seed.py", cwd=tmp_path / "inner", code=1)
    assert set(uris(log)) == {"seed.py", "inner/seed.py"}


def uris(log: Any) -> Iterator[str]:
    for result in log["runs"][0]["results"]:
        yield result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_concise_is_flake8s_line(project: Path) -> None:
    lines = ("check", "--keras=3", "--output-format=concise", "my code/train.py")
    plugin = flake8("--select=BNL", "--bnlint-keras=3", "my code/train.py", cwd=project)
    assert bnlint(*lines, cwd=project).stdout == plugin.stdout != ""


def test_grouped_is_a_list_below_each_file(project: Path) -> None:
    done = bnlint("check", "--keras=3", "--output-format=grouped", "my code", cwd=project)
    headings = [line for line in done.stdout.splitlines() if line.endswith(".py:")]
    assert headings == ["my code/models.py:", "my code/train.py:"]
    lines = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    concise = bnlint("check", "--keras=3", "--output-format=concise", "my code", cwd=project).stdout.splitlines()
    told = [line.replace(": ", "  ", 1) for line in concise]
    assert [re.sub(r" +", " ", line.strip().replace(" [*]", "")) for line in lines] == [
        re.sub(r" +", " ", line.partition(".py:")[2]) for line in told
    ]
    assert sum("[*]" in line for line in lines) == 2
    assert re.search(r"^\[\*\] 1 fixable with --fix, 1 more", done.stdout, re.MULTILINE)
    quiet = bnlint(
        "check", "--keras=3", "--output-format=grouped", "-q", "--color=always", "my code", cwd=project
    ).stdout
    assert quiet.startswith("\x1b[1mmy code/models.py\x1b[0m:\n")
    assert "fixable" not in quiet


def test_json_lines_are_the_findings_of_the_document(project: Path) -> None:
    done = bnlint("check", "--keras=3", "--output-format=json-lines", "--statistics", "my code", cwd=project)
    found = document("json", "my code", cwd=project)["findings"]
    assert [json.loads(line) for line in done.stdout.splitlines()] == found != []
    assert "broken.py" in done.stderr


def test_azure_gets_logging_commands(project: Path) -> None:
    (project / "my code" / "a;b]%.py").write_text(SEED, encoding="utf-8")
    done = bnlint("check", "--keras=3", "--output-format=azure", "my code", cwd=project)
    *lines, summary = done.stdout.splitlines()
    commands = [re.fullmatch(r"##vso\[task\.logissue ((?:\w+=[^;\]]*;)+)\](.+)", line) for line in lines]
    told = [dict(part.split("=", 1) for part in found[1].rstrip(";").split(";")) for found in commands if found]
    assert len(told) == len(lines)
    assert told[0] == {
        "type": "warning",
        "sourcepath": "my code/a%3Bb%5D%AZP25.py",
        "linenumber": "4",
        "columnnumber": "5",
        "code": "BNL101",
    }
    assert told[-1] == {"type": "error", "sourcepath": "my code/broken.py", "linenumber": "2"}
    assert "findings in" in summary


def test_a_fix_is_offered_in_text(project: Path) -> None:
    out = bnlint("check", "--keras=3", "my code", cwd=project).stdout
    assert "  = help: drop fused (--fix does it)\n" in out
    assert "  = help: pass training=True (--fix --unsafe-fixes does it)\n" in out


def test_a_fix_has_a_line_of_its_own_where_the_remedy_says_more_or_less(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text("import keras\n\nbn = keras.layers.BatchNormalization(axis=[-1])\n")
    out = bnlint("check", "--keras=3", "net.py", cwd=tmp_path).stdout
    assert "  = help: pass one integer\n  = fix: pass the axis itself (--fix does it)\n" in out


def test_what_is_wrong_comes_first_then_the_remedy_and_the_reason_where_there_is_room(project: Path) -> None:
    """Every format has the parts that its readers have room for."""
    folder = project / "my code"
    found = json.loads(bnlint("check", "--keras=3", "--output-format=json", "train.py", cwd=folder).stdout)["findings"]
    headline, remedy, reason = (found[0][key] for key in ("headline", "remedy", "reason"))
    assert found[0]["message"] == f"{headline}; {remedy}"
    assert found[0]["notes"] == []

    def shown(name: str, *options: str) -> str:
        return bnlint("check", "--keras=3", f"--output-format={name}", *options, "train.py", cwd=folder).stdout

    whole = f"{headline[0].upper()}{headline[1:]}. {remedy[0].upper()}{remedy[1:]}. {reason[0].upper()}{reason[1:]}."
    assert json.loads(shown("sarif"))["runs"][0]["results"][0]["message"]["text"] == whole
    assert json.loads(shown("rdjson"))["diagnostics"][0]["message"] == f"{whole}{UNSAFE}"
    issue = json.loads(shown("gitlab"))[0]
    assert issue["description"] == f"BNL102 {headline}; {remedy}"
    assert whole in issue["content"]["body"]
    assert shown("concise").endswith(f": BNL102 {headline}; {remedy}\n")
    first, *others = shown("text").splitlines()
    assert first.endswith(f": BNL102 {headline}")
    assert f"   = help: {remedy} (--fix --unsafe-fixes does it)" in others
    assert reason not in shown("text")
    assert f"   = why: {reason}\n" in shown("text", "--verbose")


def test_what_could_not_be_read_is_not_without_findings(project: Path) -> None:
    folder = project / "my code"

    def said(*names: str) -> str:
        done = bnlint("check", "--keras=3", *names, cwd=folder)
        assert done.returncode == 2
        return done.stdout.splitlines()[-1]

    assert said("broken.py") == "1 file could not be read, none was checked."
    assert said("broken.py", "quiet.py") == "Nothing found in 1 file; 1 file could not be read."
    assert said("missing.py", "broken.py", "quiet.py") == "Nothing found in 1 file; 2 files could not be read."


def test_a_related_place_in_another_file(project: Path) -> None:
    """Nobody has its text at hand to count bytes in."""
    (found,) = document("rdjson", "my code/train.py", cwd=project, code=1)["diagnostics"]
    place = found["relatedLocations"][0]["location"]
    assert place == {"path": "my code/models.py", "range": {"start": {"line": 5}}}


def test_json_says_what_was_measured_of_its_rules(project: Path) -> None:
    report = document("json", "my code/train.py", cwd=project, code=1)
    (entry,) = report["rules"]
    assert (entry["code"], entry["url"]) == ("BNL102", rule_page("BNL102"))
    assert entry["name"]
    assert entry["summary"]
    measured = entry["evidence"][0]
    assert measured.keys() == {"dialect", "keras", "below", "date", "confirmed", "backend"}
    assert (report["findings"][0]["keras"], report["findings"][0]["backend"]) == (3, "tensorflow")


METHOD = """from tensorflow import keras


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = keras.layers.BatchNormalization()

    def call(self, x):  # the head
        return self.bn(x)


model = Net()
model.compile("adam", "mse")
model.fit(X, Y)
"""


def test_what_is_said_of_a_method_is_said_of_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(METHOD, encoding="utf-8")
    (found,) = document("json", "net.py", cwd=tmp_path, code=1)["findings"]
    assert (found["code"], found["line"], found["end_line"]) == ("BNL103", 9, 9)
    assert found["end_column"] == len("    def call(self, x):  # the head") + 1


def test_codes_are_links_on_terminals(project: Path) -> None:
    out = bnlint("check", "--keras=3", "--color=always", "my code/train.py", cwd=project).stdout
    assert f"\x1b]8;;{rule_page('BNL102')}\x1b\\" in out


@pytest.mark.parametrize("output_format", OUTPUT_FORMATS)
@pytest.mark.parametrize("name", ["seed.py", "seed.ipynb"])
def test_an_error_of_ours_is_an_error_in_every_output(
    tmp_path: Path, output_format: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the beginning of the file, and with the highest level that a format has."""

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("oh")

    cell: dict[str, Any] = {"cell_type": "code", "source": SEED, "metadata": {}, "outputs": [], "execution_count": None}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    (tmp_path / name).write_text(SEED if name.endswith(".py") else notebook, encoding="utf-8")
    monkeypatch.setattr("bnlint.api.check_source", fail)
    done = bnlint("check", f"--output-format={output_format}", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert "RuntimeError: oh" in done.stdout
    assert "BNL001" in done.stdout
    if output_format == "sarif":
        log = json.loads(done.stdout)
        assert_valid(log)
        assert [result["level"] for result in log["runs"][0]["results"]] == ["error"]
        assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False
    words = {"github": "::error title=bnlint (BNL001)", "gitlab": '"critical"', "rdjson": '"ERROR"'}
    assert words.get(output_format, "") in done.stdout
    where = {"text": f"{name}:1:1: BNL001" if name.endswith(".py") else f"{name}:cell 1:1:1: BNL001"}
    assert where.get(output_format, "") in done.stdout


def test_github_ignores_columns_over_several_lines(project: Path) -> None:
    (project / "my code" / "train.py").write_text(TRAIN.replace("model(x)", "model(\n        x)"), encoding="utf-8")
    done = bnlint("check", "--keras=3", "--output-format=github", "my code/train.py", cwd=project)
    _, where, _ = read_command(done.stdout.splitlines()[0])
    assert (where["line"], where["endLine"]) == ("9", "10")
    assert not where.keys() & {"col", "endColumn"}


def test_a_place_outside_of_the_checked_folder_is_absolute(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(MODELS, encoding="utf-8")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "train.py").write_text(TRAIN, encoding="utf-8")
    log = document("sarif", "train.py", cwd=tmp_path / "inner", code=1)
    assert_valid(log)
    related = [
        place["physicalLocation"]["artifactLocation"] for place in log["runs"][0]["results"][0]["relatedLocations"]
    ]
    assert related[0] == {"uri": (tmp_path / "models.py").as_uri()}
    assert related[-1] == {"uri": "train.py", "uriBaseId": "%SRCROOT%"}


def test_a_place_whose_file_is_gone_is_named_without_its_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody removes it between the analysis and the report."""
    real = files.read

    def read(path: str) -> Source:
        if path.endswith("models.py"):
            raise FileNotFoundError(2, "No such file or directory")
        return real(path)

    monkeypatch.setattr(files, "read", read)
    out = bnlint("check", "--keras=3", "my code/train.py", cwd=project).stdout
    assert "= my code/models.py:5:12: the model is built here\n   = " in out


def test_a_module_that_is_gone_costs_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody removes it while the file that imports it is analysed: its text is kept as it was read."""
    judge = pipeline.judge

    def and_gone(*arguments: Any) -> Any:
        (project / "my code" / "models.py").unlink(missing_ok=True)
        return judge(*arguments)

    monkeypatch.setattr(pipeline, "judge", and_gone)
    (finding,) = document("json", "my code/train.py", cwd=project, code=1)["findings"]
    assert finding["code"] == "BNL102"
    assert not (project / "my code" / "models.py").exists()
    assert {place["path"] for place in finding["related"]} == {"my code/train.py", "my code/models.py"}

"""pre-commit's hooks, the composite action and the documentation's snippets: in the shape that their hosts document.

``lab/hosts/test_pre_commit.py`` runs the real hooks, which takes too long for here.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import load_config, load_manifest

import action
from tests.static.helpers import ROOT, SEED, bnlint, code_blocks, python

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
MANIFEST = ROOT / ".pre-commit-hooks.yaml"


def snippet(word: str) -> str:
    """Return the YAML block of the pages on pre-commit and CI that holds a word."""
    pages = (code_blocks(name, "yaml") for name in ("docs/precommit.md", "docs/ci.md"))
    (found,) = (block for blocks in pages for block in blocks if word in block and block[0] != " ")
    return found


@pytest.mark.parametrize("hook", load_manifest(MANIFEST), ids=lambda hook: hook["id"])
def test_hooks(tmp_path: Path, hook: dict[str, Any]) -> None:
    assert hook["require_serial"]
    assert hook["types_or"] == ["python", "pyi", "jupyter"]
    for name in ("seed.py", "-seed.py"):
        (tmp_path / name).write_text(SEED, encoding="utf-8")
    command, *arguments = shlex.split(hook["entry"])
    assert command == "bnlint"
    done = bnlint(*arguments, *hook["args"], "-seed.py", "seed.py", cwd=tmp_path, env={"PRE_COMMIT": "1"})
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("BNL101") == 2


@pytest.mark.parametrize("hook", load_manifest(MANIFEST), ids=lambda hook: hook["id"])
@pytest.mark.parametrize("told", ["settings", "args"])
def test_a_hook_leaves_alone_what_the_baseline_holds(tmp_path: Path, hook: dict[str, Any], told: str) -> None:
    fixable = "import keras\n\nbn = keras.layers.BatchNormalization(fused=True, momentum=0.1)\n"
    (tmp_path / ".git").mkdir()
    (tmp_path / "known.py").write_text(fixable)
    (tmp_path / "requirements.txt").write_text("keras>=3\n")
    assert bnlint("baseline", cwd=tmp_path).returncode == 0
    if told == "settings":
        (tmp_path / "pyproject.toml").write_text('[tool.bnlint]\nbaseline = "bnlint-baseline.json"\n')
    block = next(block for block in code_blocks("docs/precommit.md", "yaml") if "--baseline" in block)
    (shown,) = yaml.safe_load(block)
    arguments = shlex.split(hook["entry"])[1:] + (shown["args"] if told == "args" else hook["args"])
    done = bnlint(*arguments, "known.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "known.py").read_text() == fixable
    (tmp_path / "new.py").write_text(fixable)
    done = bnlint(*arguments, "known.py", "new.py", cwd=tmp_path)
    assert done.returncode == 1
    fixes = hook["id"] == "bnlint-fix"
    assert [done.stdout.count(f" {code} ") for code in ("BNL303", "BNL501")] == [1, 0 if fixes else 1]
    assert ("fused" in (tmp_path / "new.py").read_text()) != fixes


def test_the_snippets_for_pre_commit(tmp_path: Path) -> None:
    hooks = {hook["id"] for hook in load_manifest(MANIFEST)}
    config = tmp_path / ".pre-commit-config.yaml"
    for word, known in (("bnlint-fix", hooks), ("additional_dependencies", {"flake8"})):
        config.write_text(snippet(word), encoding="utf-8")
        (repository,) = load_config(config)["repos"]
        assert {hook["id"] for hook in repository["hooks"]} <= known


@pytest.mark.parametrize(
    ("schema", "word"),
    [("github-actions", ""), ("github-workflows", "runs-on"), ("gitlab-ci", "codequality")],
)
def test_the_shape_that_hosts_document(tmp_path: Path, schema: str, word: str) -> None:
    file = tmp_path / "file.yml"
    file.write_text(snippet(word) if word else (ROOT / "action.yml").read_text(encoding="utf-8"), encoding="utf-8")
    done = python("-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", file)
    assert done.returncode == 0, done.stdout


def test_the_workflow_passes_what_the_action_takes() -> None:
    steps = yaml.safe_load(snippet("runs-on"))["jobs"]["bnlint"]["steps"]
    (step,) = (step for step in steps if "bnlint@" in step["uses"])
    assert step["with"].keys() <= ACTION["inputs"].keys()
    (upload,) = (step for step in steps if "upload-sarif" in step["uses"])
    assert upload["with"]["sarif_file"] == step["with"]["sarif-file"]


def test_the_script_of_gitlab(tmp_path: Path) -> None:
    job = yaml.safe_load(snippet("codequality"))["bnlint"]
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    command, *arguments = shlex.split(job["script"][-1])
    assert command == "bnlint"
    assert bnlint(*arguments, cwd=tmp_path).returncode == 1
    assert len(json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))) == 1


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action's steps are for bash")
@pytest.mark.parametrize(
    ("paths", "args", "code"),
    [
        (".", "", 1),
        ("", "", 1),
        ("clean.py", "", 0),
        ("clean.py seed.py", "--ignore BNL1 --keras 3", 0),
        (".", "--nonsense", 2),
        ("my code", "", 1),
        ("clean.py\nmy code\n", "", 1),
        ("clean.py 'my code'", "", 1),
        ("**/*.py", "--per-file-ignores '*.py:BNL1'", 0),
        ("s*.py", "", 1),
        ("-weird.py", "", 1),
        ("none*.py", "", 2),
    ],
)
def test_the_actions_check(tmp_path: Path, paths: str, args: str, code: int) -> None:
    """The step as GitHub's runner starts it, with an installation like that of the step before."""
    (tmp_path / "temp" / "bnlint" / "bin").mkdir(parents=True)
    program = tmp_path / "temp" / "bnlint" / "bin" / "bnlint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bnlint "$@"\n')
    program.chmod(0o755)
    work = tmp_path / "work"
    (work / "my code").mkdir(parents=True)
    for name in ("seed.py", "-weird.py", "my code/seed.py"):
        (work / name).write_text(SEED, encoding="utf-8")
    (work / "clean.py").write_text("x = 1\n")
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("name") == "Check")
    given = {f"inputs.{name}": one["default"] for name, one in ACTION["inputs"].items()}
    given |= {"inputs.args": args, "inputs.paths": paths, "inputs.sarif-file": "bnlint.sarif"}
    given |= {"github.action_path": str(ROOT), "steps.python.outputs.python-path": sys.executable}
    env = {key: given[value.removeprefix("${{ ").removesuffix(" }}")] for key, value in step["env"].items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=work,
        env={**os.environ, **env, "RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_STEP_SUMMARY": str(work / "summary")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert ("::warning " in done.stdout) == (code == 1)
    assert (work / "bnlint.sarif").exists() == (work / "summary").exists() == (code != 2 or "none" in paths)


def test_the_action_installs_what_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def run(command: list[Any], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append([str(part) for part in command])
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr("action.subprocess.run", run)
    monkeypatch.setattr("action.venv.create", lambda *_, **__: None)
    for version, what in (("", str(ROOT)), (" 0.1.0 ", "bnlint==0.1.0")):
        assert action.main("install", {"RUNNER_TEMP": str(tmp_path), "INPUT_VERSION": version}) == 0
        assert commands[-1][-1] == what
        assert "-I" in commands[-1], "the workspace's pip.py would run"


def test_the_actions_inputs_on_windows() -> None:
    """A backslash is a part of a path there."""
    assert action.words("--baseline sub\\known.json -v") == ["--baseline", "sub\\known.json", "-v"]
    assert action.paths("C:\\my code\\a.py\nD:\\b.py") == ["C:\\my code\\a.py", "D:\\b.py"]


def test_the_action_writes_what_is_asked_for() -> None:
    env = {f"INPUT_{name}": "" for name in ("ARGS", "JUNIT_FILE", "PATHS", "SARIF_FILE", "SUMMARY")}
    assert action.command(env) == ["check", "--output-format=github", "--", "."]
    env |= {"INPUT_JUNIT_FILE": "j.xml", "INPUT_SUMMARY": "true", "GITHUB_STEP_SUMMARY": "s.md"}
    assert action.command(env)[2:4] == ["--report=junit=j.xml", "--report=markdown=s.md"]


def test_baselines_as_the_documentation_shows_them(tmp_path: Path) -> None:
    (shown,) = (block for block in code_blocks("docs/baselines.md", "console") if "$ bnlint baseline" in block)
    (tmp_path / "requirements.txt").write_text("keras>=3\n")  # so that nothing is assumed
    (tmp_path / "src").mkdir()
    for name in ("a.py", "b.py"):
        (tmp_path / "src" / name).write_text(SEED, encoding="utf-8")
    for part in shown.split("$ ")[1:]:
        command, _, answer = part.partition("\n")
        done = bnlint(*command.split()[1:], cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, answer)

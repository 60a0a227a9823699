"""The hooks under the real pre-commit, which clones the repository and installs it from PyPI's packages.

Run by ``nox -s hosts``; ``PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels`` keeps it off the network.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "precommit.md").read_text(encoding="utf-8")
BLOCKS = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)

MODEL = """from tensorflow import keras

model = keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization(fused=True, momentum=0.1)])
"""
"""In Keras 3: BNL501 with a safe fix, BNL303 with an unsafe one."""


def run(*command: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def git(*arguments: str, cwd: Path) -> str:
    done = run("git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments, cwd=cwd, env={})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A clone of the last commit; its address and revision."""
    clone = tmp_path_factory.mktemp("published") / "bnlint"
    git("clone", "--quiet", str(ROOT), str(clone), cwd=ROOT)
    return clone.as_uri(), git("rev-parse", "HEAD", cwd=clone)


def test_the_shown_configuration(tmp_path: Path, home: dict[str, str], published: tuple[str, str]) -> None:
    address, revision = published
    (shown,) = (block for block in BLOCKS.findall(PAGE) if "bnlint-fix" in block and block.startswith("repos"))
    shown = shown.replace("https://github.com/OWNER/bnlint", address).replace("v0.2.0", revision)
    assert revision in shown
    git("init", "--quiet", cwd=tmp_path)
    (tmp_path / ".pre-commit-config.yaml").write_text(shown, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.bnlint]\nkeras = 3\nexclude = ['generated']\n")
    (tmp_path / "model.py").write_text(MODEL)
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "model.py").write_text(MODEL)
    git("add", "--all", cwd=tmp_path)
    tool = (sys.executable, "-m", "pre_commit")

    first = run(*tool, "run", "--all-files", cwd=tmp_path, env=home)
    assert first.returncode == 1, first.stdout + first.stderr
    assert "bnlint: fixed 1 finding in 1 file" in first.stdout
    assert first.stdout.count("BNL303") == 1
    assert (tmp_path / "model.py").read_text() == MODEL.replace("fused=True, ", "")
    assert (tmp_path / "generated" / "model.py").read_text() == MODEL

    assert run(*tool, "install", cwd=tmp_path, env=home).returncode == 0
    git("add", "--all", cwd=tmp_path)
    commit = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "x")
    blocked = run(*commit, cwd=tmp_path, env=home)
    assert blocked.returncode == 1
    assert "BNL303" in blocked.stdout + blocked.stderr

    (tmp_path / "model.py").write_text(MODEL.replace("fused=True, momentum=0.1", ""))
    git("add", "--all", cwd=tmp_path)
    done = run(*commit, cwd=tmp_path, env=home)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_baseline_holds(tmp_path: Path, home: dict[str, str], published: tuple[str, str]) -> None:
    """The hook passes and changes nothing, also in a file whose name begins with a dash."""
    address, revision = published
    (args,) = (line.strip() for line in PAGE.splitlines() if line.strip().startswith("args:"))
    config = f"repos:\n  - repo: {address}\n    rev: {revision}\n    hooks:\n      - id: bnlint-fix\n        {args}\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("keras>=3\n")
    (tmp_path / "-model.py").write_text(MODEL)
    git("init", "--quiet", cwd=tmp_path)
    written = run(sys.executable, "-m", "bnlint", "baseline", cwd=tmp_path, env={})
    assert "Wrote 2 findings" in written.stdout
    git("add", "--all", cwd=tmp_path)
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", cwd=tmp_path, env=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 in the baseline" in done.stdout
    assert (tmp_path / "-model.py").read_text() == MODEL


def test_a_clone_before_it_is_published(tmp_path: Path, home: dict[str, str], published: tuple[str, str]) -> None:
    """As the page says it: tried by a command, and in a configuration by the clone's folder and commit."""
    address, _ = published
    clone = address.removeprefix("file://")
    (shown,) = (line for line in PAGE.splitlines() if line.startswith("pre-commit try-repo"))
    command = shown.replace("~/bnlint", clone).split()
    assert clone in command
    git("init", "--quiet", cwd=tmp_path)
    (tmp_path / "model.py").write_text(MODEL)
    git("add", "--all", cwd=tmp_path)
    tried = run(sys.executable, "-m", "pre_commit", *command[1:], cwd=tmp_path, env=home)
    assert tried.returncode == 1, tried.stdout + tried.stderr
    assert "BNL303" in tried.stdout

    (asked,) = re.findall(r"`git -C ~/bnlint (.*?)`", PAGE)
    revision = git(*asked.split(), cwd=Path(clone))
    config = f"repos:\n  - repo: {clone}\n    rev: {revision}\n    hooks:\n      - id: bnlint\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git("add", "--all", cwd=tmp_path)
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=tmp_path, env=home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BNL303" in done.stdout


def test_flake8_with_the_plugin_from_a_clone(tmp_path: Path, home: dict[str, str], published: tuple[str, str]) -> None:
    """Its version of flake8 is the shown one."""
    address, _ = published
    (shown,) = (block for block in BLOCKS.findall(PAGE) if "additional_dependencies" in block)
    flake8 = tmp_path / "flake8"  # PyCQA's hook, which is elsewhere on the network
    flake8.mkdir()
    version = re.findall(r"rev: (\S+)", shown)[0]
    hook = "- id: flake8\n  name: flake8\n  entry: flake8\n  language: python\n  types: [python]\n"
    (flake8 / ".pre-commit-hooks.yaml").write_text(hook, encoding="utf-8")
    setup = f"import setuptools\nsetuptools.setup(name='hook', version='1', install_requires=['flake8=={version}'])\n"
    (flake8 / "setup.py").write_text(setup, encoding="utf-8")
    git("init", "--quiet", cwd=flake8)
    git("add", "--all", cwd=flake8)
    git("commit", "--quiet", "-m", "x", cwd=flake8)

    work = tmp_path / "work"
    work.mkdir()
    shown = shown.replace("https://github.com/PyCQA/flake8", flake8.as_uri())
    shown = shown.replace(version, git("rev-parse", "HEAD", cwd=flake8))
    shown = shown.replace("[bnlint] ", f"[{address.removeprefix('file://')}] ")
    (work / ".pre-commit-config.yaml").write_text(shown, encoding="utf-8")
    (work / "model.py").write_text(MODEL)
    git("init", "--quiet", cwd=work)
    git("add", "--all", cwd=work)
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=work, env=home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BNL303" in done.stdout

"""`bnlint doctor`, held against what flake8 and ruff really do."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from bnlint.doctor import Check
from bnlint.doctor import flake8 as hosts
from tests.static.helpers import SEED, bnl, bnlint, flake8, nothing, python

ask_flake8 = hosts._plugin


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one finding (BNL101 in seed.py)."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare most tests the process that asks flake8 for its plugins."""
    monkeypatch.setattr(hosts, "_plugin", lambda: (Check("flake8", "ok", "not asked"), frozenset()))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask flake8 after all."""
    monkeypatch.setattr(hosts, "_plugin", ask_flake8)


def doctor(project: Path, *arguments: str) -> tuple[int, list[tuple[str, str, str, str]]]:
    done = bnlint("doctor", "--output-format=json", *arguments, cwd=project)
    assert done.stderr == ""
    checks = json.loads(done.stdout)["checks"]
    return done.returncode, [(c["area"], c["status"], c["message"], c["remedy"]) for c in checks]


def problems(project: Path) -> list[str]:
    code, checks = doctor(project)
    found = [message for _, status, message, _ in checks if status == "problem"]
    assert code == (1 if found else 0)
    assert all(remedy for _, status, _, remedy in checks if status == "problem")
    return found


@pytest.mark.parametrize(
    "lines",
    [
        "max-line-length = 100",
        "select = E,F,W",
        "select = E,F,W,B",
        "select = BNL",
        "select = E,F,W\nextend-select = BNL",
        "extend-select = X",
        "ignore = B",
        "extend-ignore = E203, B",
        "extend_ignore =\n    E203\n    BN",
        "extend-ignore = B9",
        "select = B,BNL\nignore = B",
        "select = B\nextend-ignore = BN",
        "ignore = W503",
        "per-file-ignores = seed.py: B",
        "per-file-ignores =\n    tests/*: B9\n    other/*: E501",
    ],
)
def test_what_hides_findings_is_a_problem_and_nothing_else(project: Path, lines: str) -> None:
    (project / ".flake8").write_text(f"[flake8]\n{lines}\n")
    shown = bnl(flake8("seed.py", cwd=project, isolated=False))
    assert bool(problems(project)) == (not shown)


@pytest.mark.parametrize("entry", ["BNL101", "BNL1", "BNL"])
def test_what_is_hidden_by_its_own_name_is_no_problem(project: Path, entry: str) -> None:
    (project / "tox.ini").write_text(f"[flake8]\nextend-ignore = {entry}\nper-file-ignores = tests/*: {entry}\n")
    code, checks = doctor(project)
    assert code == 0
    notes = [message for area, status, message, _ in checks if (area, status) == ("flake8", "note")]
    assert len(notes) == 2
    assert entry in notes[0]


def test_it_says_where_and_what_to_do(project: Path) -> None:
    (project / "setup.cfg").write_text("[flake8]\nextend-ignore = E203,B\n")
    (project / "sub").mkdir()
    (project / "sub" / "seed.py").write_text(SEED, encoding="utf-8")
    out = bnlint("doctor", "sub", cwd=project).stdout
    assert f"{project / 'setup.cfg'}: extend-ignore = B hides every code of bnlint" in out
    assert "-> flake8 compares beginnings: write codes such as B9 in full" in out


TOML = """[tool.flake8]
extend-ignore = ["E203", "B"]
per_file_ignores = ["other.py: BNL1"]
bnlint-keras = 2
"""


def test_a_flake8_that_reads_pyproject_toml(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the plugin Flake8-pyproject that file counts instead of every other one."""
    (project / "pyproject.toml").write_text(TOML + "[tool.bnlint]\nkeras = '3'\n")
    (project / ".flake8").write_text("[flake8]\nmax-line-length = 100\n")
    plugin = Check("flake8", "ok", "not asked")
    monkeypatch.setattr(hosts, "_plugin", lambda: (plugin, frozenset({"Flake8-pyproject"})))
    first, second = problems(project)
    assert f"{project / 'pyproject.toml'}: extend-ignore = B hides every code of bnlint" in first
    assert "bnlint-keras is 2 for the plugin, but keras is 3 for the command" in second
    notes = [message for _, status, message, _ in doctor(project)[1] if status == "note"]
    assert any("per-file-ignores other.py: BNL1 hides codes" in message for message in notes)


@pytest.mark.parametrize("text", ["[tool.flake8]\nignore = ['B']\n", "[tool]\nflake8 = 3\n"])
def test_a_flake8_that_does_not(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)
    (project / "sub").mkdir()
    notes = [message for _, status, message, _ in doctor(project, "sub")[1] if status == "note"]
    told = any("flake8 does not read [tool.flake8] without Flake8-pyproject" in message for message in notes)
    assert told == ("ignore" in text)


@pytest.mark.usefixtures("asked")
def test_the_plugins_of_flake8_are_known_by_their_names(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path_factory.mktemp("bin") / "flake8"
    script.write_text("#!/bin/sh\necho '7.5.0 (Flake8-pyproject: 1.2.4, bnlint: 0.1.0, mccabe:\n0.7.0) CPython'\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    assert ask_flake8()[1] == {"Flake8-pyproject", "bnlint", "mccabe"}


@pytest.mark.parametrize(
    "lines",
    [
        "exclude = sub",
        "extend-exclude = ./sub/",
        "exclude =\n    su*,\n    other",
        "exclude = sub/seed.py",
        "exclude = other",
        "extend-exclude = seed.txt",
        "max-line-length = 100",
    ],
)
def test_files_that_flake8_leaves_out_are_noted(project: Path, lines: str) -> None:
    (project / "sub").mkdir()
    (project / "seed.py").rename(project / "sub" / "seed.py")
    (project / "sub" / "plain.py").write_text("x = 1\n")
    (project / ".flake8").write_text(f"[flake8]\n{lines}\n")
    shown = bnl(flake8(".", cwd=project, isolated=False))
    notes = [message for _, status, message, _ in doctor(project)[1] if status == "note"]
    left = [message for message in notes if "exclude hides 1 file with batch normalization" in message]
    assert bool(left) == (not shown)


def test_an_excluded_file_that_cannot_be_read_is_not_noted(project: Path) -> None:
    (project / "loop.py").symlink_to(project / "loop.py")
    (project / ".flake8").write_text("[flake8]\nextend-exclude = loop.py\n")
    assert not any("exclude hides" in message for _, _, message, _ in doctor(project)[1])


def test_doctor_takes_the_options_that_choose_files(project: Path) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "seed.py").write_text(SEED, encoding="utf-8")
    (project / "pyproject.toml").write_text("[tool.bnlint]\nkeras = '2'\n")
    assert keras(project)[0][1].startswith("Keras 2 for 2 files")
    assert keras(project, "--extend-exclude=sub")[0][1].startswith("Keras 2 for 1 file")
    assert "set by you" not in keras(project, "--isolated")[0][1]


def test_many_files_are_named_by_their_folders(project: Path) -> None:
    (project / "requirements.txt").write_text("keras>=3\n")
    for folder in [f"part{number:02}" for number in range(11)]:
        (project / folder).mkdir()
        (project / folder / "seed.py").write_text(SEED, encoding="utf-8")
    (project / "part00" / "more.py").write_text(SEED, encoding="utf-8")
    message = keras(project)[0][1]
    assert message.startswith("Keras 3 for 13 files: keras>=3 in requirements.txt (./: 1, part00/: 2, part01/: 1, ")
    assert message.endswith("part08/: 1 and 2 more folders)")


@pytest.mark.usefixtures("asked")
def test_a_flake8_without_the_plugin(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    bin_folder = tmp_path_factory.mktemp("bin")
    script = bin_folder / "flake8"
    script.write_text(f"#!{sys.executable}\nprint('7.3.0 (mccabe: 0.7.0, pyflakes: 3.4.0) CPython 3.12')\n")
    script.chmod(0o755)
    done = bnlint("doctor", cwd=project, env={"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"})
    assert done.returncode == 1
    assert f"{script} does not have the plugin\n" in done.stdout
    assert f"-> {sys.executable} -m pip install bnlint\n" in done.stdout
    script.write_text(f"#!{sys.executable}\nraise SystemExit('broken')\n")
    done = bnlint("doctor", cwd=project, env={"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"})
    assert "broken" in done.stdout
    assert done.returncode == 1


@pytest.mark.usefixtures("asked")
def test_the_flake8_beside_bnlint_has_the_plugin(project: Path) -> None:
    done = bnlint("doctor", cwd=project, env={"PATH": ""})
    assert f"{sys.executable} -m flake8 has the plugin bnlint" in done.stdout
    assert done.returncode == 0


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("no program\n", "cannot be run: [Errno 8] Exec format error"),
        (
            f"#!{sys.executable}\nimport os\nos.unlink(__file__)\nprint('7.3.0')\n",  # updated this very moment
            "does not have the plugin\n                   -> its interpreter -m pip install bnlint",
        ),
    ],
)
def test_a_flake8_that_is_odd(project: Path, tmp_path_factory: pytest.TempPathFactory, script: str, words: str) -> None:
    program = tmp_path_factory.mktemp("bin") / "flake8"
    program.write_text(script)
    program.chmod(0o755)
    done = bnlint("doctor", cwd=project, env={"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"})
    assert done.returncode == 1
    assert f"{program} {' '.join(words.split())}" in " ".join(done.stdout.split())


@pytest.mark.usefixtures("asked")
def test_the_flake8_beside_bnlint_without_the_plugin(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    python_here = tmp_path_factory.mktemp("bin") / "python"
    python_here.write_text("#!/bin/sh\necho '7.3.0 (pyflakes: 3.4.0)'\n")
    python_here.chmod(0o755)
    monkeypatch.setattr("bnlint.doctor.flake8.sys.executable", str(python_here))
    done = bnlint("doctor", cwd=project, env={"PATH": ""})
    assert f"{python_here} -m flake8 does not have the plugin\n" in done.stdout
    assert f"-> {python_here} -m pip install bnlint\n" in done.stdout


@pytest.mark.parametrize("text", ["no section\n", "[flake8\n", "[flake8]\nignore = B\nB\n"])
def test_a_configuration_that_flake8_leaves_out(project: Path, text: str) -> None:
    (project / "tox.ini").write_text(text)
    assert problems(project) == []
    assert bnl(flake8("seed.py", cwd=project, isolated=False))


def test_a_configuration_that_flake8_does_not_survive(project: Path) -> None:
    (project / "tox.ini").write_text("[flake8]\nignore = B\n[flake8]\n")
    (message,) = problems(project)
    assert "flake8 does not start" in message
    assert "[line 3]: section 'flake8' already exists" in message
    assert "DuplicateSectionError" in python("-m", "flake8", "seed.py", cwd=project).stderr


def test_a_configuration_of_local_plugins_hides_nothing(project: Path) -> None:
    (project / ".flake8").write_text("[flake8:local-plugins]\n")
    assert problems(project) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("per-file-ignores = seed.py", "Expected `per-file-ignores` to be a mapping"),
        ("bnlint-follow-imports = perhaps", "bnlint-follow-imports: 'perhaps' is not one of yes, no"),
    ],
)
def test_a_line_that_flake8_does_not_take(project: Path, line: str, words: str) -> None:
    (project / ".flake8").write_text(f"[flake8]\n{line}\n")
    (message,) = problems(project)
    assert words in message
    assert "BNL101" not in flake8("seed.py", cwd=project, isolated=False).stdout


def test_switches_that_differ_are_said_in_words(project: Path) -> None:
    (project / ".flake8").write_text("[flake8]\nbnlint-follow-imports = no\n")
    (project / "pyproject.toml").write_text("[tool.bnlint]\nfollow-imports = true\n")
    (message,) = problems(project)
    assert "bnlint-follow-imports is no for the plugin, but follow-imports is yes for the command" in message


def test_a_file_that_cannot_be_read_says_nothing_of_the_dialect(project: Path) -> None:
    (project / "requirements.txt").write_text("keras>=3\n")
    before = keras(project)
    (project / "loop.py").symlink_to(project / "loop.py")
    assert keras(project) == before != []


@pytest.mark.parametrize("text", ["[lint\n", "extend = 'ruff.toml'\n[lint]\nselect = ['E']\n"])
def test_a_configuration_that_ruff_does_not_take(project: Path, text: str) -> None:
    """It is no TOML, or it extends itself: ruff removes nothing."""
    (project / "seed.py").write_text(SEED.rstrip("\n") + "  # noqa: BNL101\n", encoding="utf-8")
    (project / "ruff.toml").write_text(text)
    assert python("-m", "ruff", "check", "--no-cache", "--diff", "seed.py", cwd=project).stdout == ""
    assert problems(project) == []


def test_settings_of_the_plugin_and_the_command_that_differ(project: Path) -> None:
    (project / ".flake8").write_text("[flake8]\nbnlint-keras = 2\nbnlint-enable = BNL403\n")
    assert doctor(project)[0] == 0  # a project may use flake8 only
    (project / "pyproject.toml").write_text("[tool.bnlint]\nkeras = '3'\nenable = ['BNL403']\n")
    (message,) = problems(project)
    assert "bnlint-keras is 2 for the plugin, but keras is 3 for the command" in message
    (project / "pyproject.toml").write_text("[tool.bnlint]\nkeras = 2\nenable = ['BNL403']\n")
    assert problems(project) == []
    (project / ".flake8").write_text("[flake8]\nbnlint-keras = 4\n")
    assert any("'4' is not one of" in message for message in problems(project))


def keras(project: Path, *arguments: str) -> list[tuple[str, str]]:
    return [(status, message) for area, status, message, _ in doctor(project, *arguments)[1] if area == "keras"]


def test_settings_of_some_files_that_flake8_does_not_know(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.bnlint]\nper-file-keras = {'*.py' = '2'}\n", encoding="utf-8")
    for text in ("", "[flake8]\nmax-line-length = 100\n"):
        (project / ".flake8").write_text(text, encoding="utf-8")
        told = bnlint("doctor", cwd=project)
        assert told.returncode == 0
        assert "flake8 knows nothing of settings of 1 file (seed.py)" in " ".join(told.stdout.split())


def test_the_dialect_and_its_reason(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow<2.16\n")
    assert keras(project) == [("ok", "Keras 2 for 1 file: tensorflow<2.16 in requirements.txt (seed.py)")]
    (project / "three.py").write_text(
        "import os\n\nfrom keras import ops\nfrom keras.layers import BatchNormalization\n"
    )
    assert ("ok", "Keras 3 for 1 file: the file imports keras.ops, which only Keras 3 has (three.py:3)") in keras(
        project
    )
    (project / "pyproject.toml").write_text("[tool.bnlint]\nkeras = '3'\n")
    assert keras(project)[0] == ("ok", "Keras 3 for 2 files: set by you (seed.py, three.py)")
    files = "2 files: tensorflow in requirements.txt (seed.py, three.py)"
    assert keras(project)[1] == ("ok", f"Keras 3 on TensorFlow for {files}")


def test_a_guess_is_a_note(project: Path) -> None:
    assert keras(project)[0][0] == "note"
    (project / "seed.py").write_text("x = 1\n")
    assert keras(project) == [("ok", "no file speaks of batch normalization")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project]\nname = 'x'\nversion = '1'\n"),
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['E', 'F']\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nextend-select = ['RUF']\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nextend-select = ['RUF1']\nexternal = ['BNL']\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nextend-select = ['RUF1']\nexternal = ['B']\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['ALL']\nignore = ['RUF']\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['RUF102']\nignore = ['RUF']\n"),
        ("ruff.toml", "[lint]\nselect = ['ALL']\n"),
        ("ruff.toml", "extend = 'base.toml'\n[lint]\nselect = ['RUF1']\n"),
        (".ruff.toml", "[lint]\nselect = ['RUF102']\nexternal = ['V']\n"),
    ],
)
def test_what_ruff_would_remove_is_a_problem(project: Path, name: str, text: str) -> None:
    (project / "seed.py").write_text(SEED.rstrip("\n") + "  # noqa: BNL101\n", encoding="utf-8")
    (project / name).write_text(text)
    (project / "base.toml").write_text("[lint]\nexternal = ['BNL']\n")
    done = python("-m", "ruff", "check", "--no-cache", "--diff", "seed.py", cwd=project)
    assert "Traceback" not in done.stderr
    removes = "-y = tf" in done.stdout
    assert bool(problems(project)) == removes, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the search path is written in another way")
@pytest.mark.usefixtures("asked")
def test_a_flake8_of_the_project_is_not_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = project / "flake8"
    trap.write_text(f"#!/bin/sh\ntouch {project}/fired\n")
    trap.chmod(0o755)
    monkeypatch.chdir(project)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    hosts._plugin()
    assert not (project / "fired").exists()


@pytest.mark.parametrize("columns", [10, 60])
def test_text_fits_the_terminal(project: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Lines after the first begin below it; a very narrow terminal gets at least some words on a line."""
    (project / ".flake8").write_text("[flake8]\nextend-ignore = E203,B\n")
    whole = bnlint("doctor", "--color=always", cwd=project).stdout
    monkeypatch.setattr("bnlint.commands.console.width", lambda stream: columns)
    lines = bnlint("doctor", "--color=never", cwd=project).stdout.splitlines()
    limit = max(columns, 16 + len("-> ") + 30)
    nothing((line for line in lines if len(line) > limit and len(line.split()) > 3), "lines that are not one long path")
    assert max(map(len, whole.splitlines())) > 80
    assert len(lines) > len(whole.splitlines())
    plain = re.sub(r"\x1b\[[\d;]*m", "", whole)
    assert " ".join(lines).split() == plain.split()
    assert {len(line) - len(line.lstrip()) for line in lines} == {0, 16, 19}

"""Which files ``bnlint check`` reads, and which configuration counts: as users know it from ruff."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bnlint.commands import check_options, common
from bnlint.rules import CODES
from bnlint.settings import loading
from bnlint.sources.ignored import Ignored
from bnlint.syntax import toml
from tests.static.helpers import SEED, bnlint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a file that has a finding in each of its places."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name in ("a.py", "lib/b.py", "data/c.py", "data/keep/d.py", "notes/e.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SEED, encoding="utf-8")
    return tmp_path


def check(project: Path, *options: str, text: str = "") -> CompletedProcess[str]:
    return bnlint("check", *options, cwd=project, stdin=text)


def files(project: Path, *options: str) -> set[str]:
    return set(check(project, "--show-files", *options).stdout.split())


EVERYTHING = {"a.py", "lib/b.py", "data/c.py", "data/keep/d.py", "notes/e.py"}


def test_files_are_named_relative_to_the_working_directory(project: Path) -> None:
    assert files(project) == files(project, ".") == files(project, "./") == EVERYTHING
    assert files(project / "lib", "..") == {f"../{name}" for name in EVERYTHING}
    said = check(project, "--output-format=concise").stdout
    assert {line.partition(":")[0] for line in said.splitlines()} == EVERYTHING


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are Unicode")
@pytest.mark.parametrize(("patterns", "left_out"), [(b"*.pyc\n", False), (b"caf\xe9*\n", True), (b"caf\xe8*\n", False)])
def test_names_that_are_no_utf_8_are_ignored_as_others(tmp_path: Path, patterns: bytes, left_out: bool) -> None:
    (tmp_path / ".gitignore").write_bytes(patterns)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).write_text("import os\n", encoding="utf-8")
    assert Ignored(str(tmp_path))(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py"), False) == left_out
    done = bnlint("check", "--show-files", cwd=tmp_path)
    assert (done.stdout == "") == left_out


@pytest.mark.parametrize(
    ("written", "left_out"),
    [
        ({".gitignore": "data/\n"}, {"data/c.py", "data/keep/d.py"}),
        ({".gitignore": "data/*\n!data/keep/\n"}, {"data/c.py"}),
        ({".gitignore": "*.py\n!a.py\n"}, EVERYTHING - {"a.py"}),
        ({".gitignore": "/b.py\n"}, set()),
        ({"lib/.gitignore": "/b.py\n"}, {"lib/b.py"}),
        ({".gitignore": "e.py\n", "notes/.gitignore": "!e.py\n"}, set()),
        ({".git/info/exclude": "notes\n"}, {"notes/e.py"}),
        ({".gitignore": "# data/\n\n"}, set()),
        ({".gitignore": "caf\\xe9/\n[z-a]\nlib/\n"}, {"lib/b.py"}),
    ],
)
def test_what_git_ignores_is_left_out(project: Path, written: dict[str, str], left_out: set[str]) -> None:
    for name, text in written.items():
        (project / name).write_text(text, encoding="utf-8")
    assert files(project) == EVERYTHING - left_out
    assert files(project, "lib", "data", "notes", "a.py") == EVERYTHING - left_out
    ignored = set(
        subprocess.run(
            ["git", "check-ignore", *EVERYTHING], cwd=project, capture_output=True, text=True, check=False
        ).stdout.split()
    )
    assert ignored == left_out, "as git itself says"
    assert files(project, "--respect-gitignore=no") == EVERYTHING
    (project / "pyproject.toml").write_text("[tool.bnlint]\nrespect-gitignore = false\n")
    assert files(project) == EVERYTHING


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_what_git_tracks_it_does_not_ignore(project: Path, version: str) -> None:
    """``.gitignore`` from a template says ``lib/``; the code was there before it, or was added by force."""
    (project / ".gitignore").write_text("lib/\nnotes/\nd.py\n")
    git(project, "add", "--force", "lib", "data")
    git(project, "update-index", "--index-version", version)
    if version == "3":  # an entry with more flags makes git write it
        git(project, "rm", "--cached", "--quiet", "data/c.py")
        git(project, "add", "--intent-to-add", "data/c.py")
    assert (project / ".git" / "index").read_bytes()[7] == int(version)
    assert files(project) == EVERYTHING - {"notes/e.py"}
    assert files(project / "lib", ".") == {"b.py"}
    (project / ".git" / "index").write_bytes(b"DIRC\0\0\0\x09 broken")
    assert files(project) == {"a.py", "data/c.py"}


def test_what_git_tracks_in_a_worktree(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project / ".gitignore").write_text("lib/\n")
    git(project, "add", "--force", "lib/b.py", ".gitignore")
    git(project, "-c", "user.name=n", "-c", "user.email=e", "commit", "--quiet", "--message=first")
    other = tmp_path_factory.mktemp("other") / "tree"
    git(project, "worktree", "add", "--quiet", str(other))
    assert files(other) == {"lib/b.py"}
    (other / ".git").write_text("nothing\n")
    assert files(other) == set()


def test_a_named_file_is_read_unless_exclusion_is_forced(project: Path) -> None:
    (project / ".gitignore").write_text("data/\n")
    assert files(project, "data/c.py") == {"data/c.py"}
    assert files(project, "data/c.py", "--force-exclude") == set()
    assert files(project, "lib/b.py", "--exclude=lib", "--force-exclude") == set()


def test_standard_input_has_a_name_that_may_be_excluded(project: Path) -> None:
    (project / ".gitignore").write_text("data/\n")
    assert "BNL101" in check(project, "-", "--stdin-filename=data/c.py", text=SEED).stdout
    assert "BNL101" in check(project, "-", "--stdin-filename=lib/b.py", "--force-exclude", text=SEED).stdout
    for name, option in (("data/c.py", "--exclude=x"), ("lib/b.py", "--exclude=lib"), ("new.py", "--exclude=new.py")):
        said = check(project, "-", f"--stdin-filename={name}", "--force-exclude", option, text=SEED)
        assert (said.stdout, said.returncode) == ("No findings in 0 files.\n", 0)
        fixed = check(project, "-", f"--stdin-filename={name}", "--force-exclude", option, "--fix", text=SEED)
        assert fixed.stdout == SEED


def test_patterns_of_the_command_line(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.bnlint]\nexclude = ["notes"]\n')
    assert files(project) == EVERYTHING - {"notes/e.py"}
    assert files(project, "--exclude=lib,data/keep") == EVERYTHING - {"lib/b.py", "data/keep/d.py"}
    assert files(project, "--extend-exclude=lib") == EVERYTHING - {"lib/b.py", "notes/e.py"}
    assert files(project / "data", "--extend-exclude=keep/*.py", "..") == {
        f"../{name}" for name in EVERYTHING - {"notes/e.py", "data/keep/d.py"}
    }


def test_codes_not_shown_in_some_files(project: Path) -> None:
    def shown(*options: str) -> set[str]:
        said = check(project, "--output-format=concise", *options).stdout
        return {line.partition(":")[0] for line in said.splitlines()}

    assert shown("--per-file-ignores=a.py:BNL101,lib/*:BNL1") == EVERYTHING - {"a.py", "lib/b.py"}
    assert shown("--per-file-ignores=*.py:BNL3,BNL4") == EVERYTHING
    assert shown("--per-file-ignores=*.py:BNL3,BNL1") == set()
    (project / "pyproject.toml").write_text('[tool.bnlint.per-file-ignores]\n"*.py" = ["BNL1"]\n')
    assert shown() == set()
    assert shown("--per-file-ignores=a.py:BNL1") == EVERYTHING - {"a.py"}
    wrong = check(project, "--per-file-ignores=a.py")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "'a.py' is not PATTERN:CODE" in wrong.stderr


def test_codes_in_lower_case(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.bnlint]\nenable = ["bnl304"]\nignore = ["bnl3"]\n')
    assert check(project, "--select=bnl101,bnl2").stdout.count("BNL101") == len(EVERYTHING)
    assert check(project, "--ignore=bnl1").returncode == 0


def test_another_configuration_or_none(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project / "pyproject.toml").write_text('[tool.bnlint]\nignore = ["BNL"]\n')
    gate = tmp_path_factory.mktemp("gate") / "gate.toml"
    gate.write_text('[tool.bnlint]\nselect = ["BNL2"]\n')
    assert check(project).returncode == 0
    assert check(project, "--isolated").returncode == 1, "a pull request cannot switch the gate off"
    assert check(project, f"--config={gate}").returncode == 0
    gate.write_text('[tool.bnlint]\nselect = ["BNL1"]\n')
    assert check(project, f"--config={gate}").returncode == 1
    gate.write_text('[tool.bnlint]\nexclude = ["lib/*", "./data"]\n')
    listed = check(project, f"--config={gate}", "--show-files").stdout.split()
    assert listed
    assert not [name for name in listed if name.startswith(("lib/", "data/"))], "patterns count from here"
    for text, complaint in (("", "no [tool.bnlint]"), ("[tool.bnlint]\nx = 1\n", "unknown key"), ("[", "gate.toml")):
        gate.write_text(text)
        wrong = check(project, f"--config={gate}")
        assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
        assert complaint in wrong.stderr
    assert check(project, f"--config={gate}", "--isolated").returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="there is no such directory")
def test_the_configuration_of_a_folder_where_everybody_writes_is_not_ours(tmp_path: Path) -> None:
    inner = tmp_path / "everybodys" / "mine"
    inner.mkdir(parents=True)
    (inner.parent / "pyproject.toml").write_text('[tool.bnlint]\nignore = ["BNL"]\n')
    assert loading.load(inner).ignore == ("BNL",)
    inner.parent.chmod(0o1777)
    assert loading.load(inner).ignore == ()
    assert loading.load(inner.parent).ignore == ("BNL",)


def test_the_settings_in_force_are_a_configuration(project: Path) -> None:
    file = project / "pyproject.toml"
    file.write_text('[tool.bnlint]\nkeras = 3\nexclude = ["x"]\n[tool.bnlint.per-file-ignores]\n"a.py" = ["BNL1"]\n')
    shown = check(project, "--show-settings", "--select=BNL3", "--extend-exclude=y").stdout
    assert shown.startswith(f"# {file}\n")
    again = loading.from_table(toml.loads(shown)["tool"]["bnlint"], file)
    assert (again.keras, again.select, again.exclude) == ("3", ("BNL3",), ("x", "y"))
    assert again.per_file_ignores == (("a.py", ("BNL1",)),)
    assert set(toml.loads(shown)["tool"]["bnlint"]) == set(loading._CONVERTERS) - {"library", "baseline"}


def test_a_baseline_as_a_setting(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.bnlint]\nbaseline = "known.json"\n')
    missing = check(project)
    assert missing.returncode == 2
    assert "known.json" in missing.stderr
    assert bnlint("baseline", ".", cwd=project).returncode == 0
    assert (project / "known.json").is_file()
    assert check(project).returncode == 0
    (project / "new.py").write_text(SEED)
    assert "1 finding in 1 file" in check(project).stdout


def test_only_what_was_found(project: Path) -> None:
    loud, quiet = check(project).stdout, check(project, "-q").stdout
    assert loud.startswith(quiet)
    assert "checked" not in quiet
    assert check(project, "--quiet", "--ignore=BNL").stdout == ""


def test_a_usage_error_is_one_line(project: Path) -> None:
    for arguments in (("check", "--nonsense"), ("check", "--kera=2"), ("check", "--keras=4"), ("nonsense",), ("rule",)):
        done = bnlint(*arguments, cwd=project)
        assert done.returncode == 2, arguments
        assert done.stderr.count("\n") == 1, done.stderr
        assert "--help" in done.stderr


@pytest.mark.parametrize(
    ("options", "enabled", "selected"),
    [
        (["--enable=bnl304"], {"BNL304"}, ()),
        (["--extend-select=BNL30"], {code for code in CODES if code.startswith("BNL30")}, ()),
        (["--extend-select=ALL"], set(CODES), ()),
        (["--select=ALL"], set(), ("BNL",)),
        (["--select=BNL1", "--ignore=all"], set(), ("BNL1",)),
        (["--extend-select=BNL304"], {"BNL304"}, ()),
        (["--select=BNL1", "--extend-select=BNL304,BNL2"], {c for c in CODES if c[:4] == "BNL2"} | {"BNL304"}, None),
    ],
)
def test_rules_are_chosen_by_their_beginnings(
    project: Path, options: list[str], enabled: set[str], selected: tuple[str, ...] | None
) -> None:
    """Rules that are enabled and on anyway stay on."""
    parsed = check_options.parser().parse_args([*options, str(project)])
    settings = common.settings_of(parsed)
    assert settings.enable == enabled
    assert settings.select == (("BNL1", "BNL304", "BNL2") if selected is None else selected)


def test_what_is_selected_beside_the_configuration(project: Path) -> None:
    """A rule that nothing switches on is off, whatever selects it."""
    (project / "pyproject.toml").write_text("[tool.bnlint]\nselect = ['BNL3']\n", encoding="utf-8")
    shown = ("--output-format=concise", "a.py")
    assert check(project, *shown).stdout == ""
    assert "BNL101" in check(project, *shown, "--extend-select=BNL1").stdout
    assert check(project, *shown, "--extend-select=BNL2").stdout == ""
    assert "no code begins with 'E5'" in check(project, *shown, "--extend-select=E5").stderr


def test_options_that_ruff_calls_otherwise(project: Path) -> None:
    (project / "a.py").write_text(SEED.rstrip("\n") + "  # noqa\n", encoding="utf-8")
    assert check(project, "a.py").returncode == 0
    assert check(project, "--ignore-noqa", "a.py").returncode == 1
    assert check(project, "-e", "--ignore-noqa", "a.py").returncode == 0

"""Which files ``bnlint check`` reads, and which configuration counts: as users know it from ruff."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bnlint import __version__
from bnlint.commands import check_options, common
from bnlint.rules import ALL_CODES, CODES
from bnlint.settings import loading
from bnlint.sources.ignored import Ignored
from bnlint.syntax import toml
from tests.static.helpers import FIXABLE, SEED, bnlint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a file that has a finding in each of its places."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name in ("a.py", "lib/b.py", "data/c.py", "data/keep/d.py", "notes/e.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SEED, encoding="utf-8")
    return tmp_path


def check(project: Path, *options: str, text: str = "", env: dict[str, str] | None = None) -> CompletedProcess[str]:
    return bnlint("check", *options, cwd=project, stdin=text, env=env)


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
    assert set(toml.loads(shown)["tool"]["bnlint"]) == set(loading._CONVERTERS) - {
        *("library", "baseline", "extend", "required-version", "extend-exclude", "extend-fixable"),
        *("extend-per-file-ignores", "extend-select"),
    }


def configure(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pyproject.toml"
    file.write_text(f"[tool.bnlint]\n{text}\n", encoding="utf-8")
    return file


def shown_in(project: Path, *options: str) -> set[str]:
    said = check(project, "--output-format=concise", *options).stdout
    return {line.partition(":")[0] for line in said.splitlines()}


def test_a_folder_with_a_configuration_has_its_own_settings(project: Path) -> None:
    """As the editor judges each file, and ruff."""
    configure(project, "ignore = ['BNL3']")
    inner = configure(project / "lib", "ignore = ['BNL101']")
    assert shown_in(project) == EVERYTHING - {"lib/b.py"}
    assert shown_in(project, "a.py", "lib/b.py") == {"a.py"}
    assert shown_in(project, "--isolated") == EVERYTHING
    assert shown_in(project, "--config=pyproject.toml") == EVERYTHING
    assert shown_in(project, "--select=BNL101") == EVERYTHING, "options count in all folders"
    configure(project / "data", "exclude = ['keep']")
    assert files(project) == EVERYTHING - {"data/keep/d.py"}
    assert files(project, "a.py", "data/keep/d.py") == {"a.py", "data/keep/d.py"}
    assert files(project, "--force-exclude", "a.py", "data/keep/d.py") == {"a.py"}
    shown = check(project, "--show-settings").stdout
    assert [line for line in shown.splitlines() if line.startswith("# ")] == [
        f"# {project / 'pyproject.toml'}",
        f"# {project / 'data' / 'pyproject.toml'}",
        f"# {inner}",
    ]
    inner.write_text("[tool.bnlint]\nkeras = 4\n", encoding="utf-8")
    wrong = check(project)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert f"{inner}: tool.bnlint.keras" in wrong.stderr
    for other in ("[project]\nname = 'x'\n", "[project\n"):  # the latter is data of a test
        inner.write_text(other, encoding="utf-8")
        assert "lib/b.py" in shown_in(project), "no configuration of bnlint"
    inner.write_text("[tool.bnlint\n", encoding="utf-8")
    assert check(project).returncode == 2
    inner.unlink()
    (project / "lib" / "pyproject.toml").symlink_to("nowhere")
    assert "lib/b.py" in shown_in(project)


def test_a_configuration_inside_that_cannot_be_read_is_nobodys(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = configure(project / "lib", "ignore = ['ALL']")

    def contents(file: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("bnlint.settings.loading.regular.contents", contents)
    assert loading.in_folder(inner.parent, inside=True) is None


def test_fixes_and_comments_follow_the_settings_of_the_folder(project: Path) -> None:
    (project / "lib" / "b.py").write_text(FIXABLE, encoding="utf-8")
    (project / "a.py").write_text(FIXABLE, encoding="utf-8")
    inner = configure(project / "lib", "unfixable = ['ALL']")
    check(project, "--fix", "a.py", "lib")
    assert "training=training" in (project / "a.py").read_text(encoding="utf-8")
    assert (project / "lib" / "b.py").read_text(encoding="utf-8") == FIXABLE
    inner.write_text("[tool.bnlint]\nignore = ['BNL1']\n", encoding="utf-8")
    check(project, "--add-noqa")
    assert (project / "lib" / "b.py").read_text(encoding="utf-8") == FIXABLE
    assert "noqa" in (project / "notes" / "e.py").read_text(encoding="utf-8")


def test_a_configuration_may_extend_another(project: Path) -> None:
    configure(project, "select = ['BNL3']\nkeras = '2'\nexclude = ['lib/gen/*.py', 'x.py']\nbaseline = 'known.json'")
    configure(project / "lib", "extend = '../pyproject.toml'\nkeras = '3'")
    for name in ("gen/x1.py", "gen/y.py", "x.py"):
        (project / "lib" / name).parent.mkdir(exist_ok=True)
        (project / "lib" / name).write_text(SEED, encoding="utf-8")
    settings = loading.load(project / "lib")
    assert (settings.select, settings.keras, settings.directory) == (("BNL3",), "3", project / "lib")
    assert settings.baseline == project / "known.json"
    assert files(project / "lib") == {"b.py"}


def test_what_comes_beside_what_is_there(project: Path) -> None:
    configure(project, "select = ['BNL3']\nfixable = ['BNL5']\nexclude = ['x']\nper-file-ignores = {'e.py' = ['BNL1']}")
    configure(
        project / "lib",
        "extend = '../pyproject.toml'\nextend-select = ['BNL204']\nextend-fixable = ['BNL3']\nextend-exclude = ['y']\n"
        "extend-per-file-ignores = {'d.py' = ['BNL2']}",
    )
    settings = loading.load(project / "lib")
    assert (settings.select, set(settings.enable)) == (("BNL3", "BNL204"), {"BNL204"})
    assert (settings.fixable, settings.exclude) == (("BNL5", "BNL3"), ("x", "y"))
    assert settings.per_file_ignores == (("e.py", ("BNL1",)), ("d.py", ("BNL2",)))
    configure(project, "extend-select = ['BNL204']\nextend-fixable = ['BNL3']\nunfixable = ['ALL']")
    settings = loading.load(project)
    assert (settings.select, settings.fixable) == (("BNL", "BNL204"), ("BNL", "BNL3"))


@pytest.mark.parametrize("name", ["bnlint.toml", ".bnlint.toml"])
def test_a_file_with_nothing_but_settings(project: Path, name: str) -> None:
    """As ruff.toml: without a table around them, and before what pyproject.toml says."""
    configure(project, "ignore = ['ALL']")
    own = project / name
    own.write_text("keras = '2'\n[per-file-ignores]\n'a.py' = ['BNL1']\n", encoding="utf-8")
    assert shown_in(project) == EVERYTHING - {"a.py"}
    assert shown_in(project, f"--config={name}") == EVERYTHING - {"a.py"}
    (project / "lib" / name).write_text(f"extend = '../{name}'\nignore = ['ALL']\n", encoding="utf-8")
    assert shown_in(project) == EVERYTHING - {"a.py", "lib/b.py"}
    assert check(project, "--show-settings").stdout.startswith(f"# {own}\n")
    own.write_text("keras = 4\nlibrary = 1\n", encoding="utf-8")
    assert f"{own}: keras: '4' is not one of" in check(project, "a.py").stderr
    own.write_text("", encoding="utf-8")
    assert shown_in(project, "a.py") == {"a.py"}, "an empty one is one"
    assert f"{name}: no [[library]]" in check(project, f"--libraries={name}").stderr


def test_ignores_in_all_files_but_some(project: Path) -> None:
    configure(project, "per-file-ignores = {'!lib/*' = ['BNL1']}")
    assert shown_in(project) == {"lib/b.py"}
    assert shown_in(project, "--per-file-ignores=!a.py:BNL1") == {"a.py"}
    assert shown_in(project / "lib", "--per-file-ignores=!../a.py:BNL1", "..") == {"../a.py"}
    configure(project / "notes", "extend = '../pyproject.toml'")
    assert shown_in(project) == {"lib/b.py"}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("extend = 'pyproject.toml'", "extends itself"),
        ("extend = '../base.toml'", "extends itself"),
        ("extend = 'nowhere.toml'", "cannot read"),
        ("extend = 3", "is not the name of a file"),
        ("extend = '../empty.toml'", "has no [tool.bnlint]"),
        ("extend = '../wrong.toml'", "unknown key tool.bnlint.select-me; did you mean select? (see: bnlint config)"),
    ],
)
def test_what_cannot_be_extended(project: Path, other: str, said: str) -> None:
    configure(project / "lib", other)
    (project / "base.toml").write_text("[tool.bnlint]\nextend = 'lib/pyproject.toml'\n", encoding="utf-8")
    (project / "empty.toml").write_text("", encoding="utf-8")
    (project / "wrong.toml").write_text("[tool.bnlint]\nselect-me = 1\n", encoding="utf-8")
    done = check(project / "lib")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        (f"{__version__}", True),
        (f"=={__version__}", True),
        (">=0.1,<99", True),
        (">=99", False),
        ("<0.1", False),
        ("0.0.1", False),
        ("newest", False),
        ("", True),
    ],
)
def test_the_version_that_a_project_wants(project: Path, wanted: str, right: bool) -> None:
    configure(project, f"required-version = '{wanted}'")
    done = check(project, "a.py")
    assert done.returncode == (1 if right else 2)
    assert right or "tool.bnlint.required-version: " in done.stderr
    assert check(project, "--isolated", "a.py").returncode == 1


def test_settings_of_the_run(project: Path) -> None:
    configure(project, "output-format = 'concise'\nforce-exclude = true\nexclude = ['lib']\nextend-include = ['*.pyw']")
    (project / "w.pyw").write_text(SEED, encoding="utf-8")
    assert check(project, "a.py").stdout.startswith("a.py:4:5: BNL101 ")
    assert check(project, "--output-format=json", "a.py").stdout.startswith("{")
    assert check(project, "a.py", env={"BNLINT_OUTPUT_FORMAT": "json"}).stdout.startswith("{")
    assert files(project) == EVERYTHING - {"lib/b.py"} | {"w.pyw"}
    assert files(project, "lib/b.py") == set()
    assert files(project, "--no-force-exclude", "lib/b.py") == {"lib/b.py"}
    assert "*.pyw" in check(project, "--show-settings", "--extend-include=*.pyw").stdout
    configure(project, "output-format = 'xml'")
    assert "tool.bnlint.output-format: 'xml' is not one of text, " in check(project, "a.py").stderr
    wrong = check(project, "--isolated", "a.py", env={"BNLINT_OUTPUT_FORMAT": "xml"})
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


OLD = """import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.layers[0].trainable = False
model.fit(tf.random.normal((64, 3)), tf.zeros((64, 1)))
"""
"""BNL109 in Keras 2, nothing in Keras 3."""


def test_files_for_another_keras(project: Path) -> None:
    for name in ("lib/b.py", "notes/e.py"):
        (project / name).write_text(OLD, encoding="utf-8")
    configure(project, "keras = '3'\nper-file-keras = {'lib/*' = '2', 'b.py' = 3}")

    def found(*options: str) -> set[str]:
        lines = check(project, "--output-format=concise", "--select=BNL109", *options).stdout.splitlines()
        return {line.partition(":")[0] for line in lines}

    assert found() == {"lib/b.py"}
    assert found("--keras=2") == {"lib/b.py", "notes/e.py"}
    assert found("--keras=3") == set()
    assert found("--keras=3", "--per-file-keras=e.py:2") == {"notes/e.py"}
    assert "Keras 2" in bnlint("doctor", "lib", cwd=project).stdout
    for wrong in ("lib", ":2", "lib:4"):
        assert check(project, f"--per-file-keras={wrong}").returncode == 2
    configure(project, "per-file-keras = ['lib']")
    assert "is not a table of patterns, each with a Keras" in check(project).stderr


def test_ignores_beside_those_of_the_configuration(project: Path) -> None:
    configure(project, "per-file-ignores = {'a.py' = ['BNL1']}")
    assert shown_in(project, "--extend-per-file-ignores=lib/*:BNL101") == EVERYTHING - {"a.py", "lib/b.py"}
    assert shown_in(project, "--per-file-ignores=lib/*:BNL101") == EVERYTHING - {"lib/b.py"}


def test_git_may_be_left_out_as_ruff_spells_it(project: Path) -> None:
    (project / ".gitignore").write_text("lib\n", encoding="utf-8")
    assert files(project) == EVERYTHING - {"lib/b.py"}
    assert files(project, "--no-respect-gitignore") == files(project, "--respect-gitignore=no") == EVERYTHING


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


def test_nothing_but_the_exit_code(project: Path) -> None:
    done = check(project, "--silent", "a.py", "nowhere.py", "--statistics", "--report=json=out.json")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert (project / "out.json").is_file()
    done = check(project, "-s", "a.py")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    (project / "lib" / "b.py").write_text(FIXABLE, encoding="utf-8")
    done = check(project, "-s", "--fix", "lib")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for options in (["--diff"], ["--watch"], ["--show-files"], ["--show-settings"], ["--fix", "-"]):
        assert check(project, "--silent", *options).returncode == 2


def test_only_what_was_found(project: Path) -> None:
    loud, quiet = check(project).stdout, check(project, "-q").stdout
    assert loud.startswith(quiet)
    assert "checked" not in quiet
    assert check(project, "--quiet", "--ignore=BNL").stdout == ""


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["check", "--selct=BNL1"], "; did you mean --select? "),
        (["chek"], "; did you mean check? "),
        (["check", "--nothing-like-it-at-all"], ""),
        (["something"], ""),
        (["check", "--keras=4"], ""),
    ],
)
def test_a_usage_error_says_what_may_be_meant(project: Path, words: list[str], meant: str) -> None:
    said = bnlint(*words, cwd=project).stderr
    assert meant in said
    assert ("did you mean" in said) == bool(meant)


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
        (["--extend-select=BNL30"], {code for code in CODES if code.startswith("BNL30")}, ("BNL", "BNL30")),
        (["--extend-select=ALL"], set(ALL_CODES), ("BNL", "BNL")),
        (["--select=ALL"], set(), ("BNL",)),
        (["--select=BNL1", "--ignore=all"], set(), ("BNL1",)),
        (["--extend-select=BNL304"], {"BNL304"}, ("BNL", "BNL304")),
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


@pytest.mark.parametrize(
    ("ignored", "options", "shown"),
    [
        ("BNL101", ["--select=BNL101"], True),
        ("BNL101", ["--select=BNL1"], True),
        ("BNL1", ["--extend-select=BNL101"], True),
        ("BNL101", ["--extend-select=BNL1"], True),
        ("BNL1", ["--select=BNL3"], False),
        ("BNL101", ["--enable=BNL304"], False),
        ("BNL303", ["--select=BNL1", "--ignore=BNL101"], False),
    ],
)
def test_the_command_line_selects_what_the_configuration_ignores(
    project: Path, ignored: str, options: list[str], shown: bool
) -> None:
    (project / "pyproject.toml").write_text(f"[tool.bnlint]\nignore = ['{ignored}']\n", encoding="utf-8")
    assert ("BNL101" in check(project, "--output-format=concise", "a.py", *options).stdout) == shown


def test_options_that_ruff_calls_otherwise(project: Path) -> None:
    (project / "a.py").write_text(SEED.rstrip("\n") + "  # noqa\n", encoding="utf-8")
    assert check(project, "a.py").returncode == 0
    assert check(project, "--ignore-noqa", "a.py").returncode == 1
    assert check(project, "-e", "--ignore-noqa", "a.py").returncode == 0

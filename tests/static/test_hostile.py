"""Projects that somebody with bad intentions wrote: nothing of them runs, is read or is written but what was named."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bnlint.commands import console
from bnlint.project import ttl_cache
from bnlint.project.requirements import declared
from bnlint.settings.options import OUTPUT_FORMATS
from tests.static.helpers import FIXABLE, ROOT, SEED, bnl, bnlint, flake8, parse_lines, python
from tests.static.lsp_client import running

MODELS = """import tensorflow as tf

def build():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
"""
MAIN = """import numpy as np
{imports}

model = build()
model.compile("sgd", "mse")
model.fit(np.ones((8, 2)), np.ones((8, 4)), batch_size=1)
"""
"""BNL202, if the model is known."""

TRAP = """import os, sys
open({fired!r}, "a").write(__name__ + "\\n")
os.environ["BNLINT_FIRED"] = "1"
class Finder:
    def find_spec(self, name, path=None, target=None):
        open({fired!r}, "a").write(name)
sys.meta_path.insert(0, Finder())
"""
TRAPS = (
    *("conftest", "sitecustomize", "usercustomize", "setup", "models", "noxfile"),
    *(
        "keras",
        "tensorflow",
        "tf_keras",
        "numpy",
        "libcst",
        "rich",
        "yaml",
        "packaging",
        "pygls",
        "pyarrow",
        "argparse",
    ),
    *("bnlint_plugin", "flake8_plugin", "__main__"),
)
CONFIG = """[build-system]
requires = ["trap @ https://invalid.invalid/trap.zip"]
build-backend = "setup"
backend-path = ["."]

[project]
name = "trap"
version = "0"

[project.entry-points."flake8.extension"]
BNL = "flake8_plugin:Plugin"

[tool.bnlint]
enable = ["BNL105"]
exclude = ["/", "[", "\\u0000", "$(touch fired)"]
keras = "auto"

[tool.bnlint.per-file-ignores]
"$(touch fired)" = ["BNL1"]
"" = ["BNL2"]

[tool.pytest.ini_options]
addopts = "-p bnlint_plugin"
"""
FLAKE8_CONFIG = "[flake8:local-plugins]\nextension =\n    ZZZ = flake8_plugin:Plugin\npaths = .\n"
NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for source in (
            "!touch fired",
            "%run setup.py",
            "%%bash\ntouch fired",
            "%pip install trap",
            "get_ipython()",
            SEED,
        )
    ],
    "metadata": {"kernelspec": {"language": "python", "name": "$(touch fired)", "display_name": "x"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="no symbolic links without rights")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A project full of traps, which all write to one file."""
    project = tmp_path / "project"
    project.mkdir()
    start = TRAP.format(fired=str(project / "fired"))
    for name in TRAPS:
        (project / f"{name}.py").write_text(f"{start}\n{SEED}\n{MODELS}", encoding="utf-8")
    (project / "train.py").write_text(f"{start}\n{MAIN.format(imports='from models import *')}\n{FIXABLE}")
    (project / "trap.pth").write_text(f"import os; open({str(project / 'fired')!r}, 'a')\n")
    (project / "pyproject.toml").write_text(CONFIG)
    (project / "setup.cfg").write_text(FLAKE8_CONFIG)
    (project / "run.ipynb").write_text(json.dumps(NOTEBOOK))
    (project / ".git").mkdir()
    return project


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


COMMANDS = [
    *(["check", f"--output-format={name}", "."] for name in OUTPUT_FORMATS),
    ["check", "--fix", "--unsafe-fixes", "--diff", "."],
    ["check", "-o", "../named/report.txt", "."],
    ["baseline", "-o", "../named/baseline.json", "."],
    ["check", "--baseline", "../named/baseline.json", "."],
    ["doctor", "."],
    ["mine", "-o", "../named/mined.parquet", "--jobs=1", "."],
]
EACH = """import json, sys
from bnlint.cli import main
if __name__ == "__main__":
    for line in json.loads(sys.argv[1]):
        try:
            print("CODE", main(line))
        except SystemExit as end:
            print("CODE", end.code)
"""


def test_nothing_of_a_project_runs(trap: Path) -> None:
    """Every front end; what they write is what was named, and they do find something."""
    before = contents(trap)
    home = trap.parent / "home"
    home.mkdir()
    (trap.parent / "named").mkdir()
    script = trap.parent / "each.py"
    script.write_text(EACH)
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home)}
    done = python(script, json.dumps(COMMANDS), cwd=trap, env=env)
    assert "Traceback" not in done.stderr
    codes = [line for line in done.stdout.splitlines() if line.startswith("CODE")]
    assert codes == ["CODE 1"] * (len(OUTPUT_FORMATS) + 2) + ["CODE 0"] * 2 + [codes[-2], "CODE 0"], done.stderr
    module = python("-m", "bnlint", "check", ".", cwd=trap, env=env)
    assert (module.returncode, module.stderr) == (1, "")
    plugin = python(Path(sys.executable).with_name("flake8"), "--isolated", "--select=BNL", ".", cwd=trap, env=env)
    assert {found.path for found in bnl(plugin)} >= {"./setup.py", "./train.py"}
    assert contents(trap) == before
    assert {*contents(trap.parent / "named")} == {"report.txt", "baseline.json", "mined.parquet"}
    assert contents(home) == {}


STARTED = """import multiprocessing, sys
from bnlint.cli import main
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 cannot be told to leave the folder out")
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
@pytest.mark.parametrize("command", ["check --jobs=2 .", "mine --jobs=2 -o ../mined.parquet ."], ids=["check", "mine"])
def test_nothing_of_a_project_runs_in_other_processes(tmp_path: Path, method: str, command: str) -> None:
    """Other processes begin as ``python -c``, before anything of bnlint runs."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("multiprocessing", "importlib", "pickle", "json", "encodings", "runpy", "site", "threading", "bnlint"):
        (project / f"{name}.py").write_text(f"open({str(tmp_path / 'fired')!r}, 'a').write({name!r})\n")
    for name in ("one", "two"):
        (project / f"{name}.py").write_text(SEED, encoding="utf-8")
    script = tmp_path / "started.py"
    script.write_text(STARTED)
    done = python(script, method, *command.split(), cwd=project)
    assert not (tmp_path / "fired").exists()
    assert "Traceback" not in done.stderr
    assert done.returncode == ("check" in command)


def test_nothing_of_a_project_runs_in_the_language_server(trap: Path) -> None:
    before = contents(trap)
    with running(["-m", "bnlint", "lsp"], trap) as client:
        uri = client.open("train.py", (trap / "train.py").read_text())
        assert client.diagnostics(uri)
    assert contents(trap) == before


def test_the_language_server_changes_files_through_the_editor_only(trap: Path) -> None:
    """Its answers are edits of the document that was asked about, also where that lies outside of the workspace."""
    outside = trap.parent / "outside"
    outside.mkdir()
    (outside / "models.py").write_text(MODELS)
    (outside / "train.py").write_text(MAIN.format(imports="from models import build") + FIXABLE)
    before = contents(trap.parent)
    with running(["-m", "bnlint", "lsp"], trap) as client:
        for name in ("train.py", "conftest.py", "../outside/train.py"):
            text = (trap / name).read_text()
            uri = client.open(name, text)
            found = client.diagnostics(uri)
            assert ("BNL202" in {each["code"] for each in found}) is (name == "train.py"), name
            end = {"line": text.count("\n"), "character": 0}
            everywhere = {"start": {"line": 0, "character": 0}, "end": end}
            question = {"textDocument": {"uri": uri}, "range": everywhere, "context": {"diagnostics": found}}
            actions = client.request("textDocument/codeAction", question)
            assert actions
            assert all(set(action["edit"]["changes"]) == {uri} and "command" not in action for action in actions)
            client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert contents(trap.parent) == before


DEEP = "a" + ".a" * 900
CONFIGS = {
    "nested": ("x = " + "[" * 50_000, "nested too deeply"),
    "long number": (f"[tool.bnlint]\nkeras = {'9' * 5000}", "pyproject.toml: "),
    "long key": (f"[{DEEP}]\nb = 'tensorflow'\n", ""),
    "longer key": (f"{'a.' * 20_000}a = 'tensorflow'\n", "pyproject.toml: a key has more than 1000 parts"),
    "pattern": (f"[tool.bnlint]\nexclude = ['{'*a' * 2000}b', '{'[' * 5000}']\n", ""),
    "device": ("", ""),
}


@needs_links
@pytest.mark.parametrize("name", CONFIGS)
def test_settings_that_are_meant_to_break_their_reader(tmp_path: Path, name: str) -> None:
    """One line that says what is wrong, or no effect; never a traceback."""
    text, message = CONFIGS[name]
    (tmp_path / ("a" * 200 + ".py")).write_text(SEED)
    (tmp_path / "pyproject.toml").write_text(text)
    if name == "device":
        (tmp_path / "pyproject.toml").unlink()
        (tmp_path / "pyproject.toml").symlink_to("/dev/zero")
        (tmp_path / "ruff.toml").write_text("extend = '/dev/zero'\n")
    done = bnlint("check", ".", cwd=tmp_path, process=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if message else 1)
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == (1 if message else 0)
    assert "Traceback" not in bnlint("doctor", ".", cwd=tmp_path, process=True).stderr
    plugin = flake8("--select=BNL", ".", cwd=tmp_path, process=True)
    assert [found.code for found in bnl(plugin)] == ["BNL101"]


BLANKS = " " * 100_000
SLOW = {
    "a switch": {"main.py": f"import tensorflow as tf\nx = 'BatchNorm TF_USE_LEGACY_KERAS{BLANKS}!'\n"},
    "a requirement": {"requirements.txt": f"keras{BLANKS}!\n"},
    "requirements of every kind": dict.fromkeys(
        ("setup.py", "setup.cfg", "environment.yml", "constraints.txt", "Makefile", "noxfile.py"),
        f"x = '\nkeras{BLANKS}!\n- keras=1{BLANKS}'x\n'keras{BLANKS}!\nTF_USE_LEGACY_KERAS{BLANKS}!\nkeras=={BLANKS}!",
    ),
    "extras": {"requirements.txt": "keras[" * 150_000, "setup.py": "'keras[" * 100_000},
    "clauses": {"requirements.txt": "keras" + ",".join([">=1"] * 200_000)},
    "digits": {"requirements.txt": f"keras=={'1' * 5000}\n", "Pipfile": f"[packages]\nkeras = '^{'1' * 5000}'\n"},
    "tables in tables": {"pyproject.toml": f"[{DEEP}]\nb = ['tensorflow']\n"},
    "dots": {"main.py": f'"""\n from {"." * 200_000}import x\n"""\nmodel.fit(training=True)\n'},
    "open brackets": {"main.py": '"""\n' + "from a import (\n" * 10_000 + '"""\nmodel.fit(training=True)\n'},
    "modules": {"main.py": f'import keras\n"""\nx = {"tensorflow." * 30_000}\n"""\nbatch_norm\n'},
    "a line magic": {"main.ipynb": f"{BLANKS}!x\n%time -a{BLANKS}x\n{BLANKS}-\n?\n"},
}


@pytest.mark.parametrize("name", SLOW)
def test_texts_that_are_meant_to_take_forever(tmp_path: Path, name: str) -> None:
    """Expressions that try every way of splitting a run of characters would need hours for these."""
    (tmp_path / "seed.py").write_text(SEED)
    (tmp_path / ".git").mkdir()
    for file, text in SLOW[name].items():
        cell = {"cell_type": "code", "source": text}
        (tmp_path / file).write_text(json.dumps({"cells": [cell]}) if file.endswith(".ipynb") else text)
    done = bnlint("check", "--output-format=concise", ".", cwd=tmp_path, process=True)
    assert "Traceback" not in done.stderr
    assert [found.code for found in parse_lines(done.stdout)] == ["BNL101"]


@needs_links
def test_requirements_are_read_inside_the_project_only(tmp_path: Path) -> None:
    """Not through links, and no file that a requirements file includes: what those say decides nothing."""
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    (project / ".git").mkdir()
    (outside / "requirements").mkdir(parents=True)
    for file in (outside / "requirements.txt", outside / "requirements" / "base.txt"):
        file.write_text("tensorflow==2.10\n")
    (project / "requirements.txt").write_text("-r ../outside/requirements.txt\n-c ../outside/requirements.txt\n")
    (project / "constraints.txt").symlink_to(outside / "requirements.txt")
    (project / "requirements").symlink_to(outside / "requirements")
    assert declared(str(project / "model.py")) is None
    (project / "real").mkdir()
    (project / "real" / "constraints.txt").write_text("tensorflow==2.10\n")
    (project / "constraints.txt").unlink()
    (project / "constraints.txt").symlink_to("real/constraints.txt")
    ttl_cache.forget()
    decided = declared(str(project / "model.py"))
    assert decided is not None
    assert decided[0] == 2


def test_a_baseline_is_data(tmp_path: Path) -> None:
    """Its paths lead nowhere, and its words do not steer terminals."""
    (tmp_path / "seed.py").write_text(SEED)
    entry = {"code": "BNL101", "context": "\x1b[2J", "fingerprint": "0"}
    paths = ("../../../../etc/passwd", "/etc/passwd", "\x1b[2J", "a\0b", "a\n::error::b", "x" * 5000)
    known = {"version": 1, "findings": {path: [entry] for path in paths}}
    (tmp_path / "known.json").write_text(json.dumps(known))
    done = bnlint("check", "--baseline=known.json", "--output-format=concise", ".", cwd=tmp_path, process=True)
    assert done.returncode == 1
    assert "no longer found" in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert "\n::error" not in done.stderr


@pytest.mark.parametrize("command", ["trace", "verify"])
def test_the_commands_that_execute_code_say_so(command: str) -> None:
    shown = " ".join(bnlint(command, "--help").stdout.split())
    assert "This executes" in shown
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert "`trace` and `verify` are the only commands that execute code" in readme


def test_what_writes_writes_only_what_was_named(trap: Path) -> None:
    before = contents(trap)
    assert bnlint("check", "--fix", "train.py", cwd=trap).returncode == 1
    assert bnlint("check", "--add-noqa", "keras.py", cwd=trap).returncode in (0, 1)
    after = contents(trap)
    assert {name for name in before | after if before.get(name) != after.get(name)} == {"train.py", "keras.py"}


def link(project: Path, outside: Path) -> str:
    (project / "models.py").symlink_to(outside / "models.py")
    return "from models import build"


def linked_folder(project: Path, outside: Path) -> str:
    (project / "lib").symlink_to(outside)
    return "from lib.models import build"


def linked_package(project: Path, outside: Path) -> str:
    (outside / "__init__.py").write_text("from .models import build\n")
    (project / "lib").symlink_to(outside)
    return "from lib import build"


def chain_of_links(project: Path, outside: Path) -> str:
    (project / "a.py").symlink_to("b.py")
    (project / "b.py").symlink_to("../outside/models.py")
    return "from a import build"


def above(project: Path, outside: Path) -> str:
    return "from ..outside.models import build"


def far_above(project: Path, outside: Path) -> str:
    return f"from {'.' * 50}{'.'.join((outside / 'models').parts[1:])} import build"


def path(project: Path, outside: Path) -> str:
    return "import sys\nsys.path.append('../outside')\nfrom models import build"


def through_a_module(project: Path, outside: Path) -> str:
    (project / "inner").mkdir()
    (project / "inner" / "__init__.py").write_text("from ...outside.models import build\n")
    return "from inner import build"


def inside(project: Path, outside: Path) -> str:
    """The control: links that stay inside are followed."""
    (project / "real").mkdir()
    (project / "real" / "models.py").write_text(MODELS)
    (project / "models.py").symlink_to("real/models.py")
    return "from models import build"


def project_behind_a_link(project: Path, outside: Path) -> str:
    """The control: the project itself may lie behind a link."""
    (project / "models.py").write_text(MODELS)
    real = project.rename(project.with_name("moved"))
    project.symlink_to(real)
    return "from models import build"


ESCAPES: list[Callable[[Path, Path], str]] = [
    *(link, linked_folder, linked_package, chain_of_links, above, far_above, path, through_a_module),
    *(inside, project_behind_a_link),
]


@needs_links
@pytest.mark.parametrize("escape", ESCAPES, ids=lambda escape: escape.__name__)
def test_imports_are_followed_inside_the_project_only(tmp_path: Path, escape: Callable[[Path, Path], str]) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "pyproject.toml").write_text("")
    (outside / "models.py").write_text(MODELS)
    (project / "main.py").write_text(MAIN.format(imports=escape(project, outside)))
    expected = ["BNL202"] if escape in (inside, project_behind_a_link) else []
    assert [found.code for found in bnl(flake8("--select=BNL", "main.py", cwd=project))] == expected
    done = bnlint("check", "--output-format=concise", "main.py", cwd=project)
    assert [found.code for found in parse_lines(done.stdout)] == expected


@needs_links
def test_directories_are_searched_inside_the_project_only(tmp_path: Path) -> None:
    """A file that is named is fixed wherever it lies; one that is found is not, when it lies elsewhere."""
    project, outside = tmp_path / "project", tmp_path / "outside.py"
    project.mkdir()
    (project / ".git").mkdir()
    outside.write_text(FIXABLE)
    (project / "model.py").symlink_to(outside)
    found = bnlint("check", "--fix", ".", cwd=project)
    assert (found.returncode, outside.read_text()) == (0, FIXABLE)
    bnlint("check", "--fix", "model.py", cwd=project)
    assert "self.bn(x, training=training)" in outside.read_text()


NAMES = [
    "<img src=x onerror=alert(1)>.py",
    "[click](http:evil).py",
    "\x1b[2J\x1b]0;owned\x07.py",
    "a\n::error::b.py",
    os.fsdecode(b"caf\xe9.py"),
    "\N{RIGHT-TO-LEFT OVERRIDE}yp.evil.py",
]


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not have")
@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_data(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_text(SEED.replace("\n\n", '\n"</script>\x1b[2J [click](http://evil)"\n'))
    log = json.loads(bnlint("check", "--output-format=sarif", ".", cwd=tmp_path).stdout)
    (result,) = log["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert not {*uri} & {*"<>[]()\x1b\n "}
    assert "](" not in result["message"]["text"]
    for form in OUTPUT_FORMATS:
        done = bnlint("check", f"--output-format={form}", ".", cwd=tmp_path)
        text = done.stdout + done.stderr
        unsafe = "\x1b" in text or "\n::error::b" in text or "\N{RIGHT-TO-LEFT OVERRIDE}" in text
        assert not unsafe, f"bnlint/output/{form}.py: names of files and words of programs go through `harmless`"
        assert "udce9" not in text, f"bnlint/output/{form}.py: half of a surrogate pair is written by `dumped`"


NAMING = {
    "show-files": ["check", "--show-files", "."],
    "diff": ["check", "--diff", "--unsafe-fixes", "."],
    "fix": ["check", "--fix", "--unsafe-fixes", "."],
    "noqa": ["check", "--add-noqa", "."],
    "statistics": ["check", "--statistics", "."],
    "broken": ["check", "broken"],
    "missing": ["check", "missing\x1b[2J\n::error::b"],
    "doctor": ["doctor", "."],
    "doctor's document": ["doctor", "--output-format=json", "."],
    "baseline": ["baseline", "-o", "baseline\x1b[2J\n::error::b", "."],
    "mine": ["mine", ".", "-o", "out.parquet"],
}


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not have")
@pytest.mark.parametrize("command", NAMING.values(), ids=NAMING)
def test_names_of_files_steer_no_command(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "broken").mkdir()
    for number, name in enumerate(NAMES[2:]):
        (tmp_path / name).write_text("import tensorflow as tf\n" + FIXABLE if number % 2 else SEED)
        (tmp_path / "broken" / name).write_text("def f(:\n")
    done = bnlint(*command, cwd=tmp_path)
    text = done.stdout + done.stderr
    assert text
    for steering in ("\x1b", "\n::error::b", "\N{RIGHT-TO-LEFT OVERRIDE}", "udce9", "Traceback"):
        assert steering not in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_diff_steers_no_terminal() -> None:
    lines = ["-a  # \x1b[2J", "+b"]
    assert list(console.for_people(lines, Terminal())) == ["-a  # \N{REPLACEMENT CHARACTER}[2J", "+b"]
    assert list(console.for_people(lines, io.StringIO())) == lines, "patch reads the file as it is"


@pytest.mark.parametrize("named", ["bnlint-baseline.json", "lib/b.json", "../outside/b.json"])
@pytest.mark.parametrize("option", [[], ["-o", "bnlint-baseline.json"]], ids=["settings", "option"])
def test_a_baseline_is_written_in_the_project_and_nowhere_else(tmp_path: Path, named: str, option: list[str]) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "train.py").write_text(SEED)
    (outside / "b.json").write_text("precious")
    (project / "bnlint-baseline.json").symlink_to(outside / "b.json")
    (project / "lib").symlink_to(outside)
    (project / "pyproject.toml").write_text(f"[tool.bnlint]\nbaseline = {named!r}\n")
    done = bnlint("baseline", *option, ".", cwd=project)
    assert done.returncode == 2
    assert "not written, it is" in done.stderr
    assert (outside / "b.json").read_text() == "precious"
    assert bnlint("baseline", "-o", "../outside/c.json", ".", cwd=project).returncode == 0, "the user's own word"


@needs_links
@pytest.mark.parametrize("option", ["--output-file={}", "--report=json={}"])
def test_a_report_is_not_written_through_a_link_out_of_the_folder(tmp_path: Path, option: str) -> None:
    """A workflow names its report, and a pull request may have a link of that name."""
    project, precious = tmp_path / "project", tmp_path / "precious"
    project.mkdir()
    precious.write_text("precious")
    (project / "train.py").write_text(SEED)
    (project / "report.json").symlink_to(precious)
    done = bnlint("check", option.format("report.json"), "train.py", cwd=project)
    assert done.returncode == 2
    assert "report.json: not written, it is a link to a file elsewhere: name that one" in done.stderr
    assert precious.read_text() == "precious"
    (project / "report.json").unlink()
    (project / "inside.json").write_text("")
    (project / "report.json").symlink_to("inside.json")
    assert bnlint("check", option.format("report.json"), "train.py", cwd=project).returncode == 1
    assert "BNL101" in (project / "inside.json").read_text()
    (project / "report.json").unlink()
    assert bnlint("check", option.format("/dev/stdout"), "train.py", cwd=project, process=True).returncode == 1


@pytest.mark.parametrize("pattern", ["*a" * 40 + "*", "**/a/" * 30 + "*"], ids=["stars", "folders"])
def test_patterns_for_git_that_are_meant_to_take_forever(tmp_path: Path, pattern: str) -> None:
    """They are not heeded (where google-re2 is not installed they would take hours); those that people write are."""
    deep = tmp_path.joinpath(*"a" * 40)
    deep.mkdir(parents=True)
    for name in ("a" * 200, "old_model_v1", "new"):
        (deep / f"{name}.py").write_text(SEED)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(f"{pattern}\nold_*_*.py\n**/a/**/new.py\n")
    shown = bnlint("check", "--show-files", ".", cwd=tmp_path).stdout
    assert [Path(line).stem for line in shown.splitlines()] == ["a" * 200]

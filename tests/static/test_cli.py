"""The command: exit codes, outputs, colours, configuration, finding files, explaining rules."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bnlint import __version__
from bnlint.__main__ import run
from bnlint.links import rule_page
from bnlint.rules import ALL_CODES, CODES
from tests.static.helpers import SEED, bnlint, parse_lines, python

LINE = "y = tf.keras.layers.BatchNormalization()(x)"
CLEAN = "x = 1\n"


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A folder with ``seed.py`` (one finding) and ``clean.py``."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    (tmp_path / "clean.py").write_text(CLEAN)
    return tmp_path


def configure(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(f"[project]\nname = 'x'\n\n[tool.bnlint]\n{text}\n", encoding="utf-8")


def found(*arguments: str | Path, cwd: Path, stdin: str = "") -> list[tuple[str, int, str]]:
    done = bnlint("check", "--output-format=concise", *arguments, cwd=cwd, stdin=stdin)
    assert done.stderr == ""
    assert done.returncode == (1 if done.stdout else 0)
    return [(shown.path, shown.line, shown.code) for shown in parse_lines(done.stdout)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "clean.py"], 0),
        (["check", "seed.py"], 1),
        (["check", "seed.py", "clean.py"], 1),
        (["check", "--exit-zero", "seed.py"], 0),
        (["check", "--ignore=BNL1", "seed.py"], 0),
        (["check", "empty"], 0),
        (["check", "missing.py"], 2),
        (["check", "--exit-zero", "missing.py"], 2),
        (["check", "-", "seed.py"], 2),
        (["check", "--select=BNL9", "seed.py"], 2),
        (["check", "--select=E501", "seed.py"], 2),
        (["check", "--enable=BNL1", "seed.py"], 2),
        (["check", "--keras=4", "seed.py"], 2),
        (["check", "--follow-imports=maybe", "seed.py"], 2),
        (["check", "--output-format=xml", "seed.py"], 2),
        (["check", "--nonsense"], 2),
        (["nonsense"], 2),
        ([], 2),
        (["rule", "BNL101"], 0),
        (["rule", "bnl101"], 0),
        (["check", "--select=bnl1", "seed.py"], 1),
        (["rule", "BNL999"], 2),
        (["rule"], 2),
        (["rule", "BNL101", "--all"], 2),
        (["--version"], 0),
        (["--help"], 0),
    ],
)
def test_exit_codes(seed: Path, arguments: list[str], code: int) -> None:
    (seed / "empty").mkdir()
    done = bnlint(*arguments, cwd=seed)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) == (code == 2 or "empty" in arguments)


def test_options_that_are_given_twice_add_up(seed: Path) -> None:
    for name in ("a", "b"):
        (seed / name).mkdir()
        (seed / name / f"{name}.py").write_text("x = 1\n")
    excluded = ("--extend-exclude=a", "--extend-exclude=b")
    assert bnlint("check", "--show-files", *excluded, cwd=seed).stdout.split() == ["clean.py", "seed.py"]
    assert found("--select=BNL3", "--select=BNL1", "seed.py", cwd=seed) == [("seed.py", 4, "BNL101")]
    assert found("--ignore=BNL101", "--ignore=BNL3", "seed.py", cwd=seed) == []
    quiet = ("--per-file-ignores=*.py:BNL1", "--per-file-ignores=x.py:BNL3")
    assert found(*quiet, "seed.py", cwd=seed) == []


def test_nothing_to_check_is_said(seed: Path) -> None:
    (seed / "empty").mkdir()
    done = bnlint("check", "--output-format=concise", "empty", cwd=seed)
    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr == "bnlint: no Python files to check (--show-files lists them)\n"


def test_a_rule_that_is_off_is_named_where_it_is_selected(seed: Path) -> None:
    done = bnlint("check", "--output-format=concise", "--select=BNL403,BNL1", "seed.py", cwd=seed)
    assert done.stderr == "bnlint: BNL403 is off until it is enabled: --enable BNL403\n"
    assert done.stdout.count("BNL101") == 1
    assert bnlint("check", "--select=BNL403", "--enable=BNL403", "seed.py", cwd=seed).stderr == ""


def test_the_name_of_standard_input_goes_with_it(seed: Path) -> None:
    done = bnlint("check", "--stdin-filename=x.py", "seed.py", cwd=seed)
    assert done.returncode == 2
    assert "--stdin-filename names standard input, which is checked with -" in done.stderr


def test_version() -> None:
    assert bnlint("--version", process=True).stdout == f"bnlint {__version__}\n"


def test_usage_errors_name_the_option(seed: Path) -> None:
    assert "--enable: unknown code 'BNL999'" in bnlint("check", "--enable=BNL999", cwd=seed).stderr
    assert "--select: no code begins with 'X'" in bnlint("check", "--select=X", cwd=seed).stderr


def test_files_without_a_command(seed: Path) -> None:
    for name in (".", "seed.py"):
        done = bnlint(name, cwd=seed)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"files are checked by: bnlint check {name} " in done.stderr
    (seed / "check").mkdir()
    assert bnlint("check", "seed.py", cwd=seed).returncode == 1, "a command is one whatever is there"


def test_the_current_directory_is_the_default(seed: Path) -> None:
    assert found(cwd=seed) == [("seed.py", 4, "BNL101")]


def test_the_walk(seed: Path) -> None:
    for name in (
        "pkg/a.py",
        "pkg/notes.txt",
        "pkg/stub.pyi",
        "b.py",
        ".hidden/c.py",
        "build/d.py",
        "node_modules/e.py",
    ):
        (seed / name).parent.mkdir(exist_ok=True)
        (seed / name).write_text(SEED, encoding="utf-8")
    for name in ("env/pyvenv.cfg", "env/lib/f.py", "x.egg-info/g.py"):
        (seed / name).parent.mkdir(parents=True, exist_ok=True)
        (seed / name).write_text(SEED, encoding="utf-8")
    assert [path for path, _, _ in found(".", cwd=seed)] == ["b.py", "seed.py", "pkg/a.py"]
    # What is named is checked, whatever it is, and once.
    assert [path for path, _, _ in found(".hidden", "env/lib/f.py", "pkg/notes.txt", "pkg", "pkg/a.py", cwd=seed)] == [
        ".hidden/c.py",
        "env/lib/f.py",
        "pkg/notes.txt",
        "pkg/a.py",
    ]


def test_standard_input(seed: Path) -> None:
    assert found("-", cwd=seed, stdin=SEED) == [("stdin", 4, "BNL101")]
    assert found("--stdin-filename=pkg/new.py", "-", cwd=seed, stdin=SEED) == [("pkg/new.py", 4, "BNL101")]
    assert found("-", cwd=seed, stdin="") == []


def test_select_and_ignore(seed: Path) -> None:
    whole = [("seed.py", 4, "BNL101")]
    assert found("--select=BNL101", "seed.py", cwd=seed) == whole
    assert found("--select=BNL1,BNL2", "seed.py", cwd=seed) == whole
    assert found("--select=BNL2", "seed.py", cwd=seed) == []
    assert found("--ignore=BNL101,BNL303", "seed.py", cwd=seed) == []
    # The closer one decides, on equal terms `ignore`.
    assert found("--select=BNL101", "--ignore=BNL1", "seed.py", cwd=seed) == whole
    assert found("--select=BNL1", "--ignore=BNL101", "seed.py", cwd=seed) == []
    assert found("--select=BNL101", "--ignore=BNL101", "seed.py", cwd=seed) == []


def test_text_output(seed: Path) -> None:
    done = bnlint("check", "seed.py", "clean.py", cwd=seed)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("seed.py:4:5: BNL101 ")
    assert lines[1] == f"4 | {LINE}"
    assert lines[2] == f"  |     {'^' * len(LINE[4:])}"
    assert lines[-2] == "1 finding in 1 file (2 files checked)."
    assert lines[-1].startswith("Judged for Keras ")
    assert bnlint("check", "clean.py", cwd=seed).stdout == "No findings in 1 file.\n"


def test_carets_under_wide_characters_and_tabs(seed: Path) -> None:
    line = 's = "漢字é"; y = tf.keras.layers.BatchNormalization()(x)'
    source = f"import tensorflow as tf\nx = tf.constant([1.0])\nif x is not None:\n\t{line}\n"
    (seed / "wide.py").write_text(source, encoding="utf-8")
    lines = bnlint("check", "wide.py", cwd=seed).stdout.splitlines()
    assert lines[1] == f"4 |     {line}"
    before = '    s = "漢字é"; y = '
    assert lines[2].removeprefix("  | ").partition("^")[0] == " " * (len(before) + 2)  # two characters take two cells


def test_source_text_cannot_steer_the_terminal(seed: Path) -> None:
    (seed / "evil.py").write_text(SEED.rstrip("\n") + "  # \x1b[2J\x07\u202e\n", encoding="utf-8")
    out = bnlint("check", "--color=never", "evil.py", cwd=seed).stdout
    assert not set("\x1b\x07\u202e") & set(out)


def test_related_places_are_shown(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(
        "from tensorflow import keras\n\n\ndef build():\n"
        "    return keras.Sequential([keras.layers.Dense(4), keras.layers.BatchNormalization()])\n"
    )
    (tmp_path / "train.py").write_text(
        "import tensorflow as tf\n\nfrom models import build\n\nmodel = build()\nopt = tf.keras.optimizers.Adam()\n"
        "x = tf.random.normal((8, 3))\nwith tf.GradientTape() as tape:\n    loss = tf.reduce_sum(model(x))\n"
        "opt.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))\n"
    )
    document = json.loads(bnlint("check", "--output-format=json", "train.py", cwd=tmp_path).stdout)
    (finding,) = document["findings"]
    assert [(place["path"], place["line"], place["message"]) for place in finding["related"]] == [
        ("models.py", 5, "the model is built here"),
        ("models.py", 5, "BatchNormalization built here"),
        ("train.py", 8, "the tape that trains it"),
        ("train.py", 10, "its gradient is taken here"),
    ]
    text = bnlint("check", "train.py", cwd=tmp_path).stdout
    for place in finding["related"]:
        assert place["message"] in text
    assert "  = models.py:5:12: the model is built here\n 5 |     return keras.Sequential([" in text


def test_json_output(seed: Path) -> None:
    (seed / "broken.py").write_text("def f(:\n")
    done = bnlint("check", "--output-format=json", "--statistics", ".", "missing.py", cwd=seed)
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (2, "")
    assert document["version"] == __version__
    (finding,) = document["findings"]
    assert {key: finding[key] for key in ("path", "line", "column", "end_line", "end_column", "code")} == {
        "path": "seed.py",
        "line": 4,
        "column": 5,
        "end_line": 4,
        "end_column": len(LINE) + 1,
        "code": "BNL101",
    }
    assert [(problem["path"], problem["line"]) for problem in document["problems"]] == [
        ("broken.py", 1),
        ("missing.py", 0),
    ]
    assert document["statistics"] == {"BNL101": 1}


def test_statistics(seed: Path) -> None:
    lines = bnlint("check", "--statistics", "--output-format=concise", ".", cwd=seed).stdout.splitlines()
    assert lines[-2].startswith("1       BNL101 ")
    assert lines[-1].startswith("1       judged for Keras ")


@pytest.mark.parametrize(
    ("option", "env", "colored"),
    [
        ("auto", {}, False),  # not a terminal
        ("always", {}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("auto", {"NO_COLOR": ""}, False),
    ],
)
def test_colors(seed: Path, option: str, env: dict[str, str], colored: bool) -> None:
    out = bnlint("check", f"--color={option}", "seed.py", cwd=seed, env=env).stdout
    assert ("\x1b[" in out) == colored


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colors_on_a_terminal(seed: Path, env: dict[str, str], colored: bool) -> None:
    import pty

    outer, inner = pty.openpty()
    base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(
        [sys.executable, "-m", "bnlint", "check", "seed.py"],
        stdout=inner,
        cwd=seed,
        env={**base, "TERM": "xterm", **env},
        check=False,
    )
    os.close(inner)
    assert (b"\x1b[" in os.read(outer, 65536)) == colored
    os.close(outer)


def on_a_terminal(*arguments: str, cwd: Path, columns: int, **env: str) -> str:
    """Return what a command prints on a terminal of so many columns."""
    import pty

    outer, inner = pty.openpty()
    base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bnlint", *arguments],
        stdout=inner,
        stderr=subprocess.DEVNULL,
        cwd=cwd,
        env={**base, "TERM": "xterm", "COLUMNS": str(columns), **env},
    )
    os.close(inner)
    said = b""
    while True:
        try:
            part = os.read(outer, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        said += part
    os.close(outer)
    process.wait()
    return said.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [50, 200])
def test_text_wraps_at_the_width_of_the_terminal(seed: Path, columns: int) -> None:
    shown = on_a_terminal("check", "--verbose", "seed.py", cwd=seed, columns=columns, NO_COLOR="1")
    whole = bnlint("check", "--verbose", "seed.py", cwd=seed).stdout
    assert " ".join(shown.split()) == " ".join(whole.split())
    source = ("4 | ", "  | ")  # the code itself is not broken
    assert all(len(line) <= columns for line in shown.splitlines() if not line.startswith(source))
    assert (len(shown.splitlines()) > len(whole.splitlines())) == (columns == 50)
    painted = on_a_terminal("check", "--verbose", "seed.py", cwd=seed, columns=columns)
    assert re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;.*?\x1b\\", "", painted) == shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_diff_is_coloured_on_a_terminal(seed: Path) -> None:
    (seed / "seed.py").write_text(SEED.replace("constant([-0.22630838])", "zeros((4, 2))"), encoding="utf-8")
    options = ("check", "--diff", "--unsafe-fixes", "seed.py")
    plain = bnlint(*options, cwd=seed).stdout
    assert "+" in plain
    assert "\x1b" not in plain
    painted = on_a_terminal(*options, cwd=seed, columns=80)
    assert "\x1b[32m+" in painted
    assert "\x1b[31m-" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain


PROGRESS = """
import sys
from bnlint.cli import main
from bnlint.commands import progress

progress._PATIENCE = progress._PAUSE = 0
sys.exit(main(["check", "--output-format=concise", *sys.argv[1:]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("term", "shown"), [("xterm", True), ("dumb", False)])
def test_progress_on_a_terminal(seed: Path, term: str, shown: bool) -> None:
    """On standard error, wiped at the end; never in what is piped on."""
    import pty

    outer, inner = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", PROGRESS, "clean.py", "seed.py"],
        stdout=subprocess.PIPE,
        stderr=inner,
        cwd=seed,
        env={**os.environ, "TERM": term},
        check=False,
    )
    os.write(inner, b"|")
    os.close(inner)
    said = b""
    while not said.endswith(b"|"):
        said += os.read(outer, 65536)
    os.close(outer)
    assert (b"bnlint: 1 of 2 files\rbnlint: 2 of 2 files\r" in said) == shown
    assert said.endswith(b"\r|") == shown
    assert len(done.stdout.splitlines()) == 1
    assert python("-c", PROGRESS, "clean.py", "seed.py", cwd=seed).stderr == ""


def test_an_output_encoding_without_the_characters(seed: Path) -> None:
    (seed / "é.py").write_text(SEED.replace(LINE, f'é = "漢"; {LINE}'), encoding="utf-8")
    done = bnlint("check", "é.py", cwd=seed, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, process=True)
    assert done.returncode == 1
    assert "\\xe9.py:4:14: BNL101" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_reader_that_goes_away(seed: Path) -> None:
    for number in range(300):
        (seed / f"copy{number}.py").write_text(SEED, encoding="utf-8")
    command = f'"{sys.executable}" -m bnlint check . | head -1'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=seed, check=False)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("code", CODES)
def test_rule_explains_itself(code: str) -> None:
    text = bnlint("rule", code).stdout
    assert text.startswith(f"# {code} ")
    assert len(text.splitlines()) > 4


def test_a_rule_shows_what_was_measured_where_that_is_asked_for() -> None:
    text, whole = bnlint("rule", "BNL101").stdout, bnlint("rule", "BNL101", "--evidence").stdout
    assert "## Evidence" not in text
    assert text.rstrip().endswith(f"[What was measured]({rule_page('BNL101')})")
    assert "## Evidence" in whole


def test_all_rules_are_explained() -> None:
    text = bnlint("rule", "--all").stdout
    assert re.findall(r"^# (BNL\d+)", text, re.MULTILINE) == list(ALL_CODES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("seed.py", 4, "BNL101")]),
        ("ignore = ['BNL101']", []),
        ("select = ['BNL2']", []),
        ("per-file-ignores = {'seed.py' = ['BNL1']}", []),
        ("per-file-ignores = {'./s*.py' = ['BNL1']}", []),
        ("per-file-ignores = {'other.py' = ['BNL1']}", [("seed.py", 4, "BNL101")]),
        ("keras = 3\nenable = ['BNL204']\nfollow-imports = false", [("seed.py", 4, "BNL101")]),
        ("keras = '2'\nfollow-imports = 'no'", [("seed.py", 4, "BNL101")]),
    ],
)
def test_configuration(seed: Path, text: str, expected: list[tuple[str, int, str]]) -> None:
    configure(seed, text)
    assert found("seed.py", cwd=seed) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kears = 3", "unknown key tool.bnlint.kears"),
        ("follow_imports = true", "unknown key tool.bnlint.follow_imports"),
        ("keras = 4", "tool.bnlint.keras: '4' is not one of auto, 2, 3"),
        ("keras = true", "tool.bnlint.keras: True"),
        ("enable = 'BNL204'", "tool.bnlint.enable: 'BNL204' is not a list of strings"),
        ("enable = ['BNL999']", "tool.bnlint.enable: unknown code 'BNL999'"),
        ("select = ['E501']", "tool.bnlint.select: no code begins with 'E501'"),
        ("ignore = [1]", "tool.bnlint.ignore: [1] is not a list of strings"),
        ("follow-imports = 1", "tool.bnlint.follow-imports: 1 is not true or false"),
        ("exclude = 'x'", "tool.bnlint.exclude: 'x' is not a list of strings"),
        ("per-file-ignores = ['x']", "tool.bnlint.per-file-ignores: ['x'] is not a table"),
        ("per-file-ignores = {x = ['Q']}", "tool.bnlint.per-file-ignores: no code begins with 'Q'"),
        ("broken = ", "pyproject.toml: "),
    ],
)
def test_configuration_errors_name_the_key(seed: Path, text: str, message: str) -> None:
    configure(seed, text)
    done = bnlint("check", "seed.py", cwd=seed)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "pyproject.toml" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_tool_bnlint_must_be_a_table(seed: Path) -> None:
    (seed / "pyproject.toml").write_text("tool.bnlint = 3\n")
    assert "tool.bnlint is not a table" in bnlint("check", "seed.py", cwd=seed).stderr


def test_options_override_the_configuration(seed: Path) -> None:
    configure(seed, "ignore = ['BNL101']\nkeras = 3")
    assert found("seed.py", cwd=seed) == []
    assert found("--ignore=BNL2", "seed.py", cwd=seed) == [("seed.py", 4, "BNL101")]


def test_the_nearest_configuration_of_the_checked_files_counts(
    seed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    configure(seed, "ignore = ['BNL101']")
    (seed / "sub").mkdir()
    (seed / "sub" / "x.py").write_text(SEED, encoding="utf-8")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert found(seed / "sub", cwd=elsewhere) == []
    assert found("--stdin-filename", seed / "sub" / "y.py", "-", cwd=elsewhere, stdin=SEED) == []
    (seed / "sub" / "pyproject.toml").write_text("[project]\nname = 'no table of ours'\n")
    assert found("sub", cwd=seed) == []
    (seed / "sub" / "pyproject.toml").write_text("[tool.bnlint]\n")
    assert found("sub", cwd=seed) == [("sub/x.py", 4, "BNL101")]


def test_the_configuration_above_the_repository_does_not_count(seed: Path) -> None:
    configure(seed, "ignore = ['BNL101']")
    inner = seed / "inner"
    (inner / ".git").mkdir(parents=True)
    (inner / "x.py").write_text(SEED, encoding="utf-8")
    assert found("x.py", cwd=inner) == [("x.py", 4, "BNL101")]


def test_exclude(seed: Path) -> None:
    for name in ("pkg/a.py", "pkg/gen/b.py", "other/gen.py"):
        (seed / name).parent.mkdir(parents=True, exist_ok=True)
        (seed / name).write_text(SEED, encoding="utf-8")
    configure(seed, "exclude = ['gen', 'seed.py', 'other/*.py']")
    assert [path for path, _, _ in found(".", cwd=seed)] == ["pkg/a.py"]
    assert [path for path, _, _ in found("seed.py", cwd=seed)] == ["seed.py"]


def test_verify_gets_its_own_options(tmp_path: Path) -> None:
    done = bnlint("verify", "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "verify" in done.stdout


def test_python_m_imports_nothing_from_where_it_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python puts the working directory first on its path, unless it is told not to."""
    monkeypatch.setattr(sys, "argv", ["bnlint", "--version"])
    for first, left in ((os.getcwd(), ["/libraries"]), ("", ["/libraries"]), ("/else", ["/else", "/libraries"])):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "path", [first, "/libraries"])
            with pytest.raises(SystemExit) as end:
                run()
            assert (end.value.code, sys.path) == (0, left)


def test_a_file_that_cannot_be_used_is_named(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command did not think of itself; the output is not to blame."""

    def fail(_: object) -> int:
        raise PermissionError(13, "Permission denied", "some/file")

    monkeypatch.setattr("bnlint.commands.rule.main", fail)
    done = bnlint("rule", "--all", cwd=seed)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "bnlint: some/file: Permission denied\n")


def test_a_command_in_the_place_of_an_option(seed: Path) -> None:
    done = bnlint("-x", "check", cwd=seed)
    assert done.returncode == 2
    assert done.stderr == "bnlint: error: the following arguments are required: COMMAND (see bnlint --help)\n"

"""``bnlint check --fix`` and ``--diff`` on files and on standard input."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from bnlint.fixes import files
from bnlint.results.edits import Edit
from bnlint.sources.files import decode
from tests.static.helpers import SEED, bnlint

BROKEN = """import tensorflow as tf


class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):  # größer
        return self.bn(x)
"""
FIXED = BROKEN.replace("self.bn(x)", "self.bn(x, training=training)")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "program.py"
    file.write_text(BROKEN, encoding="utf-8")
    return file


def fix(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return bnlint("check", "--fix", *options, file.name, cwd=file.parent)


def test_a_fixed_file_has_no_findings_left(program: Path) -> None:
    done = fix(program)
    assert (done.returncode, done.stdout) == (0, "No findings in 1 file.\n")
    assert done.stderr == "bnlint: fixed 1 finding in 1 file\n"
    assert program.read_text(encoding="utf-8") == FIXED


def test_a_second_run_changes_nothing(program: Path) -> None:
    fix(program)
    before = os.stat(program)
    done = fix(program, "--exit-non-zero-on-fix")
    assert (done.returncode, done.stderr) == (0, "")
    assert (os.stat(program).st_ino, os.stat(program).st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_commit_hook_hears_of_the_change(program: Path) -> None:
    assert fix(program, "--exit-non-zero-on-fix").returncode == 1
    assert program.read_text(encoding="utf-8") == FIXED


def test_what_is_left_is_reported(program: Path) -> None:
    program.write_text(BROKEN + "\n".join(SEED.splitlines()[1:]) + "\n", encoding="utf-8")
    done = fix(program, "--output-format=json")
    assert done.returncode == 1
    assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == ["BNL101"]


def test_only_fixes(program: Path) -> None:
    """What is left is neither reported nor a reason for the exit code; what cannot be read is both."""
    program.write_text(BROKEN + "\n".join(SEED.splitlines()[1:]) + "\n", encoding="utf-8")
    done = bnlint("check", "--fix-only", program.name, cwd=program.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "bnlint: fixed 1 finding in 1 file\n")
    assert "training=training" in program.read_text(encoding="utf-8")
    assert fix(program).returncode == 1
    program.write_text(BROKEN, encoding="utf-8")
    assert fix(program, "--fix-only", "--exit-non-zero-on-fix").returncode == 1
    piped = bnlint("check", "--fix-only", "-", stdin=BROKEN)
    assert (piped.returncode, piped.stdout) == (0, FIXED)
    program.write_text("x = (\n", encoding="utf-8")
    done = bnlint("check", "--fix-only", program.name, cwd=program.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot parse" in done.stderr
    for option in ("--report=json=x.json", "--output-file=x.json", "--add-noqa"):
        assert bnlint("check", "--fix-only", option, program.name, cwd=program.parent).returncode == 2


def test_a_diff_is_shown_and_nothing_is_written(program: Path) -> None:
    done = bnlint("check", "--diff", program.name, cwd=program.parent)
    assert (done.returncode, done.stderr) == (1, "bnlint: would fix 1 finding in 1 file\n")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["--- program.py", "+++ program.py"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-        return self.bn(x)",
        "+        return self.bn(x, training=training)",
    ]
    assert program.read_text(encoding="utf-8") == BROKEN
    assert bnlint("check", "--diff", "--exit-zero", program.name, cwd=program.parent).returncode == 0


def test_a_diff_can_be_applied(program: Path) -> None:
    text = BROKEN.rstrip("\n")
    program.write_text(text, encoding="utf-8")
    shown = bnlint("check", "--diff", program.name, cwd=program.parent).stdout
    subprocess.run(["patch", "-s", "-p0"], input=shown.encode(), cwd=program.parent, check=True)
    assert program.read_text(encoding="utf-8") == FIXED.rstrip("\n")


def test_an_empty_diff_is_success(program: Path) -> None:
    program.write_text(FIXED, encoding="utf-8")
    done = bnlint("check", "--diff", program.name, cwd=program.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_standard_input_comes_out_fixed() -> None:
    done = bnlint("check", "--fix", "-", stdin=BROKEN)
    assert (done.returncode, done.stdout) == (0, FIXED)
    assert "fixed 1 finding" in done.stderr


def test_standard_input_that_does_not_parse_comes_out_as_it_is() -> None:
    done = bnlint("check", "--fix", "-", stdin="def f(:\n")
    assert (done.returncode, done.stdout) == (2, "def f(:\n")
    assert "cannot parse" in done.stderr


def test_a_diff_of_standard_input() -> None:
    done = bnlint("check", "--diff", "--stdin-filename=x.py", "-", stdin=BROKEN)
    assert done.returncode == 1
    assert done.stdout.startswith("--- x.py\n+++ x.py\n@@ ")


@pytest.mark.parametrize("option", ["--show-fixes", "--exit-non-zero-on-fix"])
def test_options_without_effect_are_errors(option: str) -> None:
    assert bnlint("check", option, "-").returncode == 2


@pytest.mark.parametrize(
    ("source", "options"),
    [
        (BROKEN.replace("self.bn(x)", "self.bn(x)  # noqa: BNL107"), []),
        ("# flake8: noqa\n" + BROKEN, []),
        (BROKEN, ["--ignore=BNL107"]),
        (BROKEN, ["--select=BNL2"]),
    ],
)
def test_what_is_not_shown_is_not_fixed(program: Path, source: str, options: list[str]) -> None:
    program.write_text(source, encoding="utf-8")
    assert fix(program, *options).returncode == 0
    assert program.read_text(encoding="utf-8") == source


@pytest.mark.parametrize(
    ("options", "fixed"),
    [
        (["--unfixable=BNL107"], False),
        (["--fixable=BNL3"], False),
        (["--fixable=BNL1"], True),
        (["--unfixable=ALL", "--fixable=BNL107"], True),
        (["--fixable=BNL107", "--unfixable=BNL107"], False),
        (["--unfixable=BNL", "--extend-fixable=BNL1"], True),
        (["--fixable=BNL3", "--extend-fixable=BNL107"], True),
        (["--extend-unsafe-fixes=BNL1"], False),
        (["--extend-unsafe-fixes=BNL1", "--unsafe-fixes"], True),
        (["--extend-unsafe-fixes=BNL1", "--extend-safe-fixes=BNL107"], True),
    ],
)
def test_which_fixes_are_made_and_offered(program: Path, options: list[str], fixed: bool) -> None:
    said = bnlint("check", *options, program.name, cwd=program.parent).stdout
    assert ("[*] 1 fixable with --fix." in said) == fixed
    assert ("(--fix does it)" in said) == fixed
    assert fix(program, *options).returncode == (0 if fixed else 1)
    assert program.read_text(encoding="utf-8") == (FIXED if fixed else BROKEN)


def test_which_fixes_the_configuration_wants(program: Path) -> None:
    configuration = program.parent / "pyproject.toml"
    momentum = "import keras\n\nkeras.layers.BatchNormalization(momentum=0.1)\n"
    program.write_text(BROKEN + momentum, encoding="utf-8")
    configuration.write_text('[tool.bnlint]\nunfixable = ["BNL107"]\nunsafe-fixes = true\n', encoding="utf-8")
    said = bnlint("check", program.name, cwd=program.parent).stdout
    assert "[*] 1 fixable with --fix.\n" in said
    assert said.count("does it)") == said.count("(--fix does it)") == 1
    assert fix(program, "--no-unsafe-fixes").stderr == ""
    done = fix(program)
    assert done.returncode == 1
    assert "momentum=0.9" in program.read_text(encoding="utf-8")
    # What the command line asks for counts more than what the configuration excepts.
    assert fix(program, "--extend-fixable=BNL1").returncode == 0
    configuration.write_text('[tool.bnlint]\nextend-safe-fixes = ["BNL3"]\n', encoding="utf-8")
    program.write_text(momentum, encoding="utf-8")
    assert fix(program).returncode == 0
    assert "momentum=0.9" in program.read_text(encoding="utf-8")


def test_fixes_are_listed(program: Path) -> None:
    program.write_text(BROKEN + BROKEN.partition("\n")[2].replace("Block", "Other"), encoding="utf-8")
    listed = "- program.py:\n    2 \u00d7 BNL107: pass training=training\n"
    assert fix(program, "--diff", "--show-fixes").stderr == f"bnlint: would fix 2 findings in 1 file:\n{listed}"
    (program.parent / "pyproject.toml").write_text("[tool.bnlint]\nshow-fixes = true\n", encoding="utf-8")
    assert bnlint("check", "--quiet", program.name, cwd=program.parent).returncode == 1
    assert fix(program, "--no-show-fixes", "--diff").stderr == "bnlint: would fix 2 findings in 1 file\n"
    assert fix(program).stderr == f"bnlint: fixed 2 findings in 1 file:\n{listed}"


def test_per_file_ignores_hold_for_fixes(program: Path) -> None:
    (program.parent / "pyproject.toml").write_text('[tool.bnlint.per-file-ignores]\n"program.py" = ["BNL107"]\n')
    assert fix(program).returncode == 0
    assert program.read_text(encoding="utf-8") == BROKEN


def test_what_a_baseline_knows_is_not_fixed(program: Path) -> None:
    assert bnlint("baseline", program.name, cwd=program.parent).returncode == 0
    (name,) = {file.name for file in program.parent.iterdir()} - {program.name}
    again = BROKEN.replace("Block", "Other").partition("\n")[2]
    program.write_text(BROKEN + again, encoding="utf-8")
    done = fix(program, f"--baseline={name}")
    assert (done.returncode, done.stderr) == (0, "bnlint: fixed 1 finding in 1 file\n")
    assert program.read_text(encoding="utf-8") == BROKEN + again.replace("self.bn(x)", "self.bn(x, training=training)")


def test_nothing_is_written_when_the_baseline_is_not_usable(program: Path) -> None:
    assert fix(program, "--baseline=missing.json").returncode == 2
    assert program.read_text(encoding="utf-8") == BROKEN


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8", "\r"), ("utf-8-sig", "\r\n"), ("utf-8-sig", "\r"), ("latin-1", "\r\n"), ("iso2022_jp", "\r\n")],
)
def test_bytes_outside_of_the_edit_stay(program: Path, encoding: str, newline: str) -> None:
    cookie = "" if encoding.startswith("utf") else f"# coding: {encoding}\n"
    word = "größer\x0c" if encoding != "iso2022_jp" else "大きい"
    text = (cookie + BROKEN.replace("größer", word)).replace("\n", newline)
    data = text.encode(encoding)
    program.write_bytes(data)
    assert fix(program).returncode == 0
    assert program.read_bytes() == data.replace(b"self.bn(x)", b"self.bn(x, training=training)")


def test_mixed_line_ends_stay_and_new_lines_end_like_the_first_one() -> None:
    data = b"a\r\nb\nc\rd\r\n"
    edits = [Edit(2, 1, "B\nB"), Edit(6, 1, "D")]
    assert files.edited(decode("", data), data, [edits]) == b"a\r\nB\r\nB\nc\rD\r\n"


def test_what_the_encoding_lacks_is_refused() -> None:
    data = b"# coding: latin-1\nx\n"
    with pytest.raises(files.Refused, match="cannot be written"):
        files.edited(decode("", data), data, [[Edit(18, 1, "\u0416")]])


def test_a_file_of_one_line_gets_line_feeds() -> None:
    assert files.edited(decode("", b"a"), b"a", [[Edit(1, 0, "\nb")]]) == b"a\nb"


def test_an_edit_that_changes_the_encoding_is_refused() -> None:
    """A comment in the first two lines can be a coding cookie, by which all other bytes would mean something else."""
    data = "x = 'größer'\n".encode()
    with pytest.raises(files.Refused, match="without touching other bytes"):
        files.edited(decode("", data), data, [[Edit(0, 0, "# coding: latin-1\n")]])


def test_a_file_that_cannot_be_read_is_named(program: Path) -> None:
    done = bnlint("check", "--fix", "missing.py", program.name, cwd=program.parent)
    assert done.returncode == 2
    assert "bnlint: missing.py: cannot read: No such file or directory\n" in done.stderr
    assert program.read_text(encoding="utf-8") == FIXED


def test_a_read_only_file_stays_and_is_an_error(program: Path) -> None:
    os.chmod(program, 0o444)
    done = fix(program)
    assert done.returncode == 2
    assert done.stderr == "bnlint: program.py: not fixed: the file is read-only\n"
    assert "BNL107" in done.stdout
    assert program.read_text(encoding="utf-8") == BROKEN


def test_a_file_that_cannot_be_decoded_is_not_fixed(program: Path) -> None:
    data = BROKEN.encode("latin-1")
    program.write_bytes(data)
    assert fix(program).returncode == 2
    assert program.read_bytes() == data


def test_one_file_that_fails_does_not_keep_the_others_from_being_fixed(program: Path) -> None:
    (program.parent / "a.py").write_text("def f(:\n")
    done = bnlint("check", "--fix", ".", cwd=program.parent)
    assert done.returncode == 2
    assert program.read_text(encoding="utf-8") == FIXED


def test_a_diff_names_what_could_not_be_read(program: Path) -> None:
    done = bnlint("check", "--diff", "missing.py", program.name, cwd=program.parent)
    assert done.returncode == 2
    assert "bnlint: missing.py: cannot read: No such file or directory\n" in done.stderr
    assert "+        return self.bn(x, training=training)" in done.stdout

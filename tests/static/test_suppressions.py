"""`--disable-noqa`, `--add-noqa` and `--force-exclude`; what comments mean is in test_flake8.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.static.helpers import FIXTURES, SEED, bnl, bnlint, fixtures, flake8, parse_lines

CALL = "y = tf.keras.layers.BatchNormalization()(x)"


def shown(*arguments: str | Path, cwd: Path) -> list[tuple[str, int, str]]:
    done = bnlint("check", "--output-format=concise", *arguments, cwd=cwd)
    assert done.stderr == ""
    return [(found.path, found.line, found.code) for found in parse_lines(done.stdout)]


@pytest.mark.parametrize("source", [SEED.rstrip("\n") + "  # noqa\n", f"# flake8: noqa\n{SEED}"])
def test_comments_can_be_ignored(tmp_path: Path, source: str) -> None:
    (tmp_path / "x.py").write_text(source, encoding="utf-8")
    assert shown("x.py", cwd=tmp_path) == []
    in_flake8 = [(f.path, f.line, f.code) for f in bnl(flake8("--disable-noqa", "x.py", cwd=tmp_path))]
    assert shown("--disable-noqa", "x.py", cwd=tmp_path) == in_flake8 != []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (CALL, f"{CALL}  # noqa: BNL101"),
        (f"{CALL}   ", f"{CALL}  # noqa: BNL101"),
        (f"{CALL}  # a reason", f"{CALL}  # a reason  # noqa: BNL101"),
        (f"{CALL}  # noqa: E501", f"{CALL}  # noqa: E501,BNL101"),
        (f"{CALL}  # noqa:E501,W291 long", f"{CALL}  # noqa:E501,W291,BNL101 long"),
        (f"{CALL}, \\\n    1", f"{CALL}, \\\n    1  # noqa: BNL101"),
        (CALL.replace("(x)", "(\n    x\n)"), CALL.replace("(x)", "(  # noqa: BNL101\n    x\n)")),
        (f'{CALL}, """a\nb"""', f'{CALL}, """a\nb"""  # noqa: BNL101'),
        (f"if True:\n\t{CALL}", f"if True:\n\t{CALL}  # noqa: BNL101"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comments_are_added(tmp_path: Path, line: str, expected: str, newline: str) -> None:
    """On the line that flake8 looks at, and nothing else changes."""
    head = "\ufeffimport tensorflow as tf\nx = tf.constant([1.0])  # é\n"
    file = tmp_path / "x.py"
    file.write_bytes(f"{head}{line}\n".replace("\n", newline).encode())
    done = bnlint("check", "--add-noqa", "x.py", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Suppressed 1 finding in 1 file.\n", "")
    assert file.read_bytes().decode() == f"{head}{expected}\n".replace("\n", newline)
    assert shown("x.py", cwd=tmp_path) == []
    assert bnl(flake8("--select=BNL", "x.py", cwd=tmp_path)) == []
    again = bnlint("check", "--add-noqa", "x.py", cwd=tmp_path)
    assert again.stdout == "Nothing to suppress.\n"


def test_comments_may_have_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text(SEED, encoding="utf-8")
    assert bnlint("check", "--add-noqa=measured, and right", ".", cwd=tmp_path).returncode == 0
    assert file.read_text(encoding="utf-8").endswith("(x)  # noqa: BNL101 measured, and right\n")
    assert shown("x.py", cwd=tmp_path) == []
    for wrong in ("", "E5 says so", "two\nlines"):
        assert bnlint("check", f"--add-noqa={wrong}", ".", cwd=tmp_path).returncode == 2


def test_several_codes_share_a_comment(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(SEED.replace("()(x)", "(momentum=0)(x)"), encoding="utf-8")
    bnlint("check", "--add-noqa", "x.py", cwd=tmp_path)
    assert (tmp_path / "x.py").read_text(encoding="utf-8").endswith("(momentum=0)(x)  # noqa: BNL101,BNL303\n")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            SEED.replace("()(x)", "(name='# noqa: E501')(x)"),
            "the program would not be the same",  # flake8 takes the text for the comment
        ),
        pytest.param(
            f"{SEED}if y:\n    z = y\n \\\n ",
            "a comment in line 4 would not suppress BNL101",
            # Python reads it, tokenize and so flake8 do not.
            marks=pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on tokenize reads it, too"),
        ),
    ],
)
def test_lines_that_no_comment_can_be_added_to(tmp_path: Path, source: str, words: str) -> None:
    (tmp_path / "x.py").write_text(source, encoding="utf-8")
    assert shown("x.py", cwd=tmp_path) == [("x.py", 4, "BNL101")]
    done = bnlint("check", "--add-noqa", "x.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "Nothing to suppress.\n")
    assert done.stderr == f"bnlint: x.py: no comments added: {words}\n"
    assert (tmp_path / "x.py").read_text(encoding="utf-8") == source


def test_other_encodings(tmp_path: Path) -> None:
    data = b"# -*- coding: latin-1 -*-\ne = '\xe9'\n" + SEED.rstrip("\n").encode()
    (tmp_path / "x.py").write_bytes(data)
    bnlint("check", "--add-noqa", "x.py", cwd=tmp_path)
    assert (tmp_path / "x.py").read_bytes() == data + b"  # noqa: BNL101"


def test_files_that_cannot_be_read_are_named_and_the_others_changed(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    done = bnlint("check", "--add-noqa", "broken.py", "missing.py", "seed.py", cwd=tmp_path)
    assert done.returncode == 2
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == [" broken.py", " missing.py"]
    assert done.stdout == "Suppressed 1 finding in 1 file.\n"


@pytest.mark.parametrize("arguments", [["--fix"], ["--diff"], ["--baseline=x"], ["-"]])
def test_what_add_noqa_does_not_go_with(tmp_path: Path, arguments: list[str]) -> None:
    assert bnlint("check", "--add-noqa", *arguments, cwd=tmp_path).returncode == 2


def test_all_fixtures_can_be_suppressed(tmp_path: Path) -> None:
    for fixture in fixtures():
        target = tmp_path / Path(fixture.path).relative_to("fixtures")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((FIXTURES.parent / fixture.path).read_bytes())
    done = bnlint("check", "--keras=3", "--add-noqa", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert bnlint("check", "--keras=3", ".", cwd=tmp_path).returncode == 0
    unneeded = bnlint("check", "--keras=3", "--enable=BNL002", ".", cwd=tmp_path)
    assert unneeded.stdout.startswith("No findings"), unneeded.stdout


@pytest.mark.parametrize(
    ("name", "found"),
    [("seed.py", True), ("gen/seed.py", False), ("build/seed.py", False), ("pkg/.cache/seed.py", False)],
)
def test_named_files_can_be_excluded_by_force(tmp_path: Path, name: str, found: bool) -> None:
    """pre-commit names every changed file."""
    (tmp_path / "pyproject.toml").write_text("[tool.bnlint]\nexclude = ['gen']\n")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(SEED, encoding="utf-8")
    assert shown(name, cwd=tmp_path) == [(name, 4, "BNL101")]
    assert shown("--force-exclude", name, cwd=tmp_path) == ([(name, 4, "BNL101")] if found else [])
    assert shown("--force-exclude", tmp_path / name, cwd=tmp_path.parent) == (
        [(str(tmp_path / name), 4, "BNL101")] if found else []
    )

"""``pytest --bnlint`` where nothing imports TensorFlow; what it finds is in tests/runtime/test_pytest_plugin.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.static.helpers import python


@pytest.mark.parametrize(
    ("option", "setting", "code"),
    [("", "off", 0), ("", "error", 0), ("--bnlint=warn", "off", 0), ("", "perhaps", 4), ("--bnlint=perhaps", "off", 4)],
)
def test_the_option_and_the_setting(tmp_path: Path, option: str, setting: str, code: int) -> None:
    """Tests without BN pass whatever is chosen; a wrong choice is a usage error that names the right ones."""
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nbnlint = {setting}\n")
    (tmp_path / "test_x.py").write_text("def test_x():\n    pass\n")
    options = ["-q", "-p", "no:cacheprovider", *([option] if option else [])]
    done = python("-m", "pytest", *options, cwd=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("1 passed" in done.stdout) == (code == 0)
    assert all(word in done.stderr for word in (("off", "warn", "error") if code else ()))

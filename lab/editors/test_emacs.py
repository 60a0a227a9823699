"""The language server in Emacs with eglot, set up as docs/editors.md says; run by ``nox -s editors``."""

from __future__ import annotations

from pathlib import Path

from lab.editors import projects

SCRIPT = Path(__file__).with_name("emacs.el")
SETTINGS = """(setq-default eglot-workspace-configuration '(:bnlint (:ignore ["BNL303"])))
"""


def command(folder: Path, more: str = "") -> list[str]:
    """Return what opens the project's file with the documented configuration, and more after it."""
    init = folder.parent / f"{folder.name}.el"
    init.write_text(projects.documented("elisp") + more, encoding="utf-8")
    name = projects.editor("emacs", "29 or newer, or 28 with eglot; Debian: emacs-nox elpa-eglot")
    return [name, "--batch", "--funcall=package-initialize", f"--load={init}", f"--load={SCRIPT}"]


def test_what_a_user_does(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".git").mkdir()  # what makes a folder a project to Emacs
    file = projects.make(folder)
    seen = projects.drive(command(folder), folder, projects.TYPED)

    start = projects.BLOCK.splitlines()[8].index("self")  # Emacs counts characters
    first, second, third = seen["opened"]
    assert first["place"] == [8, start, 8, start + len("self.bn(x)")]
    assert first["type"] == "eglot-warning"
    assert first["message"].startswith("bnlint [BNL107]: ")
    assert "\npass training=training\n" in first["message"]
    assert [each["message"].partition(":")[0] for each in (second, third)] == ["bnlint [BNL107]", "bnlint [BNL303]"]
    assert seen["cursor"] == [8, start]
    assert seen["hover"].startswith("# BNL107 ")
    assert seen["menu"] == ["BNL107: pass training=training", "BNL107: disable here (# noqa)"]
    assert seen["quick"] == projects.FIRST
    assert seen["all"] == projects.FIXED
    assert [each["place"][0] for each in seen["typed"]] == [19, 20]
    assert seen["configured"] == [], "pyproject.toml was changed beside the open file"
    assert file.read_text(encoding="utf-8") == f"{projects.FIXED}{projects.TYPED}\n"


def test_settings_of_the_editor(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".git").mkdir()
    projects.make(folder, "[tool.bnlint]\nignore = ['BNL1']\n")
    seen = projects.drive(command(folder, SETTINGS), folder, expected=2)
    assert [each["message"].partition(":")[0] for each in seen["opened"]] == ["bnlint [BNL107]"] * 2

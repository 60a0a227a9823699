"""What the commands of a project's documents and scripts say for the options of its programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.project.commands import options_of


def options(folder: Path, text: str) -> dict[str, dict[str, set[str]]]:
    """Return what a README says: by program, the values of each option."""
    (folder / ".git").mkdir()
    (folder / "README.md").write_text(text, encoding="utf-8")
    found = options_of(str(folder))
    return {program: {name: set(values) for name, values in said.items()} for program, said in found.items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("    $ python train.py --phase test", {"train": {"phase": {"test"}}}),
        ("python3 -u src/train.py --phase=test", {"train": {"phase": {"test"}}}),
        ("python -m net.train --phase test", {"train": {"phase": {"test"}}}),
        ("python train.py -m resnet", {"train": {"m": {"resnet"}}}),
        ("python train.py --dry-run", {"train": {"dry_run": {""}}}),
        ("python train.py \\\n  --phase \\\n  test", {"train": {"phase": {"test"}}}),
        ("MODE=test\npython train.py --phase $MODE", {"train": {"phase": {"test"}}}),
        ("python train.py --phase {train,test}", {"train": {"phase": {"train", "test"}}}),
        ("python train.py --phase {train|test}", {"train": {"phase": {"train", "test"}}}),
        ("python a.py --x 1 && python b.py --y 2", {"a": {"x": {"1"}}, "b": {"y": {"2"}}}),
        ("python train.py --x 1 | tee -a log.txt", {"train": {"x": {"1"}}}),
        ("Call `python train.py --x 1` first", {"train": {"x": {"1"}}}),
        ("python train.py  # --x 1", {}),
        ("python -V", {}),
        ("run train.py --x 1", {}),
    ],
)
def test_a_command(tmp_path: Path, text: str, said: dict[str, dict[str, set[str]]]) -> None:
    assert options(tmp_path, text) == said


def test_commands_beside_the_program_count(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "train.sh").write_text("python train.py --x 2\n", encoding="utf-8")
    assert options(tmp_path, "python train.py --x 1") == {"train": {"x": {"1", "2"}}}

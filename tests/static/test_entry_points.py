"""What a project's packages offer to others by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.project import ttl_cache
from bnlint.project.entry_points import groups


def declared(root: Path, files: dict[str, str]) -> dict[str, dict[str, str]]:
    ttl_cache.forget()
    for name, content in {"zoo/train.py": "", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return groups(str(root / "zoo" / "train.py"))


@pytest.mark.parametrize(
    "files",
    [
        {"setup.py": "setup(entry_points={'nets': ['Mlp = zoo.nets:Mlp [extra]']})\n"},
        {"setup.py": "setup(entry_points={'nets': 'Mlp=zoo.nets:Mlp'})\n"},
        {"setup.py": "setup(entry_points='''\n[nets]\nMlp = zoo.nets:Mlp\n''')\n"},
        {"setup.cfg": "[options.entry_points]\nnets =\n    Mlp = zoo.nets:Mlp\n"},
        {"pyproject.toml": "[project.entry-points.nets]\nMlp = 'zoo.nets:Mlp'\n"},
        {"pyproject.toml": "[tool.poetry.plugins.nets]\nMlp = 'zoo.nets:Mlp'\n"},
    ],
)
def test_declared(tmp_path: Path, files: dict[str, str]) -> None:
    assert declared(tmp_path, files) == {"nets": {"Mlp": "zoo.nets:Mlp"}}


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"setup.py": "setup(entry_points=POINTS)\n"},
        {"setup.py": "setup(\n"},
        {"setup.py": "setup(entry_points=[1])\n"},
        {"setup.cfg": "[options]\n"},
        {"setup.cfg": "no section\n"},
        {"pyproject.toml": "[project]\nentry-points = 1\n"},
        {"pyproject.toml": "[project.entry-points\n"},
    ],
)
def test_nothing_to_read(tmp_path: Path, files: dict[str, str]) -> None:
    assert declared(tmp_path, files) == {}


def test_a_project_ends_where_version_control_begins(tmp_path: Path) -> None:
    (tmp_path / "zoo" / ".git").mkdir(parents=True)
    assert declared(tmp_path, {"setup.cfg": "[options.entry_points]\nnets =\n    Mlp = zoo.nets:Mlp\n"}) == {}

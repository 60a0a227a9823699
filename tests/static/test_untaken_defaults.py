"""Defaults that no call in a program takes: what never holds shows no symptom."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.api import check_source
from bnlint.project import defaults, ttl_cache
from bnlint.settings.config import Config

PARTS = """from tensorflow.keras import layers


def norm(x, units, momentum=0.1, *, kind, name=None):
    é = layers.Dense(units)(x)
    return layers.BatchNormalization(momentum=momentum, name=name)(é)


def used(x):
    return x
"""
TRAIN = """import parts
from unseen import make, others

model = make(lambda x: parts.used(others.norm(x, 8, {})))
model.fit(x, y)
"""


def found(root: Path, files: dict[str, str]) -> bool:
    """Whether something is found in the module of parts."""
    ttl_cache.forget()
    for path, content in {"parts.py": PARTS, **files}.items():
        (root / path).write_text(content)
    (root / ".git").mkdir()
    return bool(check_source((root / "parts.py").read_text(), str(root / "parts.py"), Config(keras="2")))


def train(*passed: str) -> dict[str, str]:
    """Return a script with a call for each of some texts of arguments."""
    return {"train.py": "".join(TRAIN.format(each) for each in passed)}


@pytest.mark.parametrize(
    "files",
    [
        train("momentum=args.momentum"),
        train("args.momentum, name='norm'"),
        train("momentum=(0.9, 0.99)[fast]", "name='a', momentum=m[1, 2]"),
        train("momentum=m)  # norm(x, 8"),
        {**train("momentum=m"), "other.py": "print(1)\n"},
        {**train("momentum=m,\n"), "other.py": "from unseen import norm\n\n\ndef norm(x):\n    return x\n"},
        {
            **train("momentum=m"),
            "parts.py": PARTS.replace("momentum=0.1, *,", "*, momentum=0.1,"),
        },
    ],
)
def test_no_call_takes_it(tmp_path: Path, files: dict[str, str]) -> None:
    assert not found(tmp_path, files)


@pytest.mark.parametrize(
    "files",
    [
        train("name='norm'"),
        train("momentum=m", "name='norm'"),
        train("name=str(momentum == 1)"),
        train("*others"),
        train("**options"),
        train("momentum=m, name=(" + "'a', " * 2000 + ")"),
        {**train("momentum=m"), "other.py": "import parts\nmodel = make(getattr(parts, 'norm'))\n"},
        {**train("momentum=m"), "other.py": "import parts\nmodel = make(parts.norm)\n"},
        {"train.py": "from parts import norm\nmodel = make(norm)\nmodel.fit(x, y)\n"},
        {**train("momentum=m"), "setup.py": "setup()\n"},
        {**train("momentum=m"), "show.ipynb": '{"cells": [{"cell_type": "code", "source": ["parts"]}]}'},
        {**train("momentum=m"), "parts.py": PARTS.replace("def norm", "@registered\ndef norm")},
    ],
)
def test_a_call_may_take_it(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, files)


def test_a_file_that_nobody_has_saved() -> None:
    assert defaults.untaken("<stdin>", PARTS) == defaults.untaken("nowhere.py", PARTS) == set()


def test_a_file_in_a_folder_that_everybody_may_write_to(tmp_path: Path) -> None:
    ttl_cache.forget()
    file = tmp_path / "parts.py"
    file.write_text(PARTS)
    tmp_path.chmod(0o1777)
    assert defaults.untaken(str(file), PARTS) == set()

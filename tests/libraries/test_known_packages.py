"""``bnlint/libraries/packages.py``: one table, and what each of its readers makes of it."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

from bnlint.libraries.aliases import canonical, is_library
from bnlint.libraries.packages import FRAMES, FRAMEWORKS, KNOWN, PACKAGES
from bnlint.project.prefilter import needs_imports
from bnlint.runtime.sites import kind_of_file

PYTHON = PACKAGES[-1].names.split()

OWN = "models utils slim contrib trace calendar code nets layers efficientnet tests".split()
"""Names that projects give to modules of their own."""


def test_no_package_has_two_rows() -> None:
    assert sorted(name for row in PACKAGES for name in row.names.split()) == sorted(KNOWN)


def test_the_last_row_is_of_the_standard_library() -> None:
    assert set(PYTHON) <= set(sys.stdlib_module_names)
    assert KNOWN & set(sys.stdlib_module_names) == set(PYTHON)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_importing_a_package_brings_no_model_of_the_project(name: str) -> None:
    """The word filter, and the interpreter, which knows packages by other names (``np``)."""
    assert not needs_imports(f"from {name} import build\nbuild().fit(x, y)")
    assert is_library(canonical(f"{name}.build"))


@pytest.mark.parametrize("name", OWN)
def test_a_module_may_be_the_projects_own(name: str) -> None:
    assert needs_imports(f"from {name} import build\nbuild().fit(x, y)")


@pytest.mark.parametrize("name", sorted(KNOWN - set(PYTHON)))
def test_a_frame_of_an_installed_package_is_what_the_row_says(name: str) -> None:
    file = Path(sysconfig.get_path("purelib")) / name / "module.py"
    assert kind_of_file(str(file)) == {"program": "user"}.get(FRAMES[name], FRAMES[name])


@pytest.mark.parametrize(
    "folder",
    [
        "home/me/.local/lib/python3.11/site-packages",  # pip install --user
        "usr/lib/python3/dist-packages",  # below an environment with the packages of the system
        "opt/site-packages/old/lib/site-packages",
    ],
)
@pytest.mark.parametrize("name", ["keras", "tensorflow", "numpy", "matplotlib"])
def test_packages_that_another_environment_brings(tmp_path: Path, folder: str, name: str) -> None:
    expected = {"program": "user"}.get(FRAMES[name], FRAMES[name])
    assert kind_of_file(str(tmp_path / folder / name / "src" / "module.py")) == expected


def test_a_keras_that_is_imported_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``pip install --target``, a checkout on ``PYTHONPATH``."""
    module = ModuleType("tf_keras")
    module.__file__ = str(tmp_path / "deps" / "tf_keras" / "__init__.py")
    monkeypatch.setitem(sys.modules, "tf_keras", module)
    assert kind_of_file(str(tmp_path / "deps" / "tf_keras" / "src" / "engine.py")) == "keras"
    assert kind_of_file(str(tmp_path / "deps" / "tf_keras_models.py")) == "user"


@pytest.mark.parametrize("name", ["json", "unittest"])
def test_a_frame_of_the_standard_library_is_a_librarys(name: str) -> None:
    assert FRAMES[name] == "library"
    assert kind_of_file(str(sys.modules.get(name, __import__(name)).__file__)) == "library"


def test_the_recorder_waits_for_tensorflow_first() -> None:
    assert FRAMEWORKS == ("tensorflow", "keras", "tf_keras")

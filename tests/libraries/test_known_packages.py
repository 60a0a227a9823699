"""``bnlint/libraries/packages.py``: one table, and what each of its readers makes of it."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

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


@pytest.mark.parametrize("name", ["json", "unittest"])
def test_a_frame_of_the_standard_library_is_a_librarys(name: str) -> None:
    assert FRAMES[name] == "library"
    assert kind_of_file(str(sys.modules.get(name, __import__(name)).__file__)) == "library"


def test_the_recorder_waits_for_tensorflow_first() -> None:
    assert FRAMEWORKS == ("tensorflow", "keras", "tf_keras")

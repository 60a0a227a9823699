"""What a wheel brings beside the code, so that every command works without a checkout."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from bnlint import __version__
from tests.static.helpers import FIXTURES, ROOT, python


def test_an_installed_wheel_has_the_programs_that_verify_runs(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {"bnlint", f"bnlint-{__version__}.dist-info"}
    script = f"import sys\nsys.path.insert(0, {str(tmp_path / 'site')!r})\n"
    script += "from bnlint.runtime.programs import own_programs\nprint(own_programs())"
    folder = Path(python("-c", script, cwd=tmp_path).stdout.strip())
    assert folder == tmp_path / "site" / "bnlint" / "fixtures"
    shipped = {path.relative_to(folder) for path in folder.rglob("*.py")}
    assert shipped == {path.relative_to(FIXTURES) for path in FIXTURES.rglob("*.py")}

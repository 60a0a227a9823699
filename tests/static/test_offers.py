"""What is offered is what happens: every fix that a front end announces is made by ``--fix``, and helps."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from bnlint.analysis import checking
from bnlint.fixes.command import Fixing
from bnlint.results.edits import apply
from bnlint.results.findings import Finding
from bnlint.results.grouping import single
from bnlint.results.report import Report
from bnlint.rules import CODES
from bnlint.settings.loading import Settings
from bnlint.sources import files
from tests.share import ALL
from tests.static.helpers import FIXTURES, ROOT, bnlint

PROGRAMS = sorted([*FIXTURES.rglob("*.py"), *(ROOT / "tests" / "programs").glob("*.py")])
SHARE = 1 if ALL else 4
"""Every fourth program is tried, by ``nox -s full`` each."""
ENABLED = frozenset(CODES) - {"BNL304"}
"""All rules but the strict side of BNL304: programs train for a few steps, and a fix that lets BN train brings it."""
BLOCK = """import keras
from keras import layers


def block(x, filters, momentum=0.99, epsilon=1e-3):
    x = layers.Conv2D(filters, 3, use_bias=False)(x)
    return layers.BatchNormalization(momentum=momentum, epsilon=epsilon)(x)


inputs = keras.Input((32, 32, 3))
x = block(inputs, 8)
"""
"""A function whose default is right: what is wrong is what a call passes."""
CALLS = {
    "by keyword": "x = block(x, 16, momentum=0.1)\n",
    "by position": "x = block(x, 16, 0.1)\n",
    "twice": "x = block(x, 16, momentum=0.1)\nx = block(x, 8, 0.1)\n",
    "among right ones": "x = block(x, 16, 0.9)\nx = block(x, 8, 0.1)\n",
}
UNKNOWN = "x = block(x, 16, momentum=0.1)\nx = block(x, 8, **{'momentum': 0.1})\n"
"""Where one of the values has no place that a fix may change, nothing is offered: the mistake would stay."""
CONSTANT = """import keras
from keras import layers

MOMENTUM = 0.1
OPTIONS = dict(momentum=MOMENTUM)
model = keras.Sequential([
    keras.Input((32, 32, 3)),
    layers.BatchNormalization(momentum=MOMENTUM),
    layers.BatchNormalization(**OPTIONS),
])
"""
"""One finding that stands for two places; only the first of them has a fix."""


@pytest.mark.parametrize("name", CALLS)
def test_a_fix_goes_where_the_value_comes_from(tmp_path: Path, name: str) -> None:
    before, after = CALLS[name], CALLS[name].replace("0.1", "0.9")
    path = tmp_path / "net.py"
    path.write_text(BLOCK + before, encoding="utf-8")
    said = bnlint("check", "net.py", "--keras=3", cwd=tmp_path)
    offer = "set momentum=0.9, which is what PyTorch calls 0.1 (--fix --unsafe-fixes does it)"
    assert offer in said.stdout
    assert said.stdout.splitlines()[-1] == "[*] 1 fixable with --fix --unsafe-fixes."
    fixed = bnlint("check", "net.py", "--keras=3", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert fixed.returncode == 0, fixed.stdout
    assert path.read_text(encoding="utf-8") == BLOCK + after


@pytest.mark.parametrize("text", [BLOCK + UNKNOWN, CONSTANT])
def test_what_fix_would_not_do_is_not_offered_and_not_done(tmp_path: Path, text: str) -> None:
    path = tmp_path / "net.py"
    path.write_text(text, encoding="utf-8")
    for output in ("text", "json", "rdjson", "sarif"):
        said = bnlint("check", "net.py", "--keras=3", f"--output-format={output}", cwd=tmp_path).stdout
        assert "BNL303" in said
        assert not any(word in said for word in ("does it", "fixable", '"edits"', '"suggestions"', '"fixes"'))
    assert bnlint("check", "net.py", "--keras=3", "--diff", "--unsafe-fixes", cwd=tmp_path).stderr == ""
    bnlint("check", "net.py", "--keras=3", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == text


def test_each_place_for_itself_is_offered_what_is_done(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(CONSTANT, encoding="utf-8")
    options = ("net.py", "--keras=3", "--group=no")
    said = bnlint("check", *options, cwd=tmp_path).stdout
    assert said.splitlines()[-1] == "[*] 1 fixable with --fix --unsafe-fixes."
    done = bnlint("check", *options, "--diff", "--unsafe-fixes", cwd=tmp_path)
    assert done.stderr == "bnlint: would fix 1 finding in 1 file\n"


def test_the_json_says_how_each_fix_may_be_made(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(BLOCK + CALLS["twice"], encoding="utf-8")
    said = json.loads(bnlint("check", "net.py", "--keras=3", "--output-format=json", cwd=tmp_path).stdout)
    (finding,) = said["findings"]
    assert finding["fix"]["safety"] == "unsafe"
    assert [edit["replacement"] for edit in finding["fix"]["edits"]] == ["0.9", "0.9"]
    assert {place["line"] for place in finding["related"]} >= {12, 13}


@pytest.mark.parametrize("dialect", ["2", "3"])
def test_every_offer_helps_and_brings_nothing_new(dialect: Literal["2", "3"]) -> None:
    settings = Settings(keras=dialect, enable=ENABLED, disable_noqa=True)
    offered = 0
    for path in PROGRAMS[::SHARE]:
        source = files.read(str(path))
        found, _ = checking.find(source, settings)
        report = Report()
        checking.conclude(report, source, found, None, settings)
        for finding in report.findings:
            if finding.fix is None:
                continue
            offered += 1
            text = apply(source.text, finding.fix.edits)
            after, problem = checking.find(replace(source, text=text), settings)
            assert problem is None, (path, finding)
            gone = {place.message for place in single([finding])}
            fewer = [place.code for place in found if place.code == finding.code]
            left = [place.code for place in after if place.code == finding.code]
            assert len(left) < len(fewer) or not gone & {place.message for place in after}, (path, finding)
            assert {place.code for place in after} <= {place.code for place in found}, (path, finding)
    assert offered > 100 / SHARE


@pytest.mark.parametrize("dialect", ["2", "3"])
def test_what_is_announced_is_what_is_made(dialect: Literal["2", "3"]) -> None:
    settings = Settings(keras=dialect, enable=ENABLED, disable_noqa=True)
    announced = 0
    for path in PROGRAMS[::SHARE]:
        findings = checking.check_paths([str(path)], settings).findings
        for allowed in ({"safe"}, {"safe", "unsafe"}):
            fixing = Fixing(settings, "unsafe" in allowed)
            fixing.source(str(path), path.read_bytes())
            offered = [found for found in findings if found.fix is not None and found.fix.safety in allowed]
            made = [found for changed in fixing.changed for found in changed.fixed]
            assert _what(made) == _what(offered), path
            announced += len(offered)
    assert announced > 100 / SHARE


def _what(findings: list[Finding]) -> list[tuple[str, int, str, int]]:
    """Return what is fixed: an earlier fix may have moved the lines, or changed how many steps BNL304 counts."""
    fixes = ((f.code, len(f.places), f.fix) for f in findings if f.fix is not None)
    return sorted(
        (code, places, re.sub(r"[\d.]+", "0", fix.description), len(fix.edits)) for code, places, fix in fixes
    )

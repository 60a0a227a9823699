"""The schemas on the page of JSON outputs hold for what the commands write."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from bnlint import evidence
from tests.static.helpers import FIXTURES, SEED, bnlint, code_blocks

CHECK, RULE, DOCTOR, BASELINE, VERIFY, TRACE = (json.loads(block) for block in code_blocks("docs/schemas.md", "json"))


def test_check() -> None:
    folders = [FIXTURES / name for name in ("BNL101", "BNL303", "BNL501")]
    document = json.loads(bnlint("check", "--statistics", "--output-format=json", *folders).stdout)
    jsonschema.validate(document, CHECK)
    finding = CHECK["properties"]["findings"]["items"]
    assert set(finding["required"]) == set(document["findings"][0])
    assert set(CHECK["properties"]) == set(document)


def test_rule() -> None:
    for rule in json.loads(bnlint("rule", "--all", "--output-format=json").stdout):
        jsonschema.validate(rule, RULE)
        assert set(rule) == set(RULE["required"])


def test_doctor(tmp_path: Path) -> None:
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    jsonschema.validate(json.loads(bnlint("doctor", "--output-format=json", cwd=tmp_path).stdout), DOCTOR)


def test_baseline(tmp_path: Path) -> None:
    (tmp_path / "seed.py").write_text(SEED, encoding="utf-8")
    bnlint("baseline", cwd=tmp_path)
    jsonschema.validate(json.loads((tmp_path / "bnlint-baseline.json").read_text(encoding="utf-8")), BASELINE)


EVIDENCE = sorted(Path(evidence.__file__).parent.glob("*.json"))


@pytest.mark.parametrize("file", EVIDENCE, ids=lambda file: file.stem)
def test_verify(file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(document, VERIFY)
    assert set(VERIFY["properties"]) == set(document)
    row = VERIFY["properties"]["rows"]["items"]
    assert set(row["required"]) == set(document["rows"][0]) - set(row["properties"]["backend"]["enum"])
    program = row["properties"]["programs"]["items"]
    assert set(program["required"]) == set(document["rows"][0]["programs"][0])

"""The schemas on the page of JSON outputs hold for what the commands write."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.static.helpers import FIXTURES, SEED, bnlint, code_blocks

CHECK, RULE, DOCTOR, BASELINE = (json.loads(block) for block in code_blocks("docs/schemas.md", "json"))


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

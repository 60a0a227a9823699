"""Ways of breaking a rule or its experiment, in a copy of the package that ``bnlint verify`` then runs from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

_CHECK = """

from dataclasses import replace as _replace

_check = RULE.check


def _broken(testimony):
{body}


RULE = _replace(RULE, check=_broken)
"""
_SYMPTOM = """

from dataclasses import replace as _replace

_symptom = symptom


def symptom(recording):
    found = _symptom(recording)
    return {result}
"""

RULES = {
    "silent": "    return iter(())",
    "fails": "    raise RuntimeError",
    "off by one": (
        "    for report in _check(testimony):\n"
        "        yield _replace(report, site=_replace(report.site, line=report.site.line + 1))"
    ),
    "reports every layer": (
        "    from bnlint.results.messages import Message\n    from bnlint.rules.base import Report\n"
        "    yield from _check(testimony)\n"
        "    for event in testimony.events:\n"
        "        if type(event).__name__ in ('LayerBuilt', 'GraphNormalized'):\n"
        "            yield Report(event.site, Message('broken'))"
    ),
}
"""How a rule's ``check`` is broken."""

_BEYOND = "q.limit + 1.0 if q.above else q.limit - 1.0"
_WITHIN = "q.limit - 1.0 if q.above else q.limit + 1.0"
_CONSTANT = (
    "_replace(found, readings=tuple(_replace(r, value=(lambda q: {value})(r.quantity)) for r in found.readings))"
)
EXPERIMENTS = {
    "always there": _CONSTANT.format(value=_BEYOND),
    "never there": _CONSTANT.format(value=_WITHIN),
    "measures nothing": "_replace(found, readings=())",
    "fails": "1 / 0",
}
"""How an experiment is broken."""


@dataclass(frozen=True)
class Sabotage:
    """One broken module.

    Args:
        name: how, and what.
        code: the rule.
        module: the file below the package.
        addition: what is written behind it.
    """

    name: str
    code: str
    module: str
    addition: str


def sabotages(code: str) -> list[Sabotage]:
    """Return every way of breaking a rule and its experiment."""
    rule, experiment = f"rules/{code.lower()}.py", f"experiments/{code.lower()}.py"
    found = [Sabotage(f"rule {name} {code}", code, rule, _CHECK.format(body=body)) for name, body in RULES.items()]
    for name, result in EXPERIMENTS.items():
        found.append(Sabotage(f"experiment {name} {code}", code, experiment, _SYMPTOM.format(result=result)))
    return found


def run(broken: Sequence[Sabotage], folder: Path, fixtures: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Run ``bnlint verify`` from a copy of the package with broken modules.

    Args:
        broken: what is broken, of one rule or of several; with nothing broken all programs there are asked.
        folder: where to put the copy.
        fixtures: the programs.
        options: further ones for the command.

    Returns:
        its exit code and its JSON.
    """
    copy = folder / "bnlint"
    shutil.copytree(ROOT / "bnlint", copy, ignore=shutil.ignore_patterns("__pycache__"))
    for sabotage in broken:
        module = copy / sabotage.module
        module.write_text(module.read_text(encoding="utf-8") + sabotage.addition, encoding="utf-8")
    codes = [word for sabotage in broken for word in ("--rule", sabotage.code)]
    command = (sys.executable, "-m", "bnlint", "verify", *codes, "--output-format", "json")
    done = subprocess.run(
        [*command, *options, str(fixtures)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, json.loads(done.stdout or "{}")


def noticed(code: str, row: dict[str, Any]) -> bool:
    """Say whether a row failed for what was done to its own rule: others that are broken, too, are no merit.

    Args:
        code: the rule.
        row: of the JSON.
    """
    failures = [failure for program in row["programs"] for failure in program["failures"]]
    own = {"symptom", "good", "fix"} & {failure["part"] for failure in failures}
    return not row["confirmed"] and bool(own or any(_names(code, failure["text"]) for failure in failures))


def _names(code: str, text: str) -> bool:
    return code in text or text.startswith(("error: ", "the rule did not run"))

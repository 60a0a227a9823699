"""``bnlint trace --fix-check``: runs a program as it is and a copy with bnlint's fixes, and shows both side by side.

Each run is a ``bnlint trace`` in a process of its own. The program's files are not changed: the copy lies in a
temporary folder (``copies``). Both look at a batch once more where a compiled step hides it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from bnlint.fixes.command import Fixing
from bnlint.results.findings import Finding
from bnlint.runtime.judging import named_from
from bnlint.runtime.trace.copies import copy
from bnlint.runtime.trace.launch import Program, main_file
from bnlint.runtime.trace.linting import imported_by
from bnlint.settings.loading import Settings

FAILED = 3
"""The exit code where the fixed copy fails and the program does not."""

Report = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """What both runs say of one thing; None where one of them has it not."""

    name: str
    before: Any
    after: Any


@dataclass
class FixCheck:
    """A program and its fixed copy, run for as many steps.

    Args:
        program: as the user named it.
        fixed: the findings that the fixes remove, ``left`` those with a fix that was not asked for.
        before: the report of the program as it is (``bnlint trace --output-format json``), ``after`` that of the copy;
            empty where nothing was recorded or nothing was to be fixed.
        before_code: the program's exit code, ``after_code`` the copy's.
    """

    program: str
    fixed: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    before: Report = field(default_factory=dict)
    after: Report = field(default_factory=dict)
    before_code: int = 0
    after_code: int = 0

    @property
    def layers(self) -> list[Pair]:
        """The layers of both, in order of construction."""
        pairs = zip_longest(self.before.get("layers", ()), self.after.get("layers", ()))
        return [Pair(_name(old or new), old, new) for old, new in pairs]

    @property
    def numbers(self) -> list[Pair]:
        """The latest losses and evaluations of both."""
        old, new = _latest(self.before), _latest(self.after)
        return [Pair(name, old.get(name), new.get(name)) for name in dict.fromkeys((*old, *new))]

    @property
    def fails(self) -> bool:
        """Whether the copy fails and the program does not."""
        return bool(self.fixed) and bool(self.after_code) and not self.before_code

    @property
    def differs(self) -> bool:
        """Whether the fixes change what becomes of a layer, or how the program ends."""
        if not self.fixed or not self.after:
            return False
        states = [(pair.before or {}).get("state") != (pair.after or {}).get("state") for pair in self.layers]
        return any(states) or self.before["ending"] != self.after["ending"]


def _name(layer: Report) -> str:
    return f"{layer['name']} ({layer['built_at']})" if layer["built_at"] else str(layer["name"])


def _latest(report: Report) -> dict[str, float | str]:
    found: dict[str, float | None] = {}
    if report.get("losses"):
        found["loss of the last step read"] = report["losses"][-1][1]
    if report.get("evaluations"):
        values = report["evaluations"][-1]["values"]
        found |= {f"last evaluation: {name}": value for name, value in values.items()}
    return {name: "not finite" if value is None else value for name, value in found.items()}


def check_fixes(program: Program, settings: Settings, passed: Sequence[str], unsafe: bool, folder: str) -> FixCheck:
    """Run a program and its fixed copy.

    Args:
        program: the program.
        settings: the user's.
        passed: options of trace that both runs get.
        unsafe: make the fixes too that change how a model trains or predicts.
        folder: the directory that the report names files from.
    """
    found = FixCheck(program.name)
    with tempfile.TemporaryDirectory(prefix="bnlint-fixed-") as place:
        print("bnlint trace: the program as it is", file=sys.stderr, flush=True)
        found.before, found.before_code = _run(program, passed, place, None)
        keras = str(found.before.get("keras", ""))
        if keras:
            settings = replace(settings, keras="2" if keras.startswith("Keras 2") else "3", per_file_keras=())
        start = main_file(program)
        root, target = os.path.realpath(program.folder), os.path.join(place, "copy")
        files = copy(root, [start, *imported_by(start)], target)
        fixing = Fixing(settings, unsafe)
        for file in files:
            fixing.path(file, write=True)

        def named(finding: Finding) -> Finding:
            path = os.path.join(root, os.path.relpath(finding.path, target))
            return named_from(folder, replace(finding, path=path, related=()))

        found.fixed = [named(finding) for changed in fixing.changed for finding in changed.fixed]
        found.left = [named(finding) for finding in fixing.report.findings if finding.fix is not None]
        if found.fixed:
            print("bnlint trace: the copy with the fixes", file=sys.stderr, flush=True)
            found.after, found.after_code = _run(program, passed, place, target)
            _rename(found.after, target, root, folder)
    return found


def _run(program: Program, passed: Sequence[str], place: str, copied: str | None) -> tuple[Report, int]:
    """Trace a program in a process of its own; returns the report and the exit code.

    Args:
        program: the program.
        passed: options of trace.
        place: a folder for the report.
        copied: the copy of the program's folder to run.
    """
    output = os.path.join(place, "before.json" if copied is None else "after.json")
    name, cwd = program.name, None
    if copied is not None and program.is_module:
        cwd = copied
    elif copied is not None:
        name = os.path.join(copied, os.path.relpath(os.path.realpath(name), os.path.realpath(program.folder)))
    words = ["-m", name] if program.is_module else [name]
    own = ["--output-format=json", f"--output={output}", "--exit-zero", "--revisit", *passed]
    command = [sys.executable, "-m", "bnlint", "trace", *own, *words, *program.arguments]
    code = subprocess.run(command, stdout=sys.stderr, cwd=cwd, check=False).returncode
    try:
        with open(output, encoding="utf-8") as stream:
            return json.load(stream), code
    except (OSError, ValueError):
        return {}, code


def _rename(report: Report, target: str, root: str, folder: str) -> None:
    """Let a report name the program's files and not their copies."""
    inner = [os.path.relpath(target, folder) + os.sep, os.path.realpath(target) + os.sep, target + os.sep]
    outer = os.path.relpath(root, folder)
    for layer in report.get("layers", ()):
        place = layer["built_at"] or ""
        for prefix in inner:
            if place.startswith(prefix):
                layer["built_at"] = os.path.normpath(os.path.join(outer, place[len(prefix) :]))


def to_dict(check: FixCheck) -> dict[str, Any]:
    """Return the result as plain data."""
    return {
        "format": 1,
        "program": check.program,
        "fixed": [finding.to_dict() for finding in check.fixed],
        "left": [finding.to_dict() for finding in check.left],
        "differs": check.differs,
        "fails": check.fails,
        "exit_codes": [check.before_code, check.after_code],
        "numbers": [{"name": pair.name, "before": pair.before, "after": pair.after} for pair in check.numbers],
        "before": check.before or None,
        "after": check.after or None,
    }


def render(check: FixCheck) -> Iterator[str]:
    """Yield the lines of the report for a terminal."""
    yield f"bnlint trace --fix-check: {check.program}"
    if not check.fixed:
        more = f"; {len(check.left)} can be fixed with --unsafe-fixes" if check.left else ""
        yield f"bnlint fixes nothing here{more}."
        return
    yield "Fixed in the copy"
    for finding in check.fixed:
        yield f"  {finding.path}:{finding.line}:{finding.column + 1}: {finding.code} {finding.message}"
    yield ""
    yield _row("", "as it is", "fixed")
    for row in rows(check):
        yield _row(*row)
    yield ""
    yield verdict(check)


def rows(check: FixCheck) -> Iterator[tuple[str, str, str]]:
    """Yield what is shown side by side: a title, what was measured as it is, and in the copy."""
    yield ("ended", ending(check.before, check.before_code), ending(check.after, check.after_code))
    yield ("training steps", str(check.before.get("steps", "-")), str(check.after.get("steps", "-")))
    for pair in check.numbers:
        yield (pair.name, _figure(pair.before), _figure(pair.after))
    for pair in check.layers:
        yield (pair.name, _state(pair.before), _state(pair.after))
        for title, key in _GAPS.items():
            values = [(layer or {}).get(key) for layer in (pair.before, pair.after)]
            if values != [None, None]:
                yield (f"  {title}", _figure(values[0]), _figure(values[1]))


_GAPS = {"mean off the batches', in standard deviations": "mean_gap", "variance over theirs": "variance_ratio"}


def verdict(check: FixCheck) -> str:
    """Say in one sentence what the fixes do."""
    if check.fails:
        return f"The fixed copy fails: {ending(check.after, check.after_code)}. The program does not."
    if check.differs:
        return "The fixes change what becomes of the layers."
    return "The fixes change nothing that was measured in these steps."


def ending(report: Report, code: int) -> str:
    """Say how a run ended."""
    how = report.get("ending", {})
    if not how:
        return f"exit code {code}"
    raised = f" {how['exception']}" if how.get("exception") else ""
    return f"{how['how']}{raised}" + (f" with code {code}" if how["how"] == "exited" else "")


def _state(layer: Report | None) -> str:
    return "-" if layer is None else str(layer["state"])


def _figure(value: float | str | None) -> str:
    return "-" if value is None else value if isinstance(value, str) else f"{value:.4g}"


def _row(title: str, before: str, after: str) -> str:
    return f"  {title:<50} {before:<20} {after}".rstrip()

"""Rewriting programs, and holding the findings against what the rewritten text expects."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from bnlint.api import check_source
from bnlint.rules import CODES, rule
from bnlint.settings.config import Config
from tests.mutants.programs import Program
from tests.static.helpers import read_expectations
from tests.variants.modules import split
from tests.variants.styles import Style

_OPT_IN = frozenset(code for code in CODES if rule(code).can_be_enabled)
Verdict = Counter[tuple[int, str]]


def differences(source: str, dialect: int, opt_in: bool, moves: bool = False, path: str = "<program>") -> list[str]:
    """Return what is missing or too much in a text's findings, one line each."""
    config = Config(keras="2" if dialect == 2 else "3", enable=_OPT_IN if opt_in else frozenset())
    shown = Counter((0 if moves else f.line, f.code) for f in check_source(source, path, config))
    expected = Counter(
        (0 if moves else line, code) for line, code, only in read_expectations(source) if only in (0, dialect)
    )
    missing = [f"missing {code} in line {line}" for line, code in (expected - shown).elements()]
    return sorted(missing + [f"unexpected {code} in line {line}" for line, code in (shown - expected).elements()])


def of_style(program: Program, style: Style, dialect: int) -> tuple[str, list[str]] | None:
    """Return the rewritten text and its differences, None where there is nothing to rewrite."""
    source = style.rewrite(program.source)
    if source is None or source == program.source:
        return None
    compile(source, program.name, "exec", dont_inherit=True)
    found = differences(source, dialect, program.opt_in, style.moves)
    return source, [] if found and _has_causes(program, dialect) else found


def of_modules(program: Program, dialect: int) -> tuple[str, list[str]] | None:
    """Return the two modules of a program, one text after the other, and their differences."""
    texts = split(program.source)
    if texts is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder, "parts.py"), Path(folder, "run.py")
        for path, source in zip(paths, texts, strict=True):
            compile(source, program.name, "exec", dont_inherit=True)
            path.write_text(source, encoding="utf-8")
        found = [
            f"{path.name}: {what}"
            for path, source in zip(paths, texts, strict=True)
            for what in differences(source, dialect, program.opt_in, path=str(path))
        ]
    return "# ---- run.py\n".join(texts), [] if found and _has_causes(program, dialect) else found


def _has_causes(program: Program, dialect: int) -> bool:
    """Whether the comments of a program stand at the causes of findings, not at their places, which are asked here."""
    return bool(differences(program.source, dialect, program.opt_in))

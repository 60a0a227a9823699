"""Whether ruff would remove ``# noqa`` comments with bnlint's codes (its rule RUF102)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bnlint.doctor import Check
from bnlint.doctor.documents import document
from bnlint.rules import CODES

_RULE = "RUF102"
_PREFIX = "BNL"
_MAX_PARENTS = 10
_REMEDY = f'set external = ["{_PREFIX}"] under [tool.ruff.lint] (in ruff.toml: [lint])'


def look(folder: Path) -> Iterator[Check]:
    """Yield what ruff would do.

    Args:
        folder: where the project's files lie.
    """
    file = _config(folder)
    if file is None:
        yield Check("ruff", "ok", "no configuration of ruff")
        return
    lint = _lint(file)
    outside = [code for code in CODES if not code.startswith(tuple(lint.get("external", ())) or ("-",))]
    if not outside:
        yield Check("ruff", "ok", f"{file}: external covers {_PREFIX}, so ruff keeps our # noqa comments")
    elif not _switched_on(lint):
        message = f"{file}: {_RULE} is off, so ruff keeps our # noqa comments; --select {_RULE} would remove them"
        yield Check("ruff", "note", message, _REMEDY)
    else:
        codes = _PREFIX if len(outside) == len(CODES) else ", ".join(outside)
        yield Check("ruff", "problem", f"{file}: {_RULE} is on and removes # noqa comments with {codes}", _REMEDY)


def _config(folder: Path) -> Path | None:
    for directory in (folder.absolute(), *folder.absolute().parents):
        for name in (".ruff.toml", "ruff.toml", "pyproject.toml"):
            file = directory / name
            if file.is_file() and (name != "pyproject.toml" or "ruff" in document(file).get("tool", {})):
                return file
    return None


def _lint(file: Path) -> dict[str, Any]:
    """Return the settings of ruff's linter, those that are inherited included."""
    merged: dict[str, Any] = {}
    for _ in range(_MAX_PARENTS):
        table = document(file)
        if file.name == "pyproject.toml":
            table = table.get("tool", {}).get("ruff", {})
        own = {**table, **table.get("lint", {})}  # the keys stood at the top in older versions
        for key, value in own.items():
            if key.startswith("extend-") and isinstance(value, list):
                merged[key] = [*value, *merged.get(key, ())]
            else:
                merged.setdefault(key, value)
        if not isinstance(table.get("extend"), str):
            break
        file = file.parent / Path(table["extend"]).expanduser()
    return merged


def _switched_on(lint: Mapping[str, Any]) -> bool:
    """Whether the rule is selected; the longer selector decides, as in ruff."""
    chosen = _longest([*lint.get("select", ()), *lint.get("extend-select", ())])
    ignored = _longest([*lint.get("ignore", ()), *lint.get("extend-ignore", ())])
    return chosen > ignored


def _longest(selectors: list[str]) -> int:
    lengths = (0 if selector == "ALL" else len(selector) for selector in selectors if _covers(selector))
    return max(lengths, default=-1)


def _covers(selector: str) -> bool:
    return selector == "ALL" or _RULE.startswith(selector)

"""Which Keras files are analysed for, on which backend, and why."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from bnlint.analysis import backend, dialect, worth
from bnlint.analysis.dialect import Target
from bnlint.doctor import Check
from bnlint.libraries.keras_versions import BACKEND_TITLES
from bnlint.results.report import RunsOn
from bnlint.results.wording import plural
from bnlint.settings.loading import Settings
from bnlint.sources import files

_SHOWN = 3
_FOLDERS = 10


def look(paths: Iterable[str], settings: Settings) -> Iterator[Check]:
    """Yield one check per Keras and reason, and one per backend of Keras 3 and reason, with their folders.

    Args:
        paths: the project's files.
        settings: what the user set.
    """
    found: dict[Target, list[str]] = defaultdict(list)
    backends: dict[RunsOn, list[str]] = defaultdict(list)
    for path in paths:
        try:
            source = files.read(path)
        except OSError:
            continue
        own = settings.of(path)
        if worth.worth_analysis(source.text, path, own.follow_imports, own.library):
            target = dialect.target(source.text, path, own.config)
            line = dialect.deciding_line(source.text) if target.why.startswith("the file ") else 0
            found[target].append(f"{path}:{line}" if line else path)
            if target.dialect == 3:
                backends[RunsOn(*backend.target(source.text, path, 3, own.config))].append(path)
    if not found:
        yield Check("keras", "ok", "no file speaks of batch normalization")
    for target, where in sorted(found.items(), key=lambda item: -len(item[1])):
        yield _check(target, where)
    for runs_on, where in sorted(backends.items(), key=lambda item: -len(item[1])):
        yield _check_backend(runs_on, where)


def _places(where: list[str]) -> str:
    """Return a few files by their names, many by their folders."""
    if len(where) <= _SHOWN:
        return ", ".join(where)
    folders = Counter(os.path.dirname(path) for path in where)
    named = [f"{folder or '.'}{os.sep}: {count}" for folder, count in sorted(folders.items())]
    more = f" and {len(named) - _FOLDERS} more folders" if len(named) > _FOLDERS else ""
    return f"{', '.join(named[:_FOLDERS])}{more}"


def _check_backend(runs_on: RunsOn, where: list[str]) -> Check:
    why = {"option": "set by you", "default": "nothing says otherwise"}.get(runs_on.why, runs_on.why)
    text = f"Keras 3 on {BACKEND_TITLES[runs_on.backend]} for {plural(len(where), 'file')}"
    return Check("keras", "ok", f"{text}: {why} ({_places(where)})")


def _check(target: Target, where: list[str]) -> Check:
    places = _places(where)
    text = f"Keras {target.dialect} for {plural(len(where), 'file')}"
    if target.why == "option":
        return Check("keras", "ok", f"{text}: set by you ({places})")
    if target.why == "default" or target.why.endswith(" is installed"):
        why = "nothing says otherwise" if target.why == "default" else f"{target.why} beside bnlint"
        remedy = (
            "if the code runs elsewhere, pin tensorflow or keras in the requirements, or set keras in [tool.bnlint]"
        )
        return Check("keras", "note", f"{text}: {why} ({places})", remedy)
    return Check("keras", "ok", f"{text}: {target.why} ({places})")

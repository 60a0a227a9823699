"""What the user says of code that bnlint cannot read, where that stands, and whether any file uses it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bnlint.doctor import Check
from bnlint.libraries.user import Row, UserFunction, UserLayer, UserLoop, UserNetwork, kind_of, last_name, unlisted
from bnlint.project import import_graph
from bnlint.results.wording import plural
from bnlint.settings.loading import Settings
from bnlint.sources import files

_WORD = re.compile(r"\w+")


def look(paths: Iterable[str], settings: Settings, of_flake8: tuple[Path, tuple[Row, ...]] | None) -> Iterator[Check]:
    """Yield one check per row.

    Args:
        paths: the project's files.
        settings: what the command would use.
        of_flake8: the file that flake8's configuration names, and the rows in it.
    """
    found = dict.fromkeys(settings.library, settings.file or settings.directory)
    file, rows = of_flake8 or (Path(), ())
    found = {**dict.fromkeys(rows, file), **found}
    if not found:
        return
    uses = _uses(paths, {word for row in found for word in (last_name(row), *unlisted(row).values())})
    for row, where in found.items():
        text = f"{where}: {row.name} ({describe(row)})"
        local = _in_project(row, where)
        if local:
            yield Check("library", "note", f"{text} is read by bnlint in {local}: the row changes nothing")
            continue
        users = uses[last_name(row)]
        if not users:
            yield Check("library", "note", f"{text} is used in no file", "if one should, mend the name of the row")
            continue
        yield Check("library", "ok", f"{text} is used in {plural(len(users), 'file')}")
        for key, argument in unlisted(row).items():
            if not users & uses[argument]:
                message = f"{where}: {row.name}: {key} = {argument!r} is written in no file that uses it"
                yield Check("library", "note", message, "if one should give this argument, mend its name")


def _in_project(row: Row, where: Path) -> str:
    """Return the project's own module or package that a row's name begins with, "" if there is none."""
    top = row.name.partition(".")[0]
    places = (os.path.join(root, top) for root in import_graph.roots(str(where.absolute().parent)))
    found = (file for place in places for file in (place + ".py", os.path.join(place, "__init__.py")))
    return next((file for file in found if os.path.isfile(file)), "")


def _uses(paths: Iterable[str], names: set[str]) -> Mapping[str, set[str]]:
    """Return in which files each name is written."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for path in paths:
        try:
            words = names.intersection(_WORD.findall(files.read(path).text))
        except OSError:
            continue
        for word in words:
            found[word].add(path)
    return found


def describe(row: Row) -> str:
    """Return in words what a row says first of all."""
    if isinstance(row, UserFunction):
        does = f"function that does {row.does}" if row.does == "nothing" else f"function, {row.does}"
        return f"{does}, contains BN" if row.contains_bn else does
    if isinstance(row, UserLoop):
        return f"loop, {row.mode}"
    content = "contains BN" if row.contains_bn else "without BN"
    more = ", keeps the shape" if isinstance(row, UserLayer) and row.keeps_shape else ""
    more = ", pretrained" if isinstance(row, UserNetwork) and row.pretrained else more
    return f"{kind_of(row)}, {content}{more}"

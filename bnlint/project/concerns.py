"""What of the files that use a module has to do with it: nothing else of them is read for its sake.

A training script that imports a network and forty helpers is read for the sake of the network. Statements that speak
neither of what comes from there nor of what was made of it cannot touch its layers. In doubt all is read: where names
are worked out while the program runs, or a file does not parse.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bnlint.project import import_graph, importers, outlines
from bnlint.project.import_graph import ANY, Import
from bnlint.project.mentions import mentions
from bnlint.project.outlines import Outline, Statement

_MAX_ASKED = 60
"""Files that are outlined for the sake of one; of the others everything counts."""
_BY_NAME = ("globals(", "eval(", "exec(", "sys.modules")
"""What reaches names by texts that are worked out."""


class User(NamedTuple):
    """A file that uses a module.

    Args:
        file: its path.
        runs: the lines of the statements that are run; None for all.
        concerned: the lines of those that have to do with the module; None for all.
    """

    file: str
    runs: tuple[range, ...] | None
    concerned: tuple[range, ...] | None


def users_of(path: str) -> list[User]:
    """Return the files that use something of this one, nearest first.

    Args:
        path: an existing file.
    """
    start = os.path.abspath(path)
    found = _Concerns(start)
    users = (found.user(file) for file in importers.all_users_of(start))
    return [user for _, user in zip(range(importers.MAX_USERS), filter(None, users), strict=False)]


class _Concerns:
    """What the names of a project have to do with one of its modules.

    Args:
        module: its file.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._takers = frozenset(importers.takers_of(module))
        self._asked: dict[str, frozenset[str] | None] = {}
        self._sources: dict[tuple[str, Import], frozenset[str]] = {}
        self._roots: dict[str, list[str]] = {}
        self._registries = self._registries_of(module)

    def user(self, file: str) -> User | None:
        """Return what of a file has to do with the module, None for nothing."""
        if file not in self._takers and not self._imports_registry(file):
            return None
        said = outlines.outline(file)
        if said is None or self._is_open(file, said):
            return User(file, None, None)
        about = self._about(file, said)
        if not about:
            return None
        kept = self._kept(file, said, about)
        runs = tuple(statement.lines for statement in said if statement in kept)
        return User(file, runs, tuple(statement.lines for statement in about))

    def _is_open(self, file: str, said: Outline) -> bool:
        """Whether a file has names of the module that are not written out."""
        if any(entry.name == "" and self._leads(file, entry.entry) for s in said for entry in s.imports):
            return True
        return self._imports_by_name(file) or mentions(file, _BY_NAME)

    def _imports_by_name(self, file: str) -> bool:
        facts = import_graph.read(file)
        by_name = [entry for entry in facts.imports if entry.by_name] if facts is not None else []
        return any(self._leads(file, entry) for entry in by_name)

    def _files(self, importer: str, entry: Import) -> frozenset[str]:
        """Return the files that an imported name may come from."""
        key = os.path.dirname(importer), entry
        if key not in self._sources:
            self._sources[key] = frozenset(import_graph.sources(entry, importer, self._starts(importer)))
        return self._sources[key]

    def _starts(self, importer: str) -> list[str]:
        """Return where absolute imports of a file may start."""
        if importer not in self._roots:
            self._roots[importer] = import_graph.all_roots(importer)
        return self._roots[importer]

    def _leads(self, importer: str, entry: Import) -> bool:
        """Whether what is imported may have something of the module."""
        return any(self._offers(file, entry) for file in self._files(importer, entry))

    def _offers(self, file: str, entry: Import) -> bool:
        """Whether what an import gets from a file may have something of the module."""
        names = self._names(file)
        if names is None:
            return True
        whole = not entry.names or entry.names == (ANY,) or file.endswith(f"{os.sep}{entry.names[0]}.py")
        return bool(names) if whole else not names.isdisjoint(entry.names)

    def _names(self, file: str) -> frozenset[str] | None:
        """Return the names of a file that have to do with the module, None for all."""
        if file == self._module:
            return None
        if file not in self._takers:
            return frozenset()
        if file not in self._asked:
            if len(self._asked) >= _MAX_ASKED:
                return None
            self._asked[file] = frozenset()  # a cycle of imports ends here
            self._asked[file] = self._work_out(file)
        return self._asked[file]

    def _work_out(self, file: str) -> frozenset[str] | None:
        said = outlines.outline(file)
        if said is None or self._is_open(file, said):
            return None
        names = set(self._imported(file, said))
        names.update(name for statement in self._about(file, said) for name in _given(statement))
        return frozenset(names)

    def _imported(self, file: str, said: Outline) -> Iterator[str]:
        """Yield the names at the top of a file that have something of the module."""
        for statement in said:
            if not statement.defines:
                yield from (each.name for each in statement.imports if self._leads(file, each.entry))

    def _about(self, file: str, said: Outline) -> list[Statement]:
        """Return the statements that may have to do with the module, imports alone aside."""
        names = set(self._imported(file, said))
        registries = {
            each.name
            for statement in said
            for each in statement.imports
            if not self._registries.isdisjoint(self._files(file, each.entry))
        }
        imported = {each.name for s in said if not s.defines for each in s.imports}
        own = frozenset(name for statement in said for name in _given(statement)) - imported
        about: list[Statement] = []
        waiting = list(said)
        while True:
            new = [s for s in waiting if self._is_about(file, s, names, registries)]
            if not new:
                return about
            about += new
            names.update(name for s in new for name in (*(s.binds & own), *(s.bases & own)))
            waiting = [statement for statement in waiting if statement not in about]

    def _is_about(self, file: str, statement: Statement, names: set[str], registries: set[str]) -> bool:
        if not (names.isdisjoint(statement.names) and names.isdisjoint(statement.decorators)):
            return True
        if not registries.isdisjoint(statement.names):
            return True
        if not statement.defines:
            return not names.isdisjoint(statement.binds)
        own = statement.imports
        return not names.isdisjoint(_given(statement)) or any(self._leads(file, each.entry) for each in own)

    def _kept(self, file: str, said: Outline, about: list[Statement]) -> list[Statement]:
        """Return the statements that have to run before or among those that are asked for.

        Left out is what calls functions of the project and sets nothing that others need.
        """
        functions = {name for statement in said if statement.defines for name in _given(statement)}
        functions |= {each.name for s in said for each in s.imports if self._files(file, each.entry)}
        variables = frozenset(name for s in said if not s.defines for name in s.binds) - functions
        needed = {name for statement in about for name in statement.names}
        kept = [s for s in said if s in about or s.defines or s.imports or functions.isdisjoint(s.names)]
        while True:
            new = [s for s in said if s not in kept and not needed.isdisjoint((s.names & variables) | s.binds)]
            if not new:
                return kept
            kept += new
            needed.update(name for statement in new for name in statement.names)

    def _registries_of(self, module: str) -> frozenset[str]:
        """Return the files that have what a module calls when it is imported: it may register its networks there."""
        said = outlines.outline(module) or ()
        called = {name for s in said for name in (s.decorators if s.defines else s.binds)}
        entries = [each.entry for s in said for each in s.imports if each.name in called]
        return frozenset(file for entry in entries for file in self._files(module, entry))

    def _imports_registry(self, file: str) -> bool:
        facts = import_graph.read(file) if self._registries else None
        entries = facts.imports if facts is not None else ()
        return any(not self._registries.isdisjoint(self._files(file, entry)) for entry in entries)


def _given(statement: Statement) -> Iterable[str]:
    """Return the names that a statement at the top of a file defines or sets."""
    return (statement.name,) if statement.defines else statement.binds

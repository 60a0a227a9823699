"""What of the files that use a module has to do with it: nothing else of them is read for its sake.

A training script that imports a network and forty helpers is read for the sake of the network. Statements that speak
neither of what comes from there nor of what was made of it cannot touch its layers. In doubt all is read: where names
are worked out while the program runs, or a file does not parse.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bnlint.project import import_graph, importers, outlines
from bnlint.project.import_graph import ANY, Import
from bnlint.project.mentions import mentions
from bnlint.project.outlines import Outline, Statement
from bnlint.project.ttl_cache import for_seconds
from bnlint.records import dataclass

_MAX_ASKED = 60
"""Files that are outlined for the sake of one; of the others everything counts."""
_MAX_PACKAGES = 3
"""Packages that hand on what another one below them has."""
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


def users_of(path: str, unlimited: bool = False) -> list[User]:
    """Return the files that use something of this one, nearest first.

    Args:
        path: an existing file.
        unlimited: return those, too, that nobody has the time to read.
    """
    start = os.path.abspath(path)
    found = _Concerns(start)
    users = filter(None, (found.user(file) for file in importers.all_users_of(start)))
    return list(users if unlimited else islice(users, importers.MAX_USERS))


class _Link(NamedTuple):
    """A name that an import binds, with the files that it may come from.

    Args:
        name: what it is bound to, "" for all names of a module.
        entry: the import.
        files: those files.
    """

    name: str
    entry: Import
    files: frozenset[str]


@dataclass(eq=False)
class _Said:
    """What one file says, whatever module it is asked about.

    Args:
        outline: its statements.
        links: what each of them imports from the project.
        inside: the functions and classes among them that do so.
        imported: what the others, at the top, import from it.
        by_name: what it may import by names that are worked out.
        own: the names that it defines or sets and does not import.
        project: the names that it gives to functions and classes, and those that come from the project.
        is_open: it reaches names by texts that are worked out.
    """

    outline: Outline
    links: dict[Statement, tuple[_Link, ...]]
    inside: tuple[Statement, ...]
    imported: tuple[_Link, ...]
    by_name: tuple[_Link, ...]
    own: frozenset[str]
    project: frozenset[str]
    is_open: bool


@for_seconds
def _said(asked: tuple[str, tuple[int, int]]) -> _Said | None:
    """Return what a version of a file says, None where it cannot be parsed; the same for all modules it is asked about.

    Args:
        asked: the file and its version.
    """
    file, _ = asked
    said, facts = outlines.outline(file), import_graph.read(file)
    if said is None or facts is None:
        return None
    links = {s: tuple(_links(file, s)) for s in said}
    imported = tuple(link for s in said if not s.defines for link in links[s])
    bound = {each.name for s in said if not s.defines for each in s.imports}
    by_name = tuple(_Link("", entry, _files(file, entry)) for entry in facts.imports if entry.by_name)
    functions = {name for statement in said if statement.defines for name in _given(statement)}
    return _Said(
        said,
        links,
        tuple(s for s in said if s.defines and links[s]),
        imported,
        by_name,
        frozenset(name for statement in said for name in _given(statement)) - bound,
        frozenset(functions) | {link.name for s in said for link in links[s]},
        mentions(file, _BY_NAME),
    )


def _links(file: str, statement: Statement) -> Iterator[_Link]:
    """Yield what a statement of a file imports from the project."""
    for each in statement.imports:
        files = _files(file, each.entry)
        if files:
            yield _Link(each.name, each.entry, files)


@for_seconds
def _sources(asked: tuple[str, tuple[int, int]]) -> frozenset[str]:
    """Return the files that a version of a file imports something from.

    Args:
        asked: the file and its version.
    """
    file, _ = asked
    facts = import_graph.read(file)
    return frozenset(source for entry in (facts.imports if facts else ()) for source in _files(file, entry))


def _files(importer: str, entry: Import) -> frozenset[str]:
    """Return the files that an imported name may come from."""
    facts = import_graph.read(importer)
    return _files_from((os.path.dirname(importer), importer if facts is not None and facts.adds else "", entry))


@for_seconds
def _files_from(asked: tuple[str, str, Import]) -> frozenset[str]:
    """Return the files that an imported name may come from.

    Args:
        asked: the importer's folder, the importer where it adds folders to the path by itself, and the import.
    """
    folder, file, entry = asked
    starts = import_graph.all_roots(file) if file else import_graph.roots(folder)
    return frozenset(import_graph.sources(entry, os.path.join(folder, ""), starts))


class _Concerns:
    """What the names of a project have to do with one of its modules.

    Args:
        module: its file.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._takers = frozenset(importers.takers_of(module))
        self._telling = self._takers | {module}
        self._asked: dict[str, frozenset[str] | None] = {}
        self._read: dict[str, _Said | None] = {}
        self._registries = self._registries_of(module)

    def user(self, file: str) -> User | None:
        """Return what of a file has to do with the module, None for nothing."""
        if file not in self._takers and not self._imports_registry(file):
            return None
        said = self._says(file)
        if said is None or self._is_open(said):
            return User(file, None, None)
        about = self._about(said)
        if not about:
            return None
        kept = _kept(said, about)
        runs = tuple(statement.lines for statement in said.outline if statement in kept)
        return User(file, runs, tuple(statement.lines for statement in about))

    def _says(self, file: str) -> _Said | None:
        if file not in self._read:
            facts = import_graph.read(file)
            self._read[file] = _said((file, facts.version)) if facts is not None else None
        return self._read[file]

    def _is_open(self, said: _Said) -> bool:
        """Whether a file has names of the module that are not written out."""
        if any(link.name == "" and self._leads(link) for links in said.links.values() for link in links):
            return True
        return any(map(self._leads, said.by_name)) or said.is_open

    def _leads(self, link: _Link) -> bool:
        """Whether what is imported may have something of the module."""
        if self._telling.isdisjoint(link.files):
            return False
        return any(self._offers(file, link.entry) for file in link.files)

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
        said = self._says(file)
        if said is None or self._is_open(said):
            return None
        names = self._imported(said)
        names.update(name for statement in self._about(said) for name in _given(statement))
        return frozenset(names)

    def _imported(self, said: _Said) -> set[str]:
        """Return the names at the top of a file that have something of the module."""
        return {link.name for link in said.imported if self._leads(link)}

    def _about(self, said: _Said) -> list[Statement]:
        """Return the statements that may have to do with the module, imports alone aside."""
        names = self._imported(said)
        registries: set[str] = set()
        if self._registries:
            of_all = (link for links in said.links.values() for link in links)
            registries = {link.name for link in of_all if self._is_of_registry(link)}
        about: dict[Statement, None] = {}
        asked: Iterable[Statement] = said.outline if names or registries else said.inside
        while True:
            new = [s for s in asked if self._is_about(said, s, names, registries)]
            if not new:
                return list(about)
            about.update(dict.fromkeys(new))
            changed = (name for s in new for name in s.sets & said.project)  # a class gets a method
            names.update(name for s in new for name in (*(s.binds & said.own), *(s.bases & said.own)))
            names.update(changed)
            asked = [statement for statement in said.outline if statement not in about]

    def _is_about(self, said: _Said, statement: Statement, names: set[str], registries: set[str]) -> bool:
        if not (names.isdisjoint(statement.names) and names.isdisjoint(statement.decorators)):
            return True
        if not registries.isdisjoint(statement.names):
            return True
        if not statement.defines:
            return not names.isdisjoint(statement.binds)
        return not names.isdisjoint(_given(statement)) or any(map(self._leads, said.links[statement]))

    def _registries_of(self, module: str) -> frozenset[str]:
        """Return the files that have what a module calls when it is imported: it may register its networks there."""
        said = self._says(module)
        if said is None:
            return frozenset()
        called = {name for s in said.outline for name in (s.decorators if s.defines else s.binds)}
        links = (link for links in said.links.values() for link in links if link.name in called)
        return frozenset(file for link in links for file in link.files)

    def _is_of_registry(self, link: _Link, passed: frozenset[str] = frozenset()) -> bool:
        """Whether what is imported comes from such a file, through packages that have it from there, too.

        Args:
            link: the import.
            passed: the packages on the way.
        """
        if not self._registries.isdisjoint(link.files):
            return True
        packages = (link.files & self._takers) - passed if len(passed) < _MAX_PACKAGES else ()
        for said in filter(None, map(self._says, packages)):
            found = (each for each in said.imported if each.name in link.entry.names)
            if any(self._is_of_registry(each, passed | link.files) for each in found):
                return True
        return False

    def _imports_registry(self, file: str) -> bool:
        facts = import_graph.read(file) if self._registries else None
        return facts is not None and not self._registries.isdisjoint(_sources((file, facts.version)))


def _kept(said: _Said, about: list[Statement]) -> set[Statement]:
    """Return the statements that have to run before or among those that are asked for.

    Left out is what calls functions of the project and sets nothing that others need.
    """
    variables = frozenset(name for s in said.outline if not s.defines for name in s.binds) - said.project
    needed = {name for statement in about for name in statement.names}
    asked = set(about)
    kept = {s for s in said.outline if s in asked or s.defines or s.imports or said.project.isdisjoint(s.names)}
    followed = {s for s in kept if s in asked or s.defines}
    while True:
        left = [s for s in said.outline if s not in followed]
        new = [s for s in left if not needed.isdisjoint(s.binds if s in kept else (s.names & variables) | s.binds)]
        if not new:
            return kept
        kept.update(new)
        followed.update(new)
        needed.update(name for statement in new for name in statement.names)


def _given(statement: Statement) -> Iterable[str]:
    """Return the names that a statement at the top of a file defines or sets."""
    return (statement.name,) if statement.defines else statement.binds

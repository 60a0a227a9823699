"""What of a project its programs come to: what no program comes to does not run, and shows no symptom.

From what programs do, names lead to functions and classes, over the imports of the project (see ``reach``). This finds
too much rather than too little: a class is come to where it is named, and one that has bases is asked for all its
methods by those. What a package imports it offers; and of what is commented out somebody tries now this and now that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from bnlint.patterns import pattern
from bnlint.project import import_graph, programs, survey
from bnlint.project.mentions import mentions
from bnlint.project.parts import Bases, Part
from bnlint.project.reach import Graph, Links
from bnlint.project.reached import Reached
from bnlint.project.search_paths import LOADERS
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax.texts import text_of

_ANY_NAME = pattern(
    r"(?<![\w.])(?<!def )(?:eval|exec)[ \t]*\(|\bfire\b|sys\.modules"
    r"|(?:(?<![\w.])(?:globals|locals|vars)[ \t]*\([^()]*\)|__dict__)[ \t]*(?:\[|\.get[ \t]*\()(?![ \t]*['\"]\w+['\"])"
)
"""What finds functions of a file by names that are worked out; a method that is called ``eval`` does not."""
_ANY_METHOD = pattern(
    r"\bgetattr[ \t]*\((?![ \t]*\w*(?:args|ARGS|FLAGS|flags|opts?|params|cfg|config|conf)\b)"
    r"(?![^(),]*,[ \t]*['\"]\w+['\"])"
)
_ANY_MODULE = frozenset(("__subclasses__", "pkgutil", *LOADERS))
_BY_NAME = frozenset(("import_module", "__import__"))
_GOT = pattern(r"def[ \t]+\w+[ \t]*\([^)]*?\b(\w+)\b[^)]*\)(?s:.*?)(?:import_module|__import__)[ \t]*\(\s*\1\b")
"""A function that imports a module by a name that it gets."""
_ASIDE = frozenset(
    "staticmethod classmethod property setter tf function keras saving utils register_keras_serializable tensorflow "
    "register_serializable autograph experimental do_not_convert functools lru_cache cache wraps contextlib "
    "contextmanager dataclass dataclasses total_ordering abstractmethod abc slim add_arg_scope contrib framework "
    "python jit njit numba typing overload final K compat v1 v2".split()
)
"""Decorators that leave what they decorate to those who name it."""
_CALL_NOTHING = frozenset("object abc ABC ABCMeta metaclass typing Generic Protocol".split())
"""Names in the first line of a class that bring nobody who calls its methods."""
_PATHS = ("sys.path", "addsitedir", "PYTHONPATH")
"""What says that modules are looked for elsewhere, too."""
_RUN_ALL = frozenset("unittest absltest Fire".split())
_COMMENTED = pattern(r"#[^\n]*?\b(?:(\w+)\(|import[ \t]+(?:[\w.]+\.)?(\w+))")


class Usage:
    """What the programs of a project come to.

    Args:
        graph: of the project's files.
        seen: what they come to.
        root: the project's folder, whose documents and settings may speak of more; "" for none.
        stopped: programs that end where they import what no search path of theirs holds.
    """

    def __init__(self, graph: Graph, seen: frozenset[Part], root: str, stopped: frozenset[str]) -> None:
        self._graph, self._seen, self._root, self._stopped = graph, seen, root, stopped
        self._folders = frozenset(
            os.path.join(os.path.dirname(part.file), "") for part in seen if part.defines or programs.works((part,))
        )
        self._used = frozenset(part.file for part in seen if part.defines)
        self.works = programs.works(seen)
        """Whether a program does something with a model."""

    def is_nobodys(self, file: str, name: str, member: str = "") -> bool:
        """Whether no program comes to a function or class, or to a member of a class.

        Args:
            file: an absolute path.
            name: of what stands at the top of the file.
            member: that of a method, "" for the function or class itself.
        """
        links = self._graph.links(file)
        parts: Iterable[Part] = links.parts.named.get(name, ()) if links is not None else ()
        if member:
            parts = [each for part in parts for each in part.members.get(member, ())]
        if not parts or not self._seen.isdisjoint(parts):
            return False
        told = programs.told(self._root) if self._root else programs.Told()
        spoken_of = told.names(member or name) and not self._has_twin(file, name)
        return not spoken_of and (file in self._used or not told.shows(os.path.basename(file)))

    def is_stopped(self, file: str) -> bool:
        """Whether a file is a program that cannot import what it needs, and that no document speaks of."""
        return file in self._stopped and self.works and not programs.told(self._root).shows(os.path.basename(file))

    def _has_twin(self, file: str, name: str) -> bool:
        """Whether programs come to what has the same name in another file: then people speak of that one."""
        others = map(self._graph.links, self._used - {file})
        named = (links.parts.named.get(name, ()) for links in others if links is not None)
        return any(not self._seen.isdisjoint(parts) for parts in named)

    def reaches(self, folder: str) -> bool:
        """Whether programs come to something in a folder, below or above it: then they would come to the rest, too."""
        asked = os.path.join(folder, "")
        return any(asked.startswith(each) or each.startswith(asked) for each in self._folders)


@for_seconds
def usage(root: str) -> Usage | None:
    """Return what the programs of a project come to; None where nobody can tell.

    Args:
        root: the project's folder.
    """
    found = survey.survey(root)
    if found.cut:
        return None
    return _usage((*found.code, *found.notebooks), root)


@for_seconds
def usage_of_one(file: str) -> Usage | None:
    """Return what a program comes to that nobody imports.

    Args:
        file: an absolute path.
    """
    return _usage((file,), "")


def _usage(files: tuple[str, ...], root: str) -> Usage | None:
    walk = _Walk(files, root)
    return Usage(walk.graph, frozenset(walk.found.parts), root, frozenset(walk.stopped)) if walk.go() else None


class _OfPrograms(Reached):
    """What programs come to: a class that has bases is asked for all its members by those."""

    def __init__(self) -> None:
        super().__init__()
        self._any_member = False

    def ask_all(self) -> None:
        """Add all members, and those of what is come to later: they are asked for by names that are worked out."""
        self._any_member = True
        self.ask(frozenset(self._idle))

    def asks_for(self, cls: Part, name: str, member: Part) -> bool:
        """Whether a member of a class may run."""
        by_others = self._any_member or not cls.bases <= {"object"} or name.startswith("__")
        return by_others or super().asks_for(cls, name, member)


class _Walk:
    """Goes from the programs of a project to all that they come to."""

    def __init__(self, files: tuple[str, ...], root: str) -> None:
        self._files, self._root = files, root
        self.stopped: set[str] = set()
        by_name: dict[str, list[str]] = {}
        for file in files:
            by_name.setdefault(_stem(file).lower(), []).append(file)
        self.graph = Graph(by_name)
        self.found = _OfPrograms()
        self._imported: set[str] = set()

    def go(self) -> bool:
        """Collect all of it; whether that can be told."""
        read = [links for links in map(self.graph.links, self._files) if links is not None]
        if len(read) < len(self._files):
            return False
        started = [links for links in read if self._is_program(links)]
        self.stopped = self._stopping(started)
        tried = [links for links in started if _only_makes(links)]
        for links in started:
            if links not in tried:
                self._start(links)
        if not all(map(self._follow, self.found.each())):
            return False
        for links in tried:
            if not self._is_copy(links):
                self._start(links)
        if not all(map(self._follow, self.found.each())):
            return False
        self._put_back()
        return all(map(self._follow, self.found.each()))

    def _is_program(self, links: Links) -> bool:
        return programs.is_run(links) or programs.works(self._behind(*_started(links)), by_arguments=True)

    def _stopping(self, started: list[Links]) -> set[str]:
        """Return the programs that import from a module beside another program, which theirs is not beside.

        That can be said where nobody adds to the search path.
        """
        stray = [links for links in started if links.strays and links.file.endswith(".py")]
        if not stray or not self._root or programs.adds_search_paths(self._root):
            return set()
        found = frozenset(file for links in started for file in links.told if not _is_stray(links, file))
        ending = {
            links.file
            for links in stray
            if not any(mentions(file, _PATHS) for file in (links.file, *links.told))
            and any(self._ends_at(links, entry, found.intersection(files)) for entry, files in links.strays)
        }
        imported = frozenset(file for links in started if links.file not in ending for file in links.told)
        return ending - imported

    def _ends_at(self, links: Links, entry: import_graph.Import, files: Iterable[str]) -> bool:
        """Whether a program ends at an import of names that it would find in one of some files."""
        written = rf"(?m)^from[ \t]+{re.escape('.'.join(entry.parts))}[ \t]+import\b"
        if not entry.names or re.search(written, text_of(links.file)) is None:
            return False
        meant = os.sep + os.path.join(*entry.parts) + ".py"
        there = (self.graph.links(file) for file in files if file.endswith(meant))
        return any(each is not None and {*entry.names} <= each.parts.named.keys() for each in there)

    def _is_copy(self, links: Links) -> bool:
        """Whether nothing has come to a file, but to classes of other files that are called like those it makes."""
        if links.file in self._imported:
            return False
        made = _called_by_guard(links) & links.parts.named.keys()
        others = [there for file in {part.file for part in self.found.parts} if (there := self.graph.links(file))]
        return all(
            any(not self.found.parts.isdisjoint(each.parts.named.get(name, ())) for each in others) for name in made
        )

    def _start(self, links: Links) -> None:
        """Add what a file does when it is run."""
        self._import(links.file)
        self.found.add(*_started(links))
        if programs.is_test(links) or any(not _RUN_ALL.isdisjoint(part.names) for part in links.parts.always):
            self.found.add(*links.parts.each())

    def _import(self, *files: str) -> None:
        """Add what files do when they are imported, and what their own imports do."""
        waiting = list(files)
        while waiting:
            file = waiting.pop()
            links = self.graph.links(file)
            if file in self._imported or links is None:
                continue
            self._imported.add(file)
            waiting += (*links.told, os.path.join(os.path.dirname(file), "__init__.py"))
            self.found.add(*(part for part in (*self.graph.first(links), *_called(links)) if not part.is_guard))
            if os.path.basename(file) == "__init__.py":
                self.found.add(*self.graph.meant(links, frozenset(links.sources), frozenset()))
            known = {*links.parts.named, *links.sources, *_ASIDE}
            self.found.add(*(part for decorators, part in links.parts.handed if not decorators <= known))

    def _follow(self, part: Part) -> bool:
        """Add all that a part leads to; whether it can be told what that is."""
        links = self.graph.links(part.file)
        if links is None or not _ANY_MODULE.isdisjoint(part.names):
            return False
        if not _BY_NAME.isdisjoint(part.names) and not self._import_by_name(links, part.says(_GOT)):
            return False
        if part.says(_ANY_NAME):
            names = frozenset((*links.parts.named, *links.sources))
            self.found.add(*self.graph.meant(links, names, names))
        if part.says(_ANY_METHOD):
            self.found.ask_all()
        self.found.ask(part.asks)
        self.found.add(*self.graph.targets(part, links).parts)
        for bases in part.heirs:
            self._inherit(links, bases)
        return True

    def _inherit(self, links: Links, bases: Bases) -> None:
        """Add the members of all classes above one that a library's class is among: that may call those of a mixin."""
        above: set[Part] = set()
        waiting, by_others = [(links, bases)], False
        while waiting:
            there, (names, first) = waiting.pop()
            by_others = by_others or not first <= {*there.parts.named, *there.sources, *_CALL_NOTHING}
            for part in set(self.graph.meant(there, names, frozenset())) - above:
                above.add(part)
                behind = self.graph.links(part.file)
                by_others = by_others or not part.is_class
                waiting += [(behind, more) for more in part.heirs] if behind is not None else []
        if by_others:
            self.found.add(*(member for part in above for each in part.members.values() for member in each))

    def _import_by_name(self, links: Links, got: bool) -> bool:
        """Add all of the modules that a file may import by a name that it works out; whether there are any.

        Args:
            links: the file.
            got: it gets the name: then those who import the file say which modules of which packages they may be.
        """
        facts = import_graph.read(links.file)
        entries = [entry for entry in facts.imports if entry.by_name] if facts is not None else []
        files = self._add_modules(links.file, entries)
        if not got:
            return bool(files)
        handed = [entry for each in self._users(links) for entry in import_graph.named(text_of(each))]
        return bool(self._add_modules(links.file, [entry for entry in handed if entry.parts[1:] or entry.names]))

    def _add_modules(self, importer: str, entries: Iterable[import_graph.Import]) -> set[str]:
        """Add all that is in modules that a file imports by their names, and return them."""
        starts = import_graph.all_roots(importer)
        files = {file for entry in entries for file in import_graph.files_of(entry, importer, starts, binding=True)}
        self._import(*files)
        for there in filter(None, map(self.graph.links, files)):
            self.found.add(*there.parts.each())
        return files

    def _users(self, links: Links) -> Iterator[str]:
        """Yield the file and those of the project that import it."""
        yield links.file
        others = filter(None, map(self.graph.links, self._files))
        yield from (other.file for other in others if other is not links and links.file in other.told)

    def _put_back(self) -> None:
        """Add what code that is commented out calls or imports: somebody tries now the one and now the other.

        A name that a file has means what it has by it; any other name means all that is called so.
        """
        words: set[str] = set()
        for links in filter(None, map(self.graph.links, tuple(self._imported))):
            said = {word for match in _COMMENTED.findall(text_of(links.file)) for word in match if word}
            own = said & {*links.parts.named, *links.sources}
            self.found.add(*self.graph.meant(links, frozenset(own), frozenset()))
            self.found.ask(frozenset(own))
            words |= said - own
        self.found.ask(frozenset(words))
        for links in filter(None, map(self.graph.links, self._files)):
            stem, named = _stem(links.file), links.parts.named
            if stem.isidentifier():  # no import can name a copy like ``ops-old.py``; comments speak of the original
                for name in named if stem in words else words & named.keys():
                    self.found.add(*named[name])

    def _behind(self, *starts: Part) -> Iterator[Part]:
        """Yield parts and all that they come to."""
        found = _OfPrograms()
        found.add(*starts)
        for part in found.each():
            yield part
            links = self.graph.links(part.file)
            found.ask(part.asks)
            found.add(*self.graph.targets(part, links).parts if links is not None else ())


def _is_stray(links: Links, file: str) -> bool:
    return any(file in files for _, files in links.strays)


def _stem(file: str) -> str:
    return os.path.splitext(os.path.basename(file))[0]


def _started(links: Links) -> Iterator[Part]:
    """Yield what a file does only when it is the program; ``tf.app.run()`` calls ``main``."""
    yield from (part for part in links.parts.always if part.is_guard)
    if any({"app", "run"} <= part.names for part in links.parts.always):
        yield from links.parts.named.get("main", ())
    for name in _CALLED_BY_HOSTS:
        yield from (part for part in links.parts.named.get(name, ()) if {"event", "context"} <= part.names)


def _only_makes(links: Links) -> bool:
    """Whether all that a file does as a program is to make objects of its own classes, to see that it can."""
    called = _called_by_guard(links)
    if not called or programs.is_run(links):
        return False
    classes = {name for name, parts in links.parts.named.items() if all(part.is_class for part in parts)}
    return called <= classes | _AROUND and not called.isdisjoint(classes)


def _called_by_guard(links: Links) -> frozenset[str]:
    return frozenset().union(*(part.called for part in links.parts.always if part.is_guard))


_AROUND = programs.SETS_UP | frozenset("Session InteractiveSession Graph as_default placeholder Input print".split())
"""What a class may need to be made, and its maker says of it."""
_CALLED_BY_HOSTS = ("handler", "lambda_handler")
"""Functions that a cloud calls with an event and a context (AWS Lambda)."""


def _called(links: Links) -> Iterator[Part]:
    """Yield the variables of a file that are made by a call: that runs whoever imports it."""
    return (part for part in links.parts.each() if not part.defines and part.called)

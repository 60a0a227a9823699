"""Whether the code of a file can come to BatchNormalization (BN): by the names in it, and by what those stand for.

That a file imports one that imports one that has BN says little: half of a package's files import a base class, one
of whose methods loads any network of the package. So an import counts by what is named of it. A function or a class
that is named may be called; a method is what any name may mean that is spelled like it. This finds too much
(``x.update`` means every method ``update`` of the classes that were come to), and leaves out nothing that an analysis
would find: what runs there is named somewhere, or Python or Keras call it themselves, or it was put where others look
for it when its module was imported. Where code is reached by texts that are worked out, anything may be. What only a
string speaks of, what a statement documents and what a module does as a program lead nowhere.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bnlint.libraries import packages
from bnlint.project import import_graph, prefilter
from bnlint.project.import_graph import ANY, Import
from bnlint.project.mentions import mentions
from bnlint.project.parts import Part, Parts, parts_in, parts_of, parts_with
from bnlint.project.reached import Reached
from bnlint.project.ttl_cache import Kept
from bnlint.records import dataclass
from bnlint.syntax.texts import NOTEBOOK, text_of

_CALLED = frozenset(
    "call build compute_output_shape compute_mask train_step test_step predict_step make_train_function "
    "make_test_function make_predict_function update_state result setUp tearDown run".split()
)
"""Methods that Keras, TensorFlow or a test runner call."""
_MAX_HOPS = 8
"""How often one module may hand on a name that it has from another one."""
_MAX_PARTS = 20_000
_MAX_NOTEBOOK = 50_000_000
_MAX_BEHIND = 50
"""What is looked at of that which decorators lead to."""
NOWHERE: Mapping[str, Sequence[str]] = MappingProxyType({})


def meets_bn(path: str, source: str | None = None, words: tuple[str, ...] = ()) -> bool:
    """Whether the code of a file can come to BN.

    Args:
        path: the file.
        source: its text, where that is not what lies there.
        words: names of more that contains BN.
    """
    file = os.path.abspath(path)
    graph = _graphs.get()
    links = graph.links(file)
    parts = None if source is None else parts_with(source, file)
    if parts is not None and (links is None or links.parts is not parts):
        return comes_to_bn(graph, Links(file, parts), words)
    if links is None:
        return True
    key = file, words
    if key not in graph.known:
        graph.known[key] = comes_to_bn(graph, links, words)
    return graph.known[key]


def comes_to_bn(graph: Graph, start: Links, words: tuple[str, ...]) -> bool:
    """Whether BN is among what a file leads to.

    Args:
        graph: of the project's files.
        start: the file.
        words: names of more that contains BN.
    """
    return _Search(graph, start, words).finds()


@dataclass(eq=False)
class _Targets:
    """What a part leads to.

    Args:
        parts: functions, classes and variables.
        bn: BN of a library.
    """

    parts: tuple[Part, ...]
    bn: bool


class Links:
    """A file's parts, and where its imports lead.

    Args:
        file: the file.
        parts: those of it.
        by_name: files by the name of their module, in small letters: an import that leads nowhere else may mean them.
    """

    def __init__(self, file: str, parts: Parts, by_name: Mapping[str, Sequence[str]] = NOWHERE) -> None:
        self.file, self.parts = file, parts
        starts = import_graph.all_roots(file)
        self.sources: dict[str, list[tuple[Import, tuple[str, ...]]]] = {}
        self.strays: list[tuple[Import, tuple[str, ...]]] = []
        """Imports that no search path leads to, with the files that may be meant."""
        self.libraries: set[str] = set()
        self.missing: set[str] = set()
        self.importable = frozenset[str]().union(*map(import_graph.importable, starts))
        for entry, name in parts.imports:
            if not (entry.level or entry.parts):
                continue  # no Python
            known = not entry.level and entry.parts[0] in packages.KNOWN
            found = () if known else tuple(import_graph.files_of(entry, file, starts, binding=True))
            if by_name and not found and (not known or entry.parts[0] in self.importable):
                modules = dict.fromkeys((*entry.parts, *entry.names))
                found = tuple(other for module in modules for other in by_name.get(module.lower(), ()) if other != file)
                self.strays += [(entry, found)] if found and entry.parts[:1] and not known else []
            if found:
                self.sources.setdefault(name, []).append((entry, found))
                continue
            if prefilter.names_bn("import " + ".".join((*entry.parts, *entry.names))):
                self.libraries.add(name)
            if not known and not entry.level and entry.parts[0] not in self.importable:
                self.missing.add(entry.parts[0])
        self.told = tuple(dict.fromkeys(f for each in self.sources.values() for _, found in each for f in found))


class Graph:
    """What the parts of a project's files lead to, worked out once for all files that are asked about.

    Args:
        by_name: files by the name of their module, in small letters: an import that leads nowhere else may mean them.
    """

    def __init__(self, by_name: Mapping[str, Sequence[str]] = NOWHERE) -> None:
        self._by_name = by_name
        self.known: dict[tuple[str, tuple[str, ...]], bool] = {}
        """Whether files come to BN, with what else is BN."""
        self._links: dict[str, Links | None] = {}
        self._targets: dict[Part, _Targets] = {}
        self._first: dict[str, tuple[Part, ...]] = {}

    def links(self, file: str) -> Links | None:
        """Return the parts of a file and where its imports lead; None where it cannot be read."""
        if file not in self._links:
            began = time.monotonic()
            parts = parts_of(file) or (_parts_of_large(file) if file.endswith(NOTEBOOK) else None)
            self._links[file] = None if parts is None else Links(file, parts, self._by_name)
            _graphs.spent(time.monotonic() - began)
        return self._links[file]

    def first(self, links: Links) -> tuple[Part, ...]:
        """Return what a file does when it is imported, and what is then put where others look for it."""
        if links.file not in self._first:
            kept = (part for names, part in links.parts.handed if self._keep(links, names) or self._tells(links, part))
            self._first[links.file] = (*links.parts.always, *kept)
        return self._first[links.file]

    def _keep(self, links: Links, decorators: frozenset[str]) -> bool:
        """Whether decorators, or what they call, may keep what they get where others look for it.

        Args:
            links: the file in which they are named.
            decorators: their names.
        """
        waiting = list(self.meant(links, decorators, frozenset()))
        seen: set[Part] = set()
        while waiting and len(seen) < _MAX_BEHIND:
            part = waiting.pop()
            if part.keeps:
                return True
            if part not in seen:
                seen.add(part)
                there = self.links(part.file)
                waiting += self.targets(part, there).parts if there is not None else ()
        return bool(waiting)

    def _tells(self, links: Links, cls: Part, depth: int = 0) -> bool:
        """Whether a base of a class hears of it."""
        for base in self.meant(links, cls.bases, frozenset()) if depth < _MAX_HOPS else ():
            there = self.links(base.file)
            if "__init_subclass__" in base.members or there is not None and self._tells(there, base, depth + 1):
                return True
        return False

    def targets(self, part: Part, links: Links) -> _Targets:
        """Return what a part leads to.

        Args:
            part: of a file.
            links: that file.
        """
        if part not in self._targets:
            names = part.names
            if part.by_text:  # `globals()[name]`, `getattr(module, name)`
                names |= links.parts.named.keys() | links.sources.keys() if "globals" in names else frozenset()
            own = names if part.by_text or names.isdisjoint(links.parts.named) else part.plain
            found = self.meant(links, names, names if part.by_text else part.bare(links.sources.keys()), own)
            self._targets[part] = _Targets(tuple(dict.fromkeys(found)), not links.libraries.isdisjoint(names))
        return self._targets[part]

    def meant(
        self, links: Links, names: frozenset[str], bare: frozenset[str], own: frozenset[str] | None = None
    ) -> Iterator[Part]:
        """Yield what names of a file stand for.

        Args:
            links: the file.
            names: the names.
            bare: those of them of which anything may be asked.
            own: those of them that may be the file's own: what is asked of a module is that module's; None for all.
        """
        for name in (names if own is None else names & own) & links.parts.named.keys():
            yield from links.parts.named[name]
        for name in names & links.sources.keys():
            for entry, files in links.sources[name]:
                for file in files:
                    yield from self._imported(file, entry, names, name in bare, set())
        for _, files in links.sources.get("", ()):
            for file in files:
                yield from self._given(file, names, False, set())

    def _imported(
        self, file: str, entry: Import, names: frozenset[str], bare: bool, seen: set[tuple[str, frozenset[str]]]
    ) -> Iterator[Part]:
        """Yield what an import that leads to a file gets from there."""
        is_module = not entry.names or entry.names == (ANY,) or _stem(file) == entry.names[0]
        if is_module:
            yield from self._given(file, names, bare, seen)
        else:
            links = self.links(file)
            there = links is None or entry.names[0] in links.parts.named or entry.names[0] in links.sources
            yield from self._given(file, frozenset(entry.names), not there, seen, names)

    def _given(
        self,
        file: str,
        names: frozenset[str],
        bare: bool,
        seen: set[tuple[str, frozenset[str]]],
        asked: frozenset[str] = frozenset(),
    ) -> Iterator[Part]:
        """Yield what names mean in a module that is looked into.

        Args:
            file: the module.
            names: the names.
            bare: it is handed on as it is, so that any name may be asked of it.
            seen: what was asked before.
            asked: names that may be asked of what the others mean.
        """
        links = self.links(file)
        if links is None or (file, names) in seen or len(seen) > _MAX_HOPS**2:
            return
        seen.add((file, names))
        for name in links.parts.named.keys() if bare else names & links.parts.named.keys():
            yield from links.parts.named[name]
        for module in _modules_in(links, names):
            yield from self._given(module, names | asked, bare, seen)
        for name in links.sources.keys() if bare else (*(names & links.sources.keys()), ""):
            for entry, files in links.sources.get(name, ()):
                for each in files:
                    yield from self._imported(each, entry, names | asked, bare, seen)


_graphs = Kept(Graph)


def _parts_of_large(notebook: str) -> Parts | None:
    """Return the parts of a notebook whose outputs, or the images in it, make it large."""
    try:
        return parts_in(text_of(notebook), notebook, True) if os.path.getsize(notebook) < _MAX_NOTEBOOK else None
    except OSError:
        return None


def _modules_in(links: Links, names: frozenset[str]) -> Iterator[str]:
    """Yield the modules of a package that names mean, whoever has imported them."""
    folder, name = os.path.split(links.file)
    if name == "__init__.py":
        for inner in (names & import_graph.importable(folder)) - links.sources.keys():
            yield from import_graph.module_files(folder, inner)


def _stem(file: str) -> str:
    """Return the name of a module, or of the package that a file is the beginning of."""
    folder, name = os.path.split(file)
    return os.path.basename(folder) if name == "__init__.py" else name[: -len(".py")]


class _OfFile(Reached):
    """What a file comes to: what Keras, TensorFlow or a test runner call is asked for, too.

    Args:
        start: the file.
    """

    def __init__(self, start: Links) -> None:
        super().__init__()
        self._own = {name for part in start.parts.each() for name in part.members if not name.startswith("__")}
        """The methods of the file's own classes, which inherited ones may call."""
        if "call" in self._own:
            self._own.add("")

    def asks_for(self, cls: Part, name: str, member: Part) -> bool:
        """Whether a member of a class may run: somebody calls it by its name, or a class of the file inherits it."""
        if name.startswith(("__", "on_", "test")) or name.endswith("_step") or name in _CALLED:
            return True
        return super().asks_for(cls, name, member) or not self._own.isdisjoint(member.of_self)


class _Search:
    """Goes from the code of one file to all that it can come to."""

    def __init__(self, graph: Graph, start: Links, words: tuple[str, ...]) -> None:
        self._graph, self._start, self._words = graph, start, words
        self._reached = _OfFile(start)

    def finds(self) -> bool:
        """Whether there is BN among it."""
        own, reached = self._start.parts, self._reached
        if not self._begin():
            return True
        for part in (*own.always, *own.each()):
            reached.add(part)
            reached.add(*(member for each in part.members.values() for member in each))
        for part in reached.each():
            links = self._start if part.file == self._start.file else self._graph.links(part.file)
            if part.speaks or links is None or len(reached.parts) > _MAX_PARTS:
                return True
            targets = self._graph.targets(part, links)
            if targets.bn:
                return True
            reached.ask(part.names)
            reached.add(*targets.parts)
        return False

    def _begin(self) -> bool:
        """Add what happens when modules are imported; whether all of it can be told."""
        found: dict[str, None] = {}
        waiting = list(self._start.told)
        while waiting:
            file = waiting.pop()
            if file in found or file == self._start.file:
                continue
            found[file] = None
            links = self._graph.links(file)
            if links is None:
                continue
            if not self._start.importable.isdisjoint(links.missing):
                return False
            if self._words and mentions(file, self._words):
                return False
            waiting.extend(links.told)
            self._reached.add(*(part for part in self._graph.first(links) if not part.is_guard))
        return True

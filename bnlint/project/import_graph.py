"""Whether a file can concern BatchNormalization (BN) through the project's modules that it imports.

A training script often holds no word about BN: the model comes from another file. Only if one of the modules it
imports, over any number of hops, passes the word filter is an analysis worth the import of libcst. This module reads
import statements with regular expressions and looks for the files; like the analyzer it never imports what it reads.
What it takes for reachable is a superset of what the analyzer follows; where absolute imports may start (``roots``) and
which files belong to the project (``belongs``) is decided here for both.
"""

from __future__ import annotations

import os
import re
import stat
from collections import deque
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import islice
from typing import NamedTuple, TypeVar

from bnlint.libraries import packages
from bnlint.project import prefilter, search_paths
from bnlint.project.mentions import mentions
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax.texts import text_of

_FROM = (
    r"[ \t]*from\b[ \t]*(?P<dots>\.*)(?P<module>(?:\w[\w.]*)?)[ \t]*(?<!\w)import\b[ \t]*"
    r"(?P<names>\([^)]{0,10000}\)|[^\n#;]*)"
)
_IMPORT = r"[ \t]*import[ \t]+(?P<names>[^\n#;]+)"
_NAME = r"[\w.]+"
"""Compiled (and kept by ``re``) when a file is read, not when flake8 imports the plugin."""
T = TypeVar("T")
ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "tox.ini")
_MAX_LEVELS = 12
_MAX_MODULES = 200
_MAX_BYTES = 2_000_000


class Import(NamedTuple):
    """An imported module: leading dots, dotted name, and names that may be modules inside it; or any, by a name."""

    level: int
    parts: tuple[str, ...]
    names: tuple[str, ...]
    by_name: bool = False


class Facts(NamedTuple):
    """What one version of a file says; ``paths`` are the relative ones it adds to ``sys.path``."""

    version: tuple[int, int]
    concerns_bn: bool
    fits: bool
    tapes: bool
    imports: tuple[Import, ...]
    paths: tuple[str, ...]

    @property
    def adds(self) -> bool:
        """Whether it adds folders to ``sys.path``, or may import a module that does."""
        return bool(self.paths) or any(map(adds_paths, self.imports))


_facts_of: dict[str, Facts] = {}
"""By file; read anew when the file changes, because editors keep the process for days."""


def reaches_bn(source: str, path: str, words: tuple[str, ...] = ()) -> bool:
    """Whether a project-local module that this one imports, directly or not, passes the word filter.

    Args:
        source: the module's text.
        path: its file; without a directory that exists there is nothing to find.
        words: names of more that contains BN.
    """
    start = os.path.abspath(path)
    if path.startswith("<") or not os.path.isdir(os.path.dirname(start)):
        return False
    return leads_to_bn(_imports(source, start), start, words)


def leads_to_bn(imports: tuple[Import, ...], start: str, words: tuple[str, ...] = ()) -> bool:
    """Whether one of the imported modules passes the word filter, or one that they import.

    Args:
        imports: what a file imports.
        start: its absolute path.
        words: names of more that contains BN.
    """
    seen = {start}
    starts = tuple(roots(os.path.dirname(start)))
    waiting = deque(files(imports, start, list(starts), binding=True))
    while waiting and len(seen) < _MAX_MODULES:
        file = waiting.popleft()
        if file in seen:
            continue
        seen.add(file)
        facts = read(file)
        if facts is None:
            continue
        if facts.concerns_bn or words and mentions(file, words):
            return True
        waiting.extend(_told_by_file((file, facts.version, starts if facts.adds else _telling(facts, starts))))
    return False


def _telling(facts: Facts, starts: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the folders where absolute imports may start in which one of a file's imports does."""
    firsts = {entry.parts[0] for entry in facts.imports if not entry.level}
    return tuple(start for start in starts if firsts and not firsts.isdisjoint(importable(start)))


@for_seconds
def importable(folder: str) -> frozenset[str]:
    """Return the names of the modules and packages in a folder."""
    listed = _listing(folder)
    return listed.folders | {name[: -len(".py")] for name in listed.files if name.endswith(".py")}


@for_seconds
def _told_by_file(asked: tuple[str, tuple[int, int], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the files that a version of a file has its names from.

    Args:
        asked: the file, its version, and where absolute imports may start.
    """
    file, _, starts = asked
    facts = read(file)
    return tuple(files(facts.imports, file, list(starts), binding=True)) if facts is not None else ()


_FITS = r"\.(?:fit|fit_generator|train_on_batch)\s*\("


def _habits(source: str) -> tuple[bool, bool]:
    """Return whether a file uses Keras's own loops, and gradient tapes."""
    fits = (".fit" in source or ".train_on_batch" in source) and re.search(_FITS, source) is not None
    return fits, "GradientTape" in source


def _imports(source: str, file: str) -> tuple[Import, ...]:
    found = [
        entry for entry, _ in _statements(source) if entry.level or entry.parts and entry.parts[0] not in packages.KNOWN
    ]
    by_name = named(source) if "import_module" in source or "__import__" in source else ()
    return tuple(dict.fromkeys((*found, *by_name, *_by_path(source), *_entry_points(source, file))))


def _by_path(source: str) -> Iterator[Import]:
    """Yield what a file runs by paths."""
    for *folders, name in search_paths.run(source):
        if name:
            yield Import(0, (*folders, name), (), by_name=True)
        else:
            yield Import(0 if folders else 1, tuple(folders), (ANY,), by_name=True)


def _entry_points(source: str, file: str) -> Iterator[Import]:
    """Yield what a file may import that asks for entry points of its own project, by the groups that it names."""
    if "entry_points" not in source:
        return
    from bnlint.project.entry_points import groups  # start-up: few files ask for any

    for name, entries in groups(file).items():
        if name in source:
            for value in entries.values():
                module, _, attribute = value.partition(":")
                yield Import(0, tuple(module.split(".")), (attribute.partition(".")[0],) if attribute else ())


def bindings(code: str) -> Iterator[tuple[Import, str]]:
    """Yield all imports of a module, those of libraries too, one for each name that they bind, "" for all names.

    Args:
        code: the module's text without comments, each statement on one line but for its parentheses.
    """
    for entry, bound in _statements(code):
        for name, as_what in zip(entry.names, bound, strict=False):
            yield entry._replace(names=(name,)), "" if name == ANY else as_what
        if not entry.names and bound:
            yield entry, bound[0]


def _statements(text: str) -> Iterator[tuple[Import, tuple[str, ...]]]:
    """Yield what import statements import, and the names that they bind."""
    from_statement, import_statement, name_of_module = re.compile(_FROM), re.compile(_IMPORT), re.compile(_NAME)
    for line in _import_lines(text):
        match = from_statement.match(text, line)
        if match is not None:
            pieces = [each.split() for each in match["names"].strip("() \t\n").split(",") if each.strip()]
            parts = tuple(filter(None, match["module"].split(".")))
            names = tuple(words[0] for words in pieces)
            yield Import(len(match["dots"]), parts, names), tuple(words[-1] for words in pieces)
            continue
        match = import_statement.match(text, line)
        for each in match["names"].split(",") if match is not None else ():
            words = each.split()
            name = name_of_module.match(words[0]) if words else None
            if name is not None:
                bound = words[2] if len(words) == 3 else name[0].partition(".")[0]
                yield Import(0, tuple(name[0].split(".")), ()), (bound,)


_BY_NAME = r"""['"](?P<dots>\.{0,5})(?P<name>(?:[A-Za-z_]\w{0,99}(?:\.\w{1,100}){0,9})?)(?P<more>\.?)(?:['"]|[{%])"""
_GOES_ON = r"[{%]|['\"][ \t]*[+%]"
"""A name of which a text is only the beginning."""
_BEHIND = 200
"""How far behind ``import_module`` a package may be written that the name of one of its modules is put to."""
_MAX_NAMES = 200
_OWN_MODULES = "iter_modules(__path__"
"""How a package lists its own modules."""


def named(source: str) -> Iterator[Import]:
    """Yield what is imported where a file works out the name of a module, or hands it on: each text that may be one.

    Args:
        source: the file's text.
    """
    if _OWN_MODULES in source:
        yield Import(1, (), (ANY,), by_name=True)
    calls = [match.end() for match in re.finditer(r"import_module\(|__import__\(", source)]
    for match in islice(re.finditer(_BY_NAME, source), _MAX_NAMES):
        name, level = match["name"], len(match["dots"])
        parts = tuple(name.split(".")) if name else ()
        any_of = match["more"] or any(0 <= match.start() - at < _BEHIND for at in calls)
        if level and (name or match["more"]):
            yield Import(level, parts, (ANY,) if match["more"] or not name else (), by_name=True)
        elif name and name.partition(".")[0] not in packages.KNOWN:
            yield Import(0, parts, (ANY,) if any_of else (), by_name=True)
            # "nets.conv" + kind
            if any_of and not match["more"] and re.compile(_GOES_ON).match(source, match.end() - 1):
                yield Import(0 if parts[1:] else 1, parts[:-1], (ANY,), by_name=True)


ANY = "*"
"""Stands for the names of all modules of a package."""


def _import_lines(source: str) -> Iterator[int]:
    """Yield where lines with the word ``import`` begin: looking for a plain string first is ten times faster."""
    at = source.find("import")
    while at != -1:
        yield source.rfind("\n", 0, at) + 1
        end = source.find("\n", at)
        at = source.find("import", end) if end != -1 else -1


@for_seconds
def roots(folder: str) -> list[str]:
    """Return where absolute imports of a file in this folder may start: from there up to the project's root."""
    roots = [folder]
    while len(roots) < _MAX_LEVELS and not any(os.path.exists(os.path.join(roots[-1], m)) for m in ROOT_MARKS):
        parent = os.path.dirname(roots[-1])
        if os.path.basename(parent) in ("dist-packages", "site-packages") or holds_many_projects(parent):
            break  # what lies there is installed or somebody else's, not the project's
        roots.append(parent)
    return [*roots, os.path.join(roots[-1], "src")]


def holds_many_projects(folder: str) -> bool:
    """Whether a folder is the home directory, the top of the file system, or one where everybody may write."""
    if folder in (os.path.dirname(folder), os.path.expanduser("~")):
        return True
    try:
        return bool(os.stat(folder).st_mode & stat.S_ISVTX)
    except OSError:
        return True


@for_seconds
def package_of(folder: str) -> str:
    """Return the name of the outermost package that a folder lies in, "" when there is none.

    Args:
        folder: an absolute path; a folder in a package needs no ``__init__.py`` of its own.
    """
    around = roots(folder)[:-1]
    return next((os.path.basename(each) for each in reversed(around) if "__init__.py" in _listing(each).files), "")


def belongs(file: str, folder: str) -> bool:
    """Whether an existing file lies, after all symbolic links, in the project of another folder.

    Relative imports, additions to ``sys.path`` and links may lead to any file of the machine; none is read that
    somebody else may have put there.

    Args:
        file: an absolute path.
        folder: where the importing file lies.
    """
    real = os.path.realpath(file) if os.path.islink(file) else os.path.join(_real(os.path.dirname(file)), "")
    return any(real.startswith(os.path.join(top, "")) for top in _tops(folder))


@for_seconds
def _real(folder: str) -> str:
    return os.path.realpath(folder)


@for_seconds
def _tops(folder: str) -> tuple[str, ...]:
    """Return the project's root as the path says and, where that path leads over a link, as the disk says."""
    real = _real(folder)
    return tuple({_real(_top(folder)), _top(real)})


def _top(folder: str) -> str:
    """Return the root of the repository, without one the last folder where absolute imports may start."""
    above = folder
    while not holds_many_projects(above):
        if os.path.exists(os.path.join(above, ".git")):
            return above
        above = os.path.dirname(above)
    return roots(folder)[-2]


def added_roots(importer: str, roots: list[str]) -> list[str]:
    """Return the folders that a file adds to ``sys.path``, itself or by a module that it imports for that.

    A relative path starts where the program was started, which is the file's own folder or one above it. Where nothing
    is there, and for an absolute one, its first parts are names that the project's own folder has elsewhere, and those
    around it: they decide nothing.

    Args:
        importer: the file.
        roots: where its absolute imports may start anyway.
    """
    facts = read(importer)
    found = _folders(facts.paths, roots) if facts else []
    for entry in facts.imports if facts else ():
        if adds_paths(entry):
            for file in run_by(entry, importer, roots):
                other = read(file)
                if other is not None and other.paths and belongs(file, os.path.dirname(importer)):
                    found += _folders(other.paths, roots)
    return [folder for folder in dict.fromkeys(found) if folder not in roots]


def adds_paths(entry: Import) -> bool:
    """Whether an imported module says that it is there for ``sys.path``: ``import _init_paths``."""
    return not entry.level and len(entry.parts) == 1 and "path" in entry.parts[0].lower()


def _folders(paths: tuple[str, ...], roots: list[str]) -> list[str]:
    """Return the folders that are there of those that paths may mean."""
    found: list[str] = []
    for path in paths:
        for written in _readings(path):
            folders = [os.path.normpath(os.path.join(root, written)) for root in roots]
            there = [folder for folder in folders if os.path.isdir(folder)]
            found.extend(there)
            if there:
                break
    return found


def _readings(path: str) -> Iterator[str]:
    """Yield a relative path, and it without the folders in front: a checkout has other names elsewhere."""
    if not os.path.isabs(path):
        yield path
    named = [part for part in path.split("/") if part not in ("", ".", "..", "~")]
    for count in range(1, len(named)):
        yield "/".join(named[count:])


def all_roots(importer: str) -> list[str]:
    """Return where absolute imports of a file may start, the folders among them that it adds itself.

    Args:
        importer: its absolute path.
    """
    own = roots(os.path.dirname(importer))
    return [*own, *added_roots(importer, own)]


def files(imports: tuple[Import, ...], importer: str, roots: list[str], binding: bool = False) -> Iterator[str]:
    """Yield the files of the project that importing may run, those that exist.

    Args:
        imports: the imports.
        importer: the file that they stand in.
        roots: where absolute imports may start.
        binding: those alone that names come from. ``from a.b import c`` runs a package ``a``, too, but binds nothing of
            it; ``import a.b`` binds ``a``.
    """
    starts = [*roots, *added_roots(importer, roots)]
    for entry in imports:
        yield from files_of(entry, importer, starts, binding)


def files_of(entry: Import, importer: str, starts: list[str], binding: bool = False) -> Iterator[str]:
    """Yield what ``files`` does for one import.

    Args:
        entry: the import.
        importer: the file that it stands in.
        starts: where absolute imports may start, the folders among them that the file adds.
        binding: as above.
    """
    home = os.path.dirname(importer)
    found = sources if binding and entry.names else run_by
    yield from (file for file in found(entry, importer, starts) if belongs(file, home))


def run_by(entry: Import, importer: str, starts: list[str]) -> Iterator[str]:
    """Yield the files that one import may run, those that exist, wherever they lie.

    Args:
        entry: the import.
        importer: the file that it stands in.
        starts: where absolute imports may start.
    """
    for base in _bases(entry, importer, starts):
        yield from _modules(base, entry)


def sources(entry: Import, importer: str, starts: list[str]) -> Iterator[str]:
    """Yield the files that the names come from which an import binds; not those of the packages around.

    Args:
        entry: the import.
        importer: the file that it stands in.
        starts: where absolute imports may start.
    """
    for base in _bases(entry, importer, starts):
        if entry.by_name:
            yield from _modules(base, entry)
            continue
        folder = os.sep.join((base, *entry.parts))
        itself = list(module_files(*os.path.split(folder)))
        for name in entry.names:
            yield from list(module_files(folder, name)) or itself
        if not entry.names:
            yield from itself


def _bases(entry: Import, importer: str, starts: list[str]) -> Iterator[str]:
    """Yield the folders that an import starts from."""
    if entry.level:
        base = os.path.dirname(importer)
        for _ in range(entry.level - 1):
            base = os.path.dirname(base)
        yield base
        return
    first = entry.parts[0]
    for root in starts:
        listed = _listing(root)
        if first in listed.folders or f"{first}.py" in listed.files:
            yield root


def _modules(base: str, entry: Import) -> Iterator[str]:
    folder = base
    if entry.level:
        yield from module_files(*os.path.split(base))
    for part in entry.parts:
        yield from module_files(folder, part)
        if part not in _listing(folder).folders:
            return
        folder = f"{folder}{os.sep}{part}"
    for name in entry.names:
        if name == ANY and entry.by_name:
            names = sorted(_listing(folder).files)[:_MAX_MODULES]
            yield from (f"{folder}{os.sep}{each}" for each in names if each.endswith(".py"))
        else:
            yield from module_files(folder, name)


def module_files(folder: str, name: str) -> Iterator[str]:
    """Yield the files of a module or package in a folder.

    Args:
        folder: an absolute path.
        name: the module's.
    """
    listed = _listing(folder)
    if f"{name}.py" in listed.files:
        yield f"{folder}{os.sep}{name}.py"
    if name in listed.folders and "__init__.py" in _listing(f"{folder}{os.sep}{name}").files:
        yield f"{folder}{os.sep}{name}{os.sep}__init__.py"


class _Listing(NamedTuple):
    """The names in a folder."""

    files: frozenset[str]
    folders: frozenset[str]


def files_in(folder: str) -> frozenset[str]:
    """Return the names of the files in a folder."""
    return _listing(folder).files


@for_seconds
def _listing(folder: str) -> _Listing:
    """Return what lies in a folder, nothing where that cannot be found out: one look instead of one per name."""
    found: tuple[set[str], set[str]] = set(), set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir() or entry.is_file():
                    found[entry.is_dir()].add(entry.name)
    except OSError:
        return _Listing(frozenset(), frozenset())
    return _Listing(frozenset(found[False]), frozenset(found[True]))


def once_per_version(most: int) -> Callable[[Callable[[str, Facts], T | None]], Callable[[str], T | None]]:
    """Make a function of a file, and of what it says, remember its results until the file changes.

    It then takes the file alone, an absolute path; a file that cannot be read gives None.

    Args:
        most: how many results are kept.
    """

    def decorate(make: Callable[[str, Facts], T | None]) -> Callable[[str], T | None]:
        kept: dict[str, tuple[tuple[int, int], T | None]] = {}

        @wraps(make)
        def remembering(file: str) -> T | None:
            facts = read(file)
            if facts is None:
                return None
            entry = kept.get(file)
            if entry is None or entry[0] != facts.version:
                while len(kept) >= most:
                    del kept[next(iter(kept))]
                entry = kept[file] = facts.version, make(file, facts)
            return entry[1]

        return remembering

    return decorate


def read(file: str) -> Facts | None:
    """Return what a file says, read once per version; None if it cannot be read."""
    try:
        status = os.stat(file)
        version = (status.st_mtime_ns, status.st_size)
        kept = _facts_of.get(file)
        if kept is not None and kept.version == version:
            return kept
        if status.st_size > _MAX_BYTES:
            return None
        source = text_of(file)
    except OSError:
        return None
    speaks_of_bn = prefilter.may_concern(source)  # most do not, and need no package to be looked for
    concerns_bn = speaks_of_bn and prefilter.concerns(source, package=package_of(os.path.dirname(file)))
    facts = Facts(version, concerns_bn, *_habits(source), _imports(source, file), search_paths.added(source))
    _facts_of[file] = facts
    return facts

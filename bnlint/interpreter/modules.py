"""The files of a program: parsing, and finding project-local modules without importing anything."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from bnlint.interpreter.domain.values import Module
from bnlint.project import import_graph, prefilter
from bnlint.records import dataclass
from bnlint.syntax.trees import MAX_FOLLOWED_CHARS, TooDeep, parse, read

if TYPE_CHECKING:
    from bnlint.project.concerns import User

_MAX_MODULE_CHARS = 2_000_000
"""Imported modules larger than this are data, not code worth following."""
_MAX_MODULES = 200
"""Modules one analysis follows; real programs need a few dozen."""

_GIVES_NAMES = ("import *", "__getattr__", "globals", "setattr", "exec", "__dict__", "vars(", "sys.modules")
"""What gives a module names that do not stand in its text."""


def _may_concern(module: Module) -> bool:
    """Whether a module speaks of BN, or uses one that does: then it is checked for its own sake."""
    return prefilter.may_concern(module.text) or import_graph.reaches_bn(module.text, module.path)


def _sets(text: str, name: str) -> bool:
    """Whether a text gives something else an attribute."""
    return name in text and ("setattr" in text or re.search(rf"\.{name}[ \t]*=(?!=)", text) is not None)


@dataclass(eq=False)
class Project:
    """Finds and parses project-local modules, each once.

    Args:
        follow: False to find nothing.
        users: False to find no files that use a module.
        followed: the characters of the modules read so far.
        roots_of: by file, where its absolute imports may start.
        found: by importer, name and level, what was looked for: a program asks for the same names again and again.
        main: the module that is analysed.
        asked: the files that use that one matter to it.
        doubted: so does whether there are others than those that are read, and nobody has looked.
        settings: by the path of a module, whether it is another one that has nothing to do with BN.
    """

    follow: bool = True
    users: bool = True
    modules: dict[str, Module | None] = field(default_factory=dict)
    followed: int = 0
    roots_of: dict[str, list[str]] = field(default_factory=dict)
    found: dict[tuple[Path, str, int], Module | None] = field(default_factory=dict)
    main: Module | None = None
    asked: bool = False
    doubted: bool = False
    settings: dict[str, bool] = field(default_factory=dict)

    def add(self, module: Module) -> None:
        """Make the main module known, so that a file that imports it gets this very module."""
        self.main = module
        if module.file is not None:
            self.modules[str(module.file)] = module

    def is_of_settings(self, path: str) -> bool:
        """Whether this is another module than the main one, without anything of BN: it may hold numbers for some."""
        if self.main is not None and path == self.main.path:
            return False
        if path not in self.settings:
            found = self.modules.get(path)
            self.settings[path] = found is not None and not _may_concern(found)
        return self.settings[path]

    def assumed_format(self) -> str:
        """Return the data format of layers that name none where the program sets none, "?" if another file may."""
        if self.main is None or not self.follow:
            return "channels_last"
        from bnlint.project import image_formats  # start-up time

        return "?" if image_formats.is_open(self.main.path, self.main.text) else "channels_last"

    def habits(self, module: Module) -> tuple[bool, bool]:
        """Return whether the project uses Keras's own loops, and gradient tapes."""
        if not self.follow or module.file is None:
            return False, False
        from bnlint.project.importers import habits  # start-up time

        return habits(str(module.file))

    def users_of(self, module: Module) -> Iterator[tuple[Module, User]]:
        """Yield the modules of the project that use something of this one, nearest first, and what of them does so."""
        if not (self.follow and self.users) or module.file is None:
            return
        from bnlint.project.concerns import users_of  # start-up time

        for user in users_of(str(module.file)):
            found = self._load(user.file, str(module.file.parent))
            if found is not None:
                yield found, user

    def knows_all_of(self, module: Module) -> bool:
        """Whether nobody but the files that are read can use a module: no other, and no package that offers it."""
        if module.file is None:
            return "__main__" not in module.text
        if not (self.follow and self.users):
            self.doubted = True
            return False
        from bnlint.project import concerns, programs  # start-up time

        users = concerns.users_of(str(module.file), unlimited=True)
        if any(self.modules.get(user.file) is None for user in users):
            return False
        if not users and "__main__" not in module.text:
            return True
        return not programs.lies_in_package(str(module.file.parent))

    def says(self, path: str, word: str) -> bool:
        """Whether the file of a path has a word in it, or is none that was read."""
        module = self.main if self.main is not None and self.main.path == path else self.modules.get(path)
        return module is None or module.speaks_of(word)

    def speaks_of_method(self, name: str, but: Module) -> bool:
        """Whether another file that is read speaks of a method, other than of its own object's."""
        others = (m.text for m in self.modules.values() if m is not None and m is not but)
        return any(re.search(rf"(?<!\bself)\.{name}\b", text) for text in others)

    def find(self, name: str, level: int, importer: Module) -> Module | None:
        """Return a module imported as ``name`` (``level`` leading dots) by ``importer``, None if not local."""
        if not self.follow or importer.file is None:
            return None
        key = importer.file, name, level
        if key not in self.found:
            self.found[key] = self._find(name, level, str(importer.file))
        return self.found[key]

    def _find(self, name: str, level: int, importer: str) -> Module | None:
        parts = name.split(".") if name else []
        home = os.path.dirname(importer)
        if level:
            base = home
            for _ in range(level - 1):
                base = os.path.dirname(base)
            return self._load_parts(base, parts, home)
        for root in self._roots(importer):
            found = self._load_parts(root, parts, home)
            if found is not None:
                return found
        return None

    def lacks(self, module: Module, name: str, under: str, importer: Module) -> bool:
        """Whether a module has nothing of a name: its text speaks of no such thing, and no other puts it there.

        Args:
            module: the module.
            name: what is asked of it.
            under: how that is written; where no import gives this name it may stand for what loads the module.
            importer: who asks.
        """
        if not module.ran or module.file is None or module.file.name == "__init__.py" or module.speaks_of(name):
            return False
        if any(map(module.speaks_of, _GIVES_NAMES)) or name.startswith("__") or importer.file is None:
            return False
        if any(m is not None and _sets(m.text, name) for m in self.modules.values()):
            return False
        if all(bound != under for _, bound in import_graph.bindings(importer.text)):
            return False
        return self._is_alone(module.file, self._roots(str(importer.file)))

    def _is_alone(self, file: Path, roots: list[str]) -> bool:
        """Whether no other file can be the module that a program imports by the name of this one."""
        names = {file.relative_to(root) for root in roots if file.is_relative_to(root)}
        return not any(Path(root, name) != file and Path(root, name).exists() for root in roots for name in names)

    def inside(self, package: str, importer: Module, level: int = 0) -> list[str]:
        """Return the names of the modules inside a package of the project, those that were read already first.

        Args:
            package: its dotted name.
            importer: who asks.
            level: how many dots stand before the name; then it begins in the importer's own package.
        """
        if not self.follow or importer.file is None:
            return []
        own = importer.file.parents[min(level, len(importer.file.parents)) - 1] if level else None
        for root in [own] if own is not None else self._roots(str(importer.file)):
            folder = Path(root, *filter(None, package.split(".")))
            files = sorted(folder.glob("*.py"))[:_MAX_MODULES] if folder.is_dir() else []
            if files:
                files.sort(key=lambda file: self.modules.get(str(file)) is None)
                return [file.stem for file in files if file.stem != "__init__"]
        return []

    def _roots(self, file: str) -> list[str]:
        if file not in self.roots_of:
            self.roots_of[file] = import_graph.all_roots(file)
        return self.roots_of[file]

    def _load_parts(self, base: str, parts: list[str], home: str) -> Module | None:
        target = os.path.join(base, *parts)
        found = self._load(f"{target}.py", home) if parts else None
        return found or self._load(os.path.join(target, "__init__.py"), home)

    def _load(self, file: str, home: str) -> Module | None:
        """Return a module; None unless it is a file of the project that the folder ``home`` lies in."""
        if file not in self.modules:
            self.modules[file] = None
            if len(self.modules) <= 4 * _MAX_MODULES and os.path.isfile(file) and import_graph.belongs(file, home):
                self.modules[file] = self._read(file)
        return self.modules[file]

    def _read(self, file: str) -> Module | None:
        try:
            status = os.stat(file)
            if status.st_size > _MAX_MODULE_CHARS or self.followed > MAX_FOLLOWED_CHARS:
                return None
            source = read(file, (status.st_mtime_ns, status.st_size))
            self.followed += len(source)  # what a notebook shows is no code
            tree = parse(source)
            tree.let_go()
            return Module(file, Path(file), tree, source)
        except (OSError, SyntaxError, UnicodeError, ValueError, TooDeep, RecursionError):
            return None

"""Imports: library names become canonical, project-local modules are read when there are any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import releases
from bnlint.interpreter.domain.containers import one_of
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.joining import join
from bnlint.interpreter.domain.names import external, own_dialect
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Choice,
    Class,
    Const,
    External,
    Function,
    Items,
    Lazy,
    Module,
    ModuleValue,
    Optional,
    Value,
)
from bnlint.interpreter.language.binding import bind
from bnlint.interpreter.machine import Machine
from bnlint.libraries.aliases import canonical, is_library
from bnlint.libraries.habits import CALLED
from bnlint.libraries.keras_modules import MODULES
from bnlint.libraries.keras_versions import is_missing, is_missing_import, missing_api
from bnlint.libraries.releases import exists
from bnlint.libraries.tensorflow1 import STARS
from bnlint.project.mentions import mentions
from bnlint.syntax.words import dotted, names_read


def run_import(run: Machine, node: Any, frame: Frame) -> None:
    """``import a.b as c``."""
    for alias in node.names:
        name = dotted(alias.name)
        _note_api(run, name, None, alias, frame)
        _note_local(run, name, 0, frame)
        if alias.asname is not None:
            later = _later(run, name, 0, None, frame)
            bind(run, alias.asname.name.value, later, frame)
            _run_for_effect(run, later, alias.asname.name.value)
        else:
            top = name.partition(".")[0]
            bind(run, top, load_module(run, top, 0, frame), frame)
            if not is_library(canonical(name)):
                load_module(run, name, 0, frame)


def load_module(run: Machine, name: str, level: int, frame: Frame) -> ModuleValue | External:
    """Return a module by name: project-local if it is found, else the library of that name."""
    if level == 0 and is_library(canonical(name)):
        return external(name)
    module = run.project.find(name, level, frame.module)
    if module is not None:
        run.import_module(module)
        return ModuleValue(module)
    return external("." * level + name)


def run_import_from(run: Machine, node: Any, frame: Frame) -> None:
    """``from a.b import c as d`` and ``from a import *``."""
    name = dotted(node.module) if node.module is not None else ""
    level = len(node.relative)
    _note_local(run, name, level, frame)
    if type(node.names) is cst.ImportStar:
        if level == 0:
            _note_api(run, name, None, node, frame)
        _star(run, load_module(run, name, level, frame), frame)
        return
    for alias in node.names:
        item = dotted(alias.name)
        if level == 0:
            _note_api(run, name, item, alias if len(node.names) > 1 else node, frame)
        target = alias.asname.name.value if alias.asname is not None else item
        later = _later(run, name, level, item, frame)
        bind(run, target, later, frame)
        if isinstance(later, Lazy) and _registers(frame.module, _own_module(frame.module, name, level, item)):
            bind(run, target, resolve(run, later), frame)
        else:
            _run_for_effect(run, later, target)


def _run_for_effect(run: Machine, later: Value, name: str) -> None:
    """Run a module now that is imported under a name that nobody uses: its classes are registered, for others to find.

    A package's own file imports what others use.
    """
    if not isinstance(later, Lazy) or later.importer.file is None or later.importer.file.name == "__init__.py":
        return
    if not _is_named_again(later.importer, name):
        resolve(run, later)


def _is_named_again(module: Module, name: str) -> bool:
    """Whether a name stands more than once in a module, the text of a key or an option aside: ``create("mlp")``."""
    found, text = 0, module.text
    at = text.find(name)
    while at >= 0 and found < 2:
        end = at + len(name)
        found += not (_is_part(text[at - 1 : at]) or _is_part(text[end : end + 1]) or text[at - 1 : at] == ".")
        at = text.find(name, end)
    return found > 1


def _is_part(beside: str) -> bool:
    return beside.isalnum() or beside in _PARTS


_PARTS = frozenset("_\"'")
"""What stands beside a name that is a part of another one, or a text."""
_REGISTER = ("register",)


def _own_module(package: Module, name: str, level: int, item: str) -> str:
    """Return which of its package's modules a file imports, or imports from: ``mlp`` of ``from . import mlp``.

    A package's own file may write its name in full: ``from zoo import mlp`` and ``from zoo.mlp import Mlp`` in ``zoo``.
    """
    if level == 1:
        return name or item
    parts = tuple(name.split("."))
    if level or package.file is None:
        return ""
    folders = package.file.parent.parts
    if folders[-len(parts) :] == parts:
        return item
    return parts[-1] if parts[1:] and folders[1 - len(parts) :] == parts[:-1] else ""


def _registers(package: Module, name: str) -> bool:
    """Whether a module that a package's own file imports puts what it defines into a registry, for others to find."""
    file = package.file
    if file is None or file.name != "__init__.py" or not name or "." in name:
        return False
    return any(mentions(str(file.parent / path), _REGISTER) for path in (f"{name}.py", f"{name}/__init__.py"))


def _later(run: Machine, name: str, level: int, item: str | None, frame: Frame) -> Value:
    """Bind a library name now, and anything else when it is first used."""
    if level == 0 and is_library(canonical(name)):
        found = external(f"{name}.{item}" if item else name)
        return releases.version_of(found.name, own_dialect(found) or run.dialect) or found
    return Lazy(name, level, item, frame.module)


def resolve(run: Machine, lazy: Lazy) -> Value:
    """Return what a lazily imported name is, reading its module if it is project-local."""
    frame = Frame(lazy.importer, lazy.importer.names)
    source = load_module(run, lazy.name, lazy.level, frame)
    if lazy.item is None:
        return source
    if isinstance(source, ModuleValue) and source.module is lazy.importer:
        return _submodule(run, source, lazy.item) or UNKNOWN  # ``from . import nets``, in a package's own file
    value = member(run, source, lazy.item, lazy.name, lazy.level, frame)
    return resolve(run, value) if isinstance(value, Lazy) and value is not lazy else value


def read(run: Machine, names: dict[str, Value], name: str) -> Value:
    """Return what a name holds, reading the modules that it is imported from: one for each side of a branch."""
    value = names[name]
    if type(value) not in _MAY_IMPORT:
        return value
    inner = value.value if isinstance(value, Optional) else value
    imports = inner.options if isinstance(inner, Choice) else (inner,)
    if not any(isinstance(each, Lazy) for each in imports):
        return value
    names[name] = UNKNOWN  # a cycle of imports ends here
    found = [resolve(run, each) if isinstance(each, Lazy) else each for each in imports]
    names[name] = reduce(join, found) if inner is value else join(reduce(join, found), NONE)
    return names[name]


_MAY_IMPORT = (Lazy, Choice, Optional)
"""What a name holds that an import may stand behind; names are read at each step."""


def member(run: Machine, source: ModuleValue | External, item: str, name: str, level: int, frame: Frame) -> Value:
    """Return ``item`` of an imported module."""
    if isinstance(source, ModuleValue):
        if item in source.module.names:
            return read(run, source.module.names, item)
        return _submodule(run, source, item) or external(f"?.{item}")
    module = run.project.find(f"{name}.{item}" if name else item, level, frame.module)
    if module is not None:
        run.import_module(module)
        return ModuleValue(module)
    return external(f"{source.written or source.name}.{item}")


def _submodule(run: Machine, package: ModuleValue, name: str) -> ModuleValue | None:
    """Return a module that lies in a package's folder."""
    file = package.module.file
    found = run.project.find(name, 1, package.module) if file is not None and file.name == "__init__.py" else None
    if found is None:
        return None
    run.import_module(found)
    return ModuleValue(found)


_MAX_OFFERED = 8
"""Networks of a module that are built where a program's option may choose any of them."""


def offered(run: Machine, source: ModuleValue, begin: str, frame: Frame) -> Value:
    """Return one of the functions and classes of a module, for a name that nobody knows.

    Args:
        run: the machine.
        source: the module.
        begin: what the name begins with.
        frame: the names around.
    """
    own = source.module
    package = own.file is not None and own.file.name == "__init__.py"
    names = [name for name in own.names if name.startswith(begin) and not name.startswith("_")]
    found = [member(run, source, name, "", 0, frame) if package else own.names[name] for name in names]
    return _one(each for each in found if isinstance(each, (Class, Function)) and (package or each.module is own))


def offered_to_itself(run: Machine, source: ModuleValue, frame: Frame) -> Value:
    """Return one of the classes that a module has, for a name that nobody knows: ``globals()[name]``, ``eval(name)``.

    It looks for none that it calls by its name elsewhere, if there is another one. A module without classes has them
    from others, or looks for one of the functions of which it says no name.
    """
    own = source.module
    called = names_read(own.tree.root)
    names = [name for name in own.names if not name.startswith("_")]
    mine = {name: own.names[name] for name in names if _is_made_in(own, own.names[name])}
    unnamed = [each for name, each in mine.items() if name not in called and not _runs(run, each)]
    classes = _classes(mine.values())
    if classes:
        return _one(_classes(unnamed) or unnamed or classes)
    others = {name: member(run, source, name, "", 0, frame) for name in names if name not in mine}
    unused = [each for name, each in others.items() if name not in called and isinstance(each, (Class, Function))]
    return _one(_classes(unused) or unnamed or _classes(others.values()) or unused)


def _classes(values: Iterable[Value]) -> list[Value]:
    return [each for each in values if isinstance(each, Class)]


def _is_made_in(module: Module, value: Value) -> bool:
    return isinstance(value, (Class, Function)) and value.module is module


def _runs(run: Machine, value: Value) -> bool:
    return isinstance(value, Function) and id(value.node) in run.nesting.active


def _one(found: Iterable[Value]) -> Value:
    chosen = list(found)
    return one_of(chosen) if 0 < len(chosen) <= _MAX_OFFERED else UNKNOWN


def _star(run: Machine, source: ModuleValue | External, frame: Frame) -> None:
    if isinstance(source, ModuleValue):
        names = source.module.names
        for item in dict.fromkeys((*names, *_listed(names.get("__all__")))):
            if not item.startswith("_"):
                bind(run, item, names[item] if item in names else member(run, source, item, "", 0, frame), frame)
        return
    module = MODULES.get(source.name)
    for item in module.names.split() if module is not None else STARS.get(source.name, ()):
        found = external(f"{source.written or source.name}.{item}")
        bind(run, item, replace(found, left_out=bool(found.written) and is_missing(found.written)), frame)
    if not is_library(source.name):
        for item, library in CALLED.items():  # what nobody has at hand may well import these
            if item not in frame.module.names:
                bind(run, item, external(library), frame)


def _listed(value: Value | None) -> list[str]:
    """Return the names in ``__all__``: those of a package's modules need not stand in its own file."""
    items = value.items if isinstance(value, Items) else []
    return [item.value for item in items if isinstance(item, Const) and isinstance(item.value, str)]


def _note_local(run: Machine, name: str, level: int, frame: Frame) -> None:
    """Settle a ``try`` around the import of a module that the project has: what it would do without is not done."""
    own = bool(run.nesting.attempts and name) and not (level == 0 and is_library(canonical(name)))
    if own and run.project.find(name, level, frame.module) is not None:
        run.tried(True, "ImportError")


def _note_api(run: Machine, name: str, item: str | None, node: Any, frame: Frame) -> None:
    """Write down imports of what only some Keras versions have."""
    run.tried(exists(canonical(f"{name}.{item}" if item else name), run.dialect), "ImportError")
    own = own_dialect(external(name))
    if is_missing_import(name, item) and not (own and missing_api(f"{name}.{item}", None, own) is None):
        run.emit(ev.ApiUsed(run.site(frame, node), f"{name}.{item}" if item else name))

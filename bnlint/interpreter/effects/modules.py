"""Modules that a program imports by a name that it works out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.names import external
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Choice,
    Class,
    Const,
    Function,
    Items,
    Mapping,
    Module,
    ModuleValue,
    Partial,
    Text,
    Value,
)
from bnlint.interpreter.language import attributes, texts
from bnlint.interpreter.language.imports import load_module
from bnlint.interpreter.language.subscripts import of_module
from bnlint.interpreter.machine import Machine
from bnlint.project import search_paths
from bnlint.syntax.words import dotted, names_in

_MAX_MODULES = 6
"""Modules of a package that are read where the name may be that of any of them."""
_MIN_BEGINNING = 3
"""Letters of a module's name that tell which modules of a folder are meant."""


def imported(run: Machine, call: Call) -> Value:
    """``importlib.import_module(name, package)``."""
    name, package = call.role("x"), call.role("package")
    above = package.value if isinstance(package, Const) and isinstance(package.value, str) else ""
    inner = _name_in_own_package(name, call)
    if inner is not None:
        return load_module(run, inner, 1, call.frame)
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return _any_module(run, texts.beginning(run, call.written(0, "name"), call.frame), above, call)
    module = _module(run, name.value, above, call)
    if isinstance(module, ModuleValue) or name.origin != "command-line default":
        return module
    # An option's default that names no module: somebody who runs the program says another one.
    found = _any_module(run, name.value[: name.value.rfind(".") + 1], above, call)
    return module if found is UNKNOWN else found


def _name_in_own_package(name: Value | None, call: Call) -> str | None:
    """Return the name behind that of the package itself: ``f"{__name__}.{name}"`` in its own file; None for others."""
    file, parts = call.frame.module.file, name.parts if isinstance(name, Text) else ()
    if file is None or file.name != "__init__.py" or len(parts) != 2 or parts[0] is not None:
        return None
    begins = parts[1] is not None and parts[1].startswith(".")
    return parts[1][1:] if begins and parts[1] and "__name__" in names_in(call.written(0, "name")) else None


def _any_module(run: Machine, begin: str, above: str, call: Call) -> Value:
    """Return the modules whose names begin so.

    Args:
        run: the interpreter.
        begin: how, as far as that is known.
        above: the package that a relative name begins in, "" where none is told.
        call: what imports them.
    """
    plain = begin.lstrip(".")
    level = len(begin) - len(plain)
    if level:
        begin, level = f"{_above(above, level)}.{plain}" if above else plain, 0 if above else level
    parent, dot, first = begin.rpartition(".")
    beside = not (dot or level)  # a module of the file's own folder
    told = not beside or len(first) >= _MIN_BEGINNING
    found = run.project.inside(parent, call.frame.module, 1 if beside else level) if told else []
    prefix = "." * level + (f"{parent}." if parent else "")
    chosen = [_module(run, prefix + last, "", call) for last in found if last.startswith(first)]
    modules = [value for value in chosen[:_MAX_MODULES] if isinstance(value, ModuleValue)]
    if len(modules) < 2:
        return modules[0] if modules else UNKNOWN
    return Choice(tuple(modules))


def imported_by_python(run: Machine, call: Call) -> Value:
    """``__import__(name, globals, locals, fromlist)``: without a ``fromlist`` the package at the top."""
    found, name, inner = imported(run, call), call.role("x"), call.role("fromlist")
    if inner is not None and truth(inner) is not False:
        return found if truth(inner) else UNKNOWN
    if isinstance(name, Const) and isinstance(name.value, str):
        return _module(run, name.value.partition(".")[0], "", call)
    return UNKNOWN if "." in texts.beginning(run, call.written(0, "name"), call.frame) else found


def of_path(run: Machine, call: Call) -> Value:
    """``importlib.util.spec_from_file_location(name, path)``: the module stands for what is to load it."""
    importer = call.frame.module
    names: list[str] = []
    for *folders, name in _paths(call.role("x"), importer.text):
        package = ".".join(folders)
        found = [name] if name else run.project.inside(package, importer, 0 if folders else 1)
        names += [f"{package}.{each}" if folders else each for each in found]
    loaded = [load_module(run, name, 0, call.frame) for name in names[:_MAX_MODULES]]
    modules = [value for value in loaded if isinstance(value, ModuleValue) and value.module is not importer]
    return UNKNOWN if not modules else modules[0] if len(modules) == 1 else Choice(tuple(modules))


def _paths(path: Value | None, source: str) -> Sequence[tuple[str, ...]]:
    """Return where the modules may lie that a path leads to; of an unknown one, those of all paths in the source."""
    if not isinstance(path, Const):
        return search_paths.run(source)
    parts = search_paths.parts_of(str(path.value))
    return [] if parts is None else [parts]


def loader(run: Machine, call: Call) -> Value:
    """``importlib.machinery.SourceFileLoader(name, path)``."""
    module = of_path(run, call)
    if module is UNKNOWN:
        return UNKNOWN
    load = Partial(external("importlib.util.module_from_spec"), [module], {}, {})
    return Mapping({"load_module": load}, open=True, namespace=True)


def resolved(run: Machine, call: Call) -> Value:
    """``pkgutil.resolve_name("package.module:function")``."""
    name = call.role("x")
    if not (isinstance(name, Const) and isinstance(name.value, str) and ":" in name.value):
        return UNKNOWN
    module, _, path = name.value.partition(":")
    found: Value = load_module(run, module, 0, call.frame)
    for part in path.split("."):
        found = attributes.load(run, found, part, call.frame, call.node)
    return found


def listed(run: Machine, call: Call) -> Value:
    """``pkgutil.iter_modules(__path__, prefix)``: the modules of the package whose path that is."""
    path, prefix = getattr(call.written(0, "path"), "value", None), call.role("prefix") or Const("")
    package = _package_at(run, path, call)
    known = package is not None and isinstance(prefix, Const) and isinstance(prefix.value, str)
    if package is None or not known or not isinstance(prefix, Const):
        return Items([], "list", True)
    names = run.project.inside("", package, 1)
    if len(names) > _MAX_MODULES:
        return Items([], "list", True)
    found: list[Value] = [
        Mapping({"name": Const(f"{prefix.value}{name}"), "ispkg": Const(False)}, True, True) for name in sorted(names)
    ]
    return Items(found)


def _package_at(run: Machine, path: Any, call: Call) -> Module | None:
    """Return the package's own file for ``__path__``, or for ``plugins.__path__``; None for anything else."""
    if dotted(path) == _PATH:
        return call.frame.module
    owner = run.evaluate(path.value, call.frame) if dotted(path).endswith(f".{_PATH}") else UNKNOWN
    return owner.module if isinstance(owner, ModuleValue) else None


_PATH = "__path__"


def entry_points(run: Machine, call: Call) -> Value:
    """``importlib.metadata.entry_points(group="models")``: those that the project itself declares, if it does."""
    group, name, importer = call.role("x"), call.role("name"), call.frame.module.file
    if not (isinstance(group, Const) and isinstance(group.value, str) and importer is not None):
        return UNKNOWN
    if not run.project.follow or name is not None and not isinstance(name, Const):
        return UNKNOWN
    from bnlint.project.entry_points import groups  # start-up: few programs ask for any

    found = groups(str(importer)).get(group.value, {})
    wanted = None if name is None else name.value
    points = [_entry_point(key, value, group) for key, value in found.items() if wanted in (None, key)]
    return Items(points) if points else UNKNOWN


def _entry_point(name: str, value: str, group: Value) -> Value:
    load = Partial(external("pkgutil.resolve_name"), [Const(value)], {}, {})
    named: dict[str, Value] = {"name": Const(name), "value": Const(value), "group": group}
    return Mapping({**named, "load": load, "resolve": load}, namespace=True)


def of_namespace(run: Machine, value: ModuleValue, name: str, call: Call) -> Value:
    """``module.__dict__.items()``, ``globals().get(name)``."""
    if name == "get":
        return of_module(run, value, call.get(0, "key") or UNKNOWN, call.frame)
    own = {key: each for key, each in value.module.names.items() if isinstance(each, (Class, Const, Function))}
    listed: list[Value] = []
    for key, each in own.items() if len(own) <= _MAX_NAMES else ():
        given = Const(key)
        listed.append({"keys": given, "values": each}.get(name) or Items([given, each], "tuple"))
    return Items(listed) if listed else UNKNOWN


_MAX_NAMES = 64
"""A module that has more names than this is not gone through."""


def _module(run: Machine, name: str, package: str, call: Call) -> Value:
    plain = name.lstrip(".")
    level = len(name) - len(plain)
    if level and package:
        return load_module(run, f"{_above(package, level)}.{plain}".strip("."), 0, call.frame)
    return load_module(run, plain, level, call.frame)


def _above(package: str, level: int) -> str:
    """Return the package that a relative name begins in: itself for one dot, the one above it for two."""
    return ".".join(package.split(".")[: 1 - level or None])

"""Who imports whom in ``bnlint``: without circles, in one direction, and inside functions for a reason only.

All imports count, also those inside functions and those for the type checker.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.static.helpers import ROOT, nothing

ORDER = (
    "records patterns processes",
    "libraries",
    "events evidence links",
    "syntax",
    "results.edits results.findings results.messages results.wording",
    "project",
    "sources",
    "project.backends project.declarations project.neighbours project.requirements project.survey project.unused "
    "project.programs project.usage project.commands "
    "project.image_formats project.defaults",
    "interpreter.domain interpreter.budget interpreter.modules",
    "interpreter.machine",
    "interpreter.language",
    "interpreter.keras interpreter.tensorflow1",
    "interpreter.effects",
    "interpreter.core",
    "interpreter.reading interpreter",
    "fixes.changes",
    "rules",
    "settings",
    "results",
    "explain",
    "fixes",
    "analysis",
    "api",
    "analysis.checking analysis.comments",
    "fixes.command",
    "output",
    "experiments runtime",
    "doctor",
    "commands",
    "hosts lsp mining",
    "cli",
    "__main__",
)
"""Packages and modules, the lowest first; one imports what stands before it or beside it. Longer names go first.

Below ``rules`` is what reads a program, above it what shows the findings. The package's own ``__init__`` is left out:
it has the version, which everybody may ask for, and the public names, which come from above.
"""

REASON = re.compile(r"#.*\b(start-up|optional)\b")
"""An import inside a function says what it is there for: it saves time at the start, or its package may be missing."""

MAX_COMPLEXITY = 20
SMALL_FUNCTIONS = ("libraries", "interpreter")
"""Packages that grow with what bnlint learns: no function of theirs may become the place for everything."""


@dataclass(frozen=True)
class Import:
    """One imported module of bnlint's own, or of anybody's where ``module`` is "".

    Args:
        importer: the module that imports.
        module: the module that is imported.
        place: file and line.
        in_function: the import runs when a function is called.
        says_why: a comment at it has one of the words of ``REASON``.
    """

    importer: str
    module: str
    place: str
    in_function: bool
    says_why: bool


@cache
def modules() -> dict[str, Path]:
    """Return the files of bnlint by the names of their modules."""
    found = {}
    for path in sorted((ROOT / "bnlint").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Return all imports in bnlint."""
    return tuple(found for name, path in modules().items() for found in read(name, path))


def read(name: str, path: Path) -> Iterator[Import]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for node, in_function, first in statements(ast.parse("\n".join(lines)), False):
        place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        # A comment above the first import of several is about all of them.
        said = "\n".join((lines[first - 2], *lines[node.lineno - 1 : node.end_lineno]))
        for module in dict.fromkeys(imported(node)):
            yield Import(name, module, place, in_function, bool(REASON.search(said)))


def statements(node: ast.AST, in_function: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, int]]:
    """Yield import statements, whether they are in a function, and the line of the first import right before them."""
    inside = in_function or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    for _, field in ast.iter_fields(node):
        first = 0
        for child in field if isinstance(field, list) else [field]:
            if isinstance(child, (ast.Import, ast.ImportFrom)):
                first = first or child.lineno
                yield child, inside, first
            elif isinstance(child, ast.AST):
                first = 0
                yield from statements(child, inside)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Yield the modules of bnlint that a statement imports, and "" for all others."""
    if isinstance(node, ast.ImportFrom):
        assert not node.level, "imports are absolute"
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (
            name if name in modules() else str(node.module) if node.module in modules() else "" for name in names
        )
    else:
        yield from (alias.name if alias.name in modules() else "" for alias in node.names)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of one circle in their order, the first one again at the end; nothing if there is none."""
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name not in done:
            for other in sorted(graph.get(name, ())):
                if found := visit(other, [*path, name]):
                    return found
            done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := visit(name, []))), [])


def rank(module: str) -> int:
    """Return the place of a module in ``ORDER``, by the longest of the names that it begins with."""
    ranks = {f"bnlint.{name}": number for number, names in enumerate(ORDER) for name in names.split()}
    parts = module.split(".")
    known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    found = next((ranks[name] for name in known if name in ranks), None)
    assert found is not None, f"{module} has no place in ORDER of {Path(__file__).name}"
    return found


def own_package(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def test_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for found in imports():
        if found.module not in ("", found.importer):
            graph.setdefault(found.importer, set()).add(found.module)
    nothing([" -> ".join(circle(graph))] if circle(graph) else [], "modules that import each other in a circle")


def test_a_circle_is_named() -> None:
    graph = {"a": {"b", "x"}, "b": {"c"}, "c": {"d", "b"}, "x": set[str]()}
    assert circle(graph) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}}) == []


def test_imports_go_in_one_direction() -> None:
    wrong = [
        f"{found.place}: {found.importer} imports {found.module}, which stands above it"
        for found in imports()
        if found.module not in ("", "bnlint") and found.importer != "bnlint"
        if rank(found.module) > rank(found.importer)
    ]
    nothing(wrong, "imports against the order; move what both need further down")


def test_everything_has_a_place_in_the_order() -> None:
    names = [name for names in ORDER for name in names.split()]
    assert len(names) == len(set(names))
    assert [name for name in names if f"bnlint.{name}" not in modules()] == []
    assert all(rank(module) >= 0 for module in modules() if module != "bnlint")


def test_the_libraries_import_nothing_else_of_bnlint() -> None:
    """They are used from everywhere: by the interpreter, the recorder, the filters before them, and the settings."""
    wrong = [
        f"{found.place}: {found.module}"
        for found in imports()
        if own_package(found.importer, "bnlint.libraries")
        if found.module and not own_package(found.module, "bnlint.libraries")
    ]
    nothing(wrong, "imported by bnlint/libraries")


def test_an_import_inside_a_function_says_why() -> None:
    silent = [found.place for found in imports() if found.in_function and not found.says_why]
    nothing(silent, "imports inside functions without a comment; move them to the top, or say '# start-up: why' there")


def test_which_imports_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.static.test_architecture.ROOT", tmp_path)
    file = tmp_path / "x.py"
    file.write_text(
        "import a\n"
        "def f():\n"
        "    import b  # start-up: rarely needed\n"
        "    x = 1\n"
        "    # optional: two packages of an extra\n"
        "    import c\n"
        "    from d import (\n"
        "        e,\n"
        "    )\n"
        "    if x:\n"
        "        import g\n"
        "    import h  # for speed\n"
    )
    found = [(each.place, each.in_function, each.says_why) for each in read("x", file)]
    assert [place for place, in_function, _ in found if not in_function] == ["x.py:1"]
    assert [place for place, in_function, says_why in found if in_function and not says_why] == ["x.py:11", "x.py:12"]


def complexity(function: ast.AST) -> int:
    """Return how many ways lead through a function: each branch, loop and handler, each further ``and`` or ``or``.

    Functions inside count for themselves.
    """
    return 1 + sum(map(_ways, _within(function)))


def _ways(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return isinstance(node, (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case))


def _within(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
            yield from _within(child)


def functions(packages: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the functions of some packages with their complexity."""
    for name, path in modules().items():
        if name.split(".")[1:2] and name.split(".")[1] in packages:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}", complexity(node)


def test_no_function_is_too_complex() -> None:
    found = dict(functions(SMALL_FUNCTIONS))
    assert len(found) > 300
    large = [f"{name}: {count}" for name, count in found.items() if count > MAX_COMPLEXITY]
    nothing(large, f"functions through which more than {MAX_COMPLEXITY} ways lead; take them apart")


def test_what_complexity_counts() -> None:
    lines = ("def f(x):", "  if x and (x > 1 or x < 0) or x is None:", "    return [y for y in x if y]")
    (function,) = ast.parse("\n".join((*lines, "  def g():", "    return 1 if x else 2"))).body
    assert complexity(function) == 1 + 1 + 3 + 2

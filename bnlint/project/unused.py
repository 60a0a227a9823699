"""Modules and functions of a program that nobody uses: an old network beside the one that is trained.

What does not run shows no symptom. But a package is there for others, a script runs by itself, and whoever imports a
module by a name that is worked out may import any; so much has to hold before a module counts as unused.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bnlint.patterns import pattern
from bnlint.project import import_graph, importers, survey
from bnlint.project.code_text import code_of
from bnlint.project.mentions import mentions
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax import parsing
from bnlint.syntax.texts import NOTEBOOK, text_of

_PACKAGED = ("setup.py", "setup.cfg", "pyproject.toml", "MANIFEST.in")
"""Files of a project whose modules others may import."""
_BY_NAME = ("import_module", "__import__", "pkgutil", "spec_from_file_location", "imp.load_source", "run_path")
"""What imports modules whose names are worked out."""
_TRAINING = (".fit(", ".fit_generator(", ".train_on_batch(", ".minimize(", "apply_gradients", "create_train_op")
_RUNS = pattern(r"\b(?:automain|main|command|group|task|flow|cli|route)\b")
"""Decorators of functions that a framework runs."""
_REGISTERS = pattern(r"register(?!_keras_serializable)|registry", re.IGNORECASE)
"""Decorators that put what they decorate where others find it by name; Keras's own is asked by saved models only."""
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MAX_BYTES = 2_000_000


def is_unused(path: str, source: str) -> bool:
    """Whether a module only defines what nobody in its project uses or speaks of, beside others that are used.

    Args:
        path: its file.
        source: its text, which parses.
    """
    start = os.path.abspath(path)
    if path.startswith("<") or not path.endswith(".py") or not os.path.exists(start):
        return False
    if "__main__" in source and any(word in source for word in _TRAINING):
        return False
    names = _defined(source)
    if names is None or _is_for_tests(start):
        return False
    project = survey.project_of(os.path.dirname(start))
    if not project.marked:
        return False
    root = project.folders[-1]
    if not is_application(root):
        return False
    stem = os.path.splitext(os.path.basename(start))[0]
    users = [user for user in _importing(start, root) if user != start]
    if any(_uses(user, stem, names) for user in users) or users and _registers(source):
        return False
    if not _has_used_neighbours(start) or is_in_notebooks(root, stem):
        return False
    if not stem.isidentifier() and "__main__" not in source:
        return True  # no import can name a copy like ``ops-old.py``; what is commented out speaks of the original
    return not any(_offers(file, names | {stem}) for file in survey.survey(root).code if file != start)


LOOKS_UP = ("globals(", "eval(", "getattr(", "__all__", "locals(", "sys.modules", "fire.Fire")
"""What finds functions of a module by names that are worked out."""


def functions(path: str, source: str) -> list[range]:
    """Return the lines of the functions and classes at the top of a module that nobody in its project speaks of.

    Those of methods are among them. So much can be said where others of the same module are used: then somebody would
    use these, too.

    Args:
        path: its file.
        source: its text, which parses.
    """
    start = os.path.abspath(path)
    if path.startswith("<") or not path.endswith((".py", NOTEBOOK)) or not os.path.exists(start):
        return []
    if any(word in source for word in LOOKS_UP) or _is_for_tests(start):
        return []
    if path.endswith(NOTEBOOK):
        cells = parsing.parse(source)
        return _in_notebook(cells, source) or _in_notebook_without_a_program(cells, start)
    project = survey.project_of(os.path.dirname(start))
    if not project.marked:
        return []
    root = project.folders[-1]
    if not is_application(root):
        return []
    tree = parsing.parse(source)
    made, methods = _made(tree), _methods(tree, source)
    stem = os.path.splitext(os.path.basename(start))[0]
    if not (_named_once(made, set(), source) or methods) or is_in_notebooks(root, stem):
        return []
    users = [user for user in _importing(start, root) if user != start]
    others = [file for file in survey.survey(root).code if file != start]
    behind = _behind(start, root)

    def nobodys(name: str) -> bool:
        alone = frozenset((name,))
        return not any(_uses(user, stem, alone, behind) for user in users) and not any(
            _offers(file, alone) for file in others
        )

    dead: set[str] = set()
    while more := set(filter(nobodys, _named_once(made, dead, source))):
        dead |= more  # what only these call is not called, either
    alive = frozenset(made.keys() - dead)
    if not alive or not any(_uses(user, stem, alive) for user in users) and not _runs(tree, alive):
        return []
    by_name = any(mentions(user, LOOKS_UP) for user in users)
    lonely = (name for name in methods if not by_name and not any(mentions(file, (name,)) for file in others))
    return [*(made[name] for name in sorted(dead)), *(methods[name] for name in sorted(lonely))]


def _methods(tree: ast.Module, source: str) -> dict[str, range]:
    """Return the lines of the methods of which a module speaks only where it defines them, by name.

    What has a base, or a name that Python knows, may be called by whoever made that.

    Args:
        tree: the module.
        source: its text.
    """
    text = code_of(source, strings=True)
    return {
        node.name: _lines(node)
        for cls in tree.body
        if isinstance(cls, ast.ClassDef)
        and not cls.decorator_list
        and not any(map(_is_base, (*cls.bases, *cls.keywords)))
        for node in cls.body
        if isinstance(node, ast.FunctionDef) and not node.decorator_list and not node.name.startswith("__")
        if len(re.findall(rf"\b{node.name}\b", text)) == 1
    }


def _is_base(node: ast.AST) -> bool:
    return not (isinstance(node, ast.Name) and node.id == "object")


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or 0) + 1)


def _made(tree: ast.Module) -> dict[str, range]:
    """Return the lines of the functions and classes at the top of a module, by name."""
    return {
        node.name: _lines(node)
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.decorator_list and node.name != "main"
    }


def _in_notebook(tree: ast.Module, source: str) -> list[range]:
    """Return the lines of what no cell of a notebook speaks of that trains without it: nobody imports a notebook.

    Args:
        tree: its cells.
        source: their text.
    """
    made = _made(tree)
    dead: set[str] = set()
    while more := _named_once(made, dead, source):
        dead |= more
    alive = _without(code_of(source), [made[name] for name in dead])
    trains = dead and any(word in alive for word in _TRAINING) and _runs(tree, made.keys() - dead)
    return [made[name] for name in sorted(dead)] if trains else []


def _in_notebook_without_a_program(tree: ast.Module, notebook: str) -> list[range]:
    """Return the lines of all that a notebook defines whose cells do nothing else, if nobody else runs it.

    Args:
        tree: its cells.
        notebook: its file; one that lies by itself may be half written.
    """
    if not all(map(_is_harmless, (each for each in tree.body if not isinstance(each, _DEFINITIONS)))):
        return []
    project = survey.project_of(os.path.dirname(notebook))
    if not project.marked:
        return []
    found = survey.survey(project.folders[-1])
    words = (os.path.basename(notebook), *_RUN_NOTEBOOKS)
    if any(mentions(file, words) for file in (*found.code, *found.notebooks) if file != notebook):
        return []
    return [_lines(each) for each in tree.body if isinstance(each, _DEFINITIONS)]


_RUN_NOTEBOOKS = ("%run", "import_ipynb", "nbimporter", "papermill", "nbclient", "testbook")
"""What runs other notebooks, or imports them."""


class _Named(NamedTuple):
    """Who speaks of modules in a project.

    Args:
        importing: the files whose imports have a name somewhere, by that name.
        led: those whose import of a module of a name leads to a file of the project, by that file's name.
    """

    importing: dict[str, list[str]]
    led: dict[str, set[str]]


@for_seconds
def _named(root: str) -> _Named:
    importing: dict[str, list[str]] = {}
    led: dict[str, set[str]] = {}
    for file in survey.survey(root).code:
        led.setdefault(os.path.basename(file), set()).update(importers.direct_users(file))
        facts = import_graph.read(file)
        for name in {part for entry in facts.imports for part in (*entry.parts, *entry.names)} if facts else ():
            importing.setdefault(name, []).append(file)
    return _Named(importing, led)


def _importing(file: str, root: str) -> list[str]:
    """Return the files that import a module, and those whose import of its name leads to no file of the project.

    Args:
        file: the module's.
        root: the project's folder.
    """
    named, name = _named(root), os.path.basename(file)
    led = named.led.get(name, set())
    others = (other for other in named.importing.get(os.path.splitext(name)[0], ()) if other not in led)
    return list(dict.fromkeys((*importers.direct_users(file), *others)))


def _behind(start: str, root: str) -> list[str]:
    """Return the files that get something of a module, over however many imports: nobody else can speak of it."""
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        new = [user for user in _importing(waiting.pop(), root) if user != start and user not in found]
        found.update(dict.fromkeys(new))
        waiting.extend(new)
    return list(found)


_TRAINS = frozenset(word.strip("(.") for word in _TRAINING)


def _runs(tree: ast.Module, names: Collection[str]) -> bool:
    """Whether a script itself calls some functions of its own, or trains, outside of all functions."""
    for statement in tree.body:
        if isinstance(statement, _DEFINITIONS):
            continue
        for node in ast.walk(statement):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in names:
                return True
            if isinstance(called, ast.Attribute) and called.attr in _TRAINS:
                return True
    return False


def _named_once(made: dict[str, range], dead: set[str], source: str) -> set[str]:
    """Return the functions that a module speaks of only where it defines them, the dead ones aside."""
    text = _without(code_of(source, strings=True), [made[name] for name in dead])
    return {name for name in made if name not in dead and len(re.findall(rf"(?<![.\w'\"]){name}\b", text)) == 1}


def _without(code: str, ranges: Iterable[range]) -> str:
    """Return code without some of its lines."""
    gone = {number for lines in ranges for number in lines}
    return "\n".join(line for number, line in enumerate(code.split("\n"), 1) if number not in gone)


def _is_for_tests(file: str) -> bool:
    return os.path.basename(file).startswith(("__init__", "conftest", "test_")) or file.endswith("_test.py")


def _defined(source: str) -> frozenset[str] | None:
    """Return the names that a module defines; None where importing it does more than that."""
    names: set[str] = set()
    for statement in parsing.parse(source).body:
        if isinstance(statement, _DEFINITIONS):
            if any(_RUNS.search(ast.unparse(decorator)) for decorator in statement.decorator_list):
                return None
            names.add(statement.name)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            if statement.value is not None and any(map(_runs_something, ast.walk(statement.value))):
                return None
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names.update(target.id for target in targets if isinstance(target, ast.Name))
        elif not _is_harmless(statement):
            return None
    return frozenset(names)


def _runs_something(node: ast.AST) -> bool:
    """Whether an expression calls anything but what makes a type or a logger, or sets something for a program."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] not in _SETS_UP


_SETS_UP = frozenset(
    "namedtuple NamedTuple TypeVar NewType Enum IntEnum frozenset "
    "getLogger basicConfig Formatter StreamHandler FileHandler setFormatter setLevel addHandler set_verbosity "
    "filterwarnings simplefilter seed set_seed set_random_seed reload setdefaultencoding".split()
)


def _registers(source: str) -> bool:
    """Whether importing a module puts its functions or classes into a registry."""
    made = (statement for statement in parsing.parse(source).body if isinstance(statement, _DEFINITIONS))
    return any(_REGISTERS.search(ast.unparse(decorator)) for each in made for decorator in each.decorator_list)


def _is_harmless(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module runs nothing of it: an import, a text, a setting."""
    if isinstance(statement, ast.If):
        test = statement.test
        return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"
    if isinstance(statement, ast.Expr):
        return not any(map(_runs_something, ast.walk(statement.value)))
    return isinstance(statement, (ast.Import, ast.ImportFrom, ast.Pass))


@for_seconds
def is_application(root: str) -> bool:
    """Whether a project trains something and is for nobody else to import; by name it imports nothing."""
    if any(os.path.exists(os.path.join(root, mark)) for mark in _PACKAGED):
        return False
    code = survey.survey(root).code
    return any(mentions(file, _TRAINING) for file in code) and not any(mentions(file, _BY_NAME) for file in code)


def _uses(user: str, stem: str, names: frozenset[str], others: Sequence[str] | None = None) -> bool:
    """Whether a file that imports a module uses what it gets; in doubt it does.

    Args:
        user: the file.
        stem: the module's name.
        names: what the module defines.
        others: the files behind the module, one of which speaks of a name if anybody uses it who imports all names of
            a module; None to take it that somebody does.
    """
    try:
        if os.path.getsize(user) > _MAX_BYTES or os.path.basename(user) == "__init__.py":
            return True
        tree = parsing.parse(text_of(user))
    except (OSError, SyntaxError, ValueError, RecursionError):
        return True
    bound = set(_bound(tree, stem, names))
    if "*" in bound and (others is None or any(mentions(file, (*sorted(names), *LOOKS_UP)) for file in others)):
        return True
    if not (bound & names).isdisjoint(_read(tree, stem)):
        return True
    bound -= {"*"}
    return not bound <= names and _uses_module(tree, bound - names | {stem}, names)


def _uses_module(tree: ast.Module, modules: set[str], names: frozenset[str]) -> bool:
    """Whether a file takes some names from modules, or hands a module itself on."""
    owners = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if isinstance(node, ast.Attribute) and last in names or last in modules and id(node) not in owners:
            return True
    return False


def _read(tree: ast.AST, stem: str) -> Iterator[str]:
    """Yield the names that code reads; in functions but those that they import from elsewhere themselves."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            own = [each for each in ast.walk(node) if isinstance(each, ast.ImportFrom)]
            other = {
                alias.asname or alias.name
                for each in own
                if (each.module or "").rpartition(".")[2] != stem
                for alias in each.names
            }
            yield from (name for name in _read(node, stem) if name not in other)
        elif isinstance(node, ast.Name):
            yield node.id
        else:
            yield from _read(node, stem)


def _bound(tree: ast.Module, stem: str, names: frozenset[str]) -> Iterator[str]:
    """Yield the names that imports give to a module and to what it defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if stem in alias.name.split("."):
                    yield alias.asname or alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            may_be_it = (node.module or stem).rpartition(".")[2] == stem
            for alias in node.names:
                if alias.name == stem or alias.name in names or alias.name == "*" and may_be_it:
                    yield alias.asname or alias.name


def _has_used_neighbours(file: str) -> bool:
    """Whether other modules of its folder are imported: then somebody would have imported this one, too."""
    folder = os.path.dirname(file)
    others = (
        os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".py") and name != "__init__.py"
    )
    return any(importers.direct_users(other) for other in others if other != file)


def _offers(file: str, names: frozenset[str]) -> bool:
    """Whether code of a file that is commented out, and may be put back, uses what a module defines."""
    if not mentions(file, tuple(sorted(names))):
        return False
    words = rf"\b(?:{'|'.join(map(re.escape, names))})\b"
    with open(file, encoding="utf-8", errors="replace") as stream:
        return re.search(rf"#.*(?:{words}\(|\bimport\b.*{words})", stream.read()) is not None


def is_in_notebooks(root: str, stem: str) -> bool:
    """Whether a notebook of a project speaks of a module."""
    return any(mentions(file, (stem,)) for file in survey.survey(root).notebooks)

"""Defaults of parameters that no call in a project takes: all of them pass something else."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator

from bnlint.project import survey
from bnlint.project.code_text import code_of
from bnlint.project.mentions import mentions
from bnlint.project.programs import is_packaged
from bnlint.project.ttl_cache import for_seconds
from bnlint.records import dataclass
from bnlint.syntax import parsing

_MAX_CALL = 4_000
"""Calls that are longer are not looked through."""
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_BY_NAME = ("import_module", "__import__", "pkgutil", "spec_from_file_location", "imp.load_source", "run_path")
"""What imports modules whose names are worked out."""
_TRAINING = (".fit(", ".fit_generator(", ".train_on_batch(", ".minimize(", "apply_gradients", "create_train_op")
_LOOKS_UP = ("globals(", "eval(", "getattr(", "__all__", "locals(", "sys.modules", "fire.Fire")
"""What finds functions of a module by names that are worked out."""
_NAMED = re.compile(r"\s*(\w+)\s*=(?!=)")


@dataclass(frozen=True)
class _Call:
    """What a call passes.

    Args:
        positional: how many arguments without a name.
        named: the names of the others.
    """

    positional: int
    named: frozenset[str]


def untaken(path: str, source: str) -> set[tuple[int, int]]:
    """Return the places (line, column) of defaults that no call takes, of the functions at the top of a module.

    So much is said where there are calls, and the project is for nobody else to import.

    Args:
        path: the module's file.
        source: its text, which parses.
    """
    start = os.path.abspath(path)
    if path.startswith("<") or not path.endswith(".py") or not os.path.exists(start):
        return set()
    project = survey.project_of(os.path.dirname(start))
    if not project.marked:
        return set()
    root, stem = project.folders[-1], os.path.splitext(os.path.basename(start))[0]
    if not _is_application(root) or _is_in_notebooks(root, stem):
        return set()
    lines = source.splitlines()
    return {
        (default.lineno, len(lines[default.lineno - 1].encode()[: default.col_offset].decode()))
        for function in parsing.parse(source).body
        if isinstance(function, ast.FunctionDef) and not function.decorator_list
        for default in _untaken(function, root)
    }


@for_seconds
def _is_application(root: str) -> bool:
    """Whether a project trains something and is for nobody else to import; by name it imports nothing."""
    if is_packaged(root):
        return False
    code = survey.survey(root).code
    return any(mentions(file, _TRAINING) for file in code) and not any(mentions(file, _BY_NAME) for file in code)


def _is_in_notebooks(root: str, stem: str) -> bool:
    """Whether a notebook of a project speaks of a module."""
    return any(mentions(file, (stem,)) for file in survey.survey(root).notebooks)


def _untaken(function: ast.FunctionDef, root: str) -> Iterator[ast.expr]:
    defaults = list(_defaults(function))
    calls = list(_calls(function.name, root)) if defaults else []
    for place, name, default in defaults if calls else ():
        if all(_passes(call, place, name) for call in calls):
            yield default


def _passes(call: _Call | None, place: int, name: str) -> bool:
    """Whether a call passes a parameter; one that nobody understands does not."""
    return call is not None and (name in call.named or place < call.positional)


def _defaults(function: ast.FunctionDef) -> Iterator[tuple[int, str, ast.expr]]:
    """Yield the parameters that have a default: by position which, the name, and the default."""
    positional = [*function.args.posonlyargs, *function.args.args]
    first = len(positional) - len(function.args.defaults)
    for place, default in enumerate(function.args.defaults, first):
        yield place, positional[place].arg, default
    for argument, given in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if given is not None:
            yield _MAX_CALL, argument.arg, given


def _calls(name: str, root: str) -> Iterator[_Call | None]:
    """Yield what calls of a function pass; None for one that is not understood, and for what is no call."""
    for file in survey.survey(root).code:
        if mentions(file, (name,)):
            with open(file, encoding="utf-8", errors="replace") as stream:
                source = stream.read()
            if re.search(rf"['\"]{name}['\"]", source) and any(word in source for word in _LOOKS_UP):
                yield None
            text = code_of(source)
            for match in re.finditer(rf"(?<!\w){name}(?!\w)\s*(\(?)", text):
                line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
                if not re.search(r"\b(?:def|import)\b", line):
                    yield _call(text[match.end() : match.end() + _MAX_CALL]) if match[1] else None


def _call(text: str) -> _Call | None:
    """Return what a call passes whose arguments a text begins with."""
    arguments, depth = [""], 1
    for character in text:
        depth += _BRACKETS.get(character, 0)
        if not depth:
            break
        if character == "," and depth == 1:
            arguments.append("")
        else:
            arguments[-1] += character
    given = [argument for argument in arguments if argument.strip(" \t\r\n#\\")]
    if depth or any(argument.lstrip().startswith("*") for argument in given):
        return None
    named = [match[1] for match in map(_NAMED.match, given) if match is not None]
    return _Call(len(given) - len(named), frozenset(named))

"""Where in the user's code something happens: stack frames to places.

The user's frames are those outside Keras, TensorFlow, the standard library and bnlint. Frames that AutoGraph
generated are mapped back to the function they were made from.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import sysconfig
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from bnlint.events import OWN_CALL, Arg, Scope, Site
from bnlint.libraries.flags import flag_among
from bnlint.libraries.keras_models import STEPS
from bnlint.libraries.packages import FRAMES, FRAMEWORKS
from bnlint.runtime.sources import (
    FunctionNode,
    Source,
    evaluate_name,
    keyword,
    keyword_node,
    positional,
    source_of,
    words_of,
)

_BNLINT = str(Path(__file__).resolve().parent.parent) + os.sep
_STDLIB = tuple({sysconfig.get_path("stdlib") + os.sep, sysconfig.get_path("platstdlib") + os.sep})
_SITE = tuple({sysconfig.get_path("purelib") + os.sep, sysconfig.get_path("platlib") + os.sep})
_METHODS = frozenset((*STEPS, OWN_CALL))
"""Methods of a layer's class that Keras runs, or that stand before one."""
_INSTALLED = ("site-packages", "dist-packages")
"""Other folders of packages: of the user, of the system below a virtual environment, of ``PYTHONPATH``."""
_GENERATED = "__autograph_generated_file"

_PARTS = frozenset({"loop_body", "loop_test", "extra_test", "if_body", "else_body", "get_state", "set_state"})
"""What AutoGraph calls the functions that it makes of loops and branches."""

_INTERACTIVE = ("<stdin", "<console", "<ipython-input", "<python-input")

_kinds: dict[str, str] = {}


def kind_of_file(path: str) -> str:
    """Sort a code object's file: "user", "generated" (AutoGraph), "keras", "tensorflow", "own" or "library"."""
    kind = _kinds.get(path)
    if kind is None:
        kind = _kinds[path] = _sort(path)
    return kind


def _sort(path: str) -> str:
    if os.path.basename(path).startswith(_GENERATED):
        return "generated"
    if path.startswith("<"):
        return "user" if path.startswith(_INTERACTIVE) else "library"
    if os.path.abspath(path).startswith(_BNLINT):
        return "own"
    package = _package(path) or _framework(path)
    if package is not None:
        return _package_kind(package)
    if path.startswith(_STDLIB):
        return "library"
    return "user"


def _package(path: str) -> str | None:
    """Return the installed package that a file belongs to."""
    for site in _SITE:
        if path.startswith(site):
            return path[len(site) :].split(os.sep, 1)[0]
    folders = path.split(os.sep)[:-1]
    last = max((number for number, folder in enumerate(folders) if folder in _INSTALLED), default=None)
    return None if last is None else path.split(os.sep)[last + 1]


def _framework(path: str) -> str | None:
    """Return the framework that a file belongs to, wherever its package was imported from."""
    for name in FRAMEWORKS:
        file = getattr(sys.modules.get(name), "__file__", None)
        if isinstance(file, str) and path.startswith(os.path.dirname(os.path.abspath(file)) + os.sep):
            return name
    return None


def _package_kind(package: str) -> str:
    frames = FRAMES.get(package, "program")
    return "user" if frames == "program" else frames


@dataclass(frozen=True)
class Place:
    """A spot in the user's code.

    Args:
        path: the file as Python names it.
        line: 1-based.
        column: 0-based, in code points.
        node: the call or assignment that runs, if the source is at hand and the spot is unambiguous.
        source: the file's syntax tree.
    """

    path: str
    line: int
    column: int = 0
    node: ast.AST | None = None
    source: Source | None = None

    @property
    def site(self) -> Site:
        """The place as events name it."""
        return Site(self.path, self.line, self.column)

    @property
    def call(self) -> ast.Call | None:
        """The call that runs here."""
        return self.node if isinstance(self.node, ast.Call) else None

    def at(self, node: ast.AST | None) -> Site | None:
        """Return the site of a node of the same file."""
        if node is None or self.source is None:
            return None
        return Site(self.path, getattr(node, "lineno", self.line), self.source.column(node))

    @property
    def loops(self) -> int:
        """How many loops enclose the place in its own function."""
        if self.source is None:
            return 0
        node = self.node or self.source.statement_at(self.line)
        return 0 if node is None else self.source.loops_around(node)

    def attempted(self, errors: Collection[str]) -> bool:
        """Whether the place lies in a ``try`` that handles one of some exceptions, by the names of their classes."""
        if self.source is None:
            return False
        node = self.node or self.source.statement_at(self.line)
        return node is not None and self.source.is_attempted(node, errors)

    @property
    def words(self) -> tuple[str, ...]:
        """Names that the loops around the call run over and that its first argument has."""
        if self.source is None or self.node is None:
            return ()
        first = positional(self.node, 0) if isinstance(self.node, ast.Call) else None
        return (*self.source.loop_words(self.node), *(words_of(first) if first is not None else ()))

    @property
    def unused(self) -> bool:
        """Whether the value of the call is thrown away."""
        return self.node is not None and self.source is not None and self.source.is_unused(self.node)

    @property
    def guarded(self) -> bool:
        """Whether a training flag decides that the call is made."""
        return self.node is not None and self.source is not None and self.source.is_under_a_flag(self.node)


@dataclass(frozen=True)
class UserFrame:
    """A frame of the user's and the place it is at."""

    frame: FrameType
    place: Place
    name: str
    generated: bool
    compiled: bool
    """Called by ``tf.function``'s tracing and not by Keras."""


def caller(skip: int = 1) -> FrameType:
    """Return the frame ``skip`` levels above the function that asks."""
    return sys._getframe(skip + 1)


_boundaries: list[FrameType] = []


@contextmanager
def boundary(frame: FrameType | None) -> Iterator[None]:
    """Take a frame for the outermost one of the program: what called it (a test runner, us) is not the program.

    Args:
        frame: the frame that starts the recording.
    """
    if frame is None:
        yield
        return
    _boundaries.append(frame)
    try:
        yield
    finally:
        _boundaries.remove(frame)


def user_frames(frame: FrameType | None, target: object = None) -> Iterator[UserFrame]:
    """Yield the user's frames from here outwards, innermost first.

    AutoGraph turns the body of a loop or a branch into a function of its own; its frame and that of the function it
    belongs to become one.

    Args:
        frame: where to start.
        target: the object being called in the innermost one, to tell calls on one line apart.
    """
    found: FrameType | None = frame
    inner: Place | None = None
    while found is not None:
        kind = kind_of_file(found.f_code.co_filename)
        if kind == "user":
            place = place_of(found, target)
            if place is not None:
                yield UserFrame(found, place, found.f_code.co_name, False, _under_tf_function(found))
                target = found.f_locals.get("self")  # where it was called from, that was called
        elif kind == "generated":
            mapped = _mapped(found, target)
            name = found.f_code.co_name
            if mapped is not None and not _is_part(name):
                name = name.removeprefix("tf__")
                yield UserFrame(found, inner or mapped, name, True, _under_tf_function(found))
                target, inner = found.f_locals.get("self"), None
            elif mapped is not None and inner is None:
                inner = mapped
        found = None if found in _boundaries else found.f_back


def _is_part(name: str) -> bool:
    """Say whether a generated function is a piece of the user's; functions defined within it keep their names."""
    return name.rstrip("_0123456789") in _PARTS or name.startswith("<")


def user_frame(frame: FrameType | None, target: object = None) -> UserFrame | None:
    """Return the innermost frame of the user's."""
    return next(user_frames(frame, target), None)


def place_of(frame: FrameType, target: object = None) -> Place | None:
    """Return where a frame of the user's stands; None for generated code that cannot be mapped."""
    if kind_of_file(frame.f_code.co_filename) == "generated":
        return _mapped(frame, target)
    return _place(frame.f_code, frame.f_lasti, frame.f_lineno, frame, target)


_place_cache: dict[tuple[str, CodeType, int], Place] = {}
"""By file too: code objects of two files are equal if they say the same on the same lines."""


def _place(code: CodeType, lasti: int, line: int, frame: FrameType, target: object) -> Place:
    path = code.co_filename
    known = _place_cache.get((path, code, lasti))
    if known is not None:
        return known
    source = source_of(path)
    position = _position(code, lasti)
    if position is None:
        # Python 3.10: only the line is known, so the answer depends on the target and is not kept.
        return _place_on_line(path, line, source, frame, target)
    start, end, column, end_column = position
    place = Place(path, start, column, None, source)
    if source is not None:
        node: ast.AST | None = source.call_within((start, column), (end, end_column))
        if node is None:
            node = source.entered_at(start, column) or _assignment(source, start, column)
        if node is not None:
            place = Place(path, getattr(node, "lineno", start), source.column(node), node, source)
        else:
            place = Place(path, start, source.column_at(start, column), None, source)
    _place_cache[(path, code, lasti)] = place
    return place


def _position(code: CodeType, lasti: int) -> tuple[int, int, int, int] | None:
    positions = getattr(code, "co_positions", None)
    if positions is None:
        return None
    found = next(islice(positions(), max(lasti, 0) // 2, None), None)
    if found is None or any(part is None for part in found):
        return None
    start, end, column, end_column = found
    return start, end, column, end_column


def _assignment(source: Source, line: int, offset: int) -> ast.AST | None:
    """Return the assignment whose target begins here (``layer.trainable = False``)."""
    statement = source.statement_at(line)
    while statement is not None and not isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
        statement = next((a for a in source.ancestors(statement) if isinstance(a, ast.stmt)), None)
    return statement


def _place_on_line(path: str, line: int, source: Source | None, frame: FrameType, target: object) -> Place:
    if source is None:
        return Place(path, line)
    # AutoGraph's maps know where a statement begins; the call may stand further down in it.
    calls = [*source.calls_on(line), *source.calls_further_down(line)]
    node = _guess(calls, frame, target)
    if node is None:
        statement = source.statement_at(line)
        return Place(path, line, source.column(statement) if statement else 0, None, source)
    return Place(path, node.lineno, source.column(node), node, source)


def _guess(calls: list[ast.Call], frame: FrameType, target: object) -> ast.Call | None:
    """Choose among the calls of a line the one that calls the target; the first when nothing tells them apart."""

    def lookup(name: str) -> object:
        if name in frame.f_locals:
            return frame.f_locals[name]
        return frame.f_globals.get(name)

    def is_meant(call: ast.Call) -> bool:
        if evaluate_name(call.func, lookup) is target:
            return True
        return isinstance(call.func, ast.Attribute) and evaluate_name(call.func.value, lookup) is target

    meant = [call for call in calls if is_meant(call)] if target is not None else []
    if len(meant) > 1 and kind_of_file(frame.f_code.co_filename) == "generated":
        written = ast.unparse(meant[0].func)
        alike = sorted(
            (call for call in meant if ast.unparse(call.func) == written), key=lambda c: (c.lineno, c.col_offset)
        )
        return alike[min(_turn(frame, written), len(alike) - 1)]
    return next(iter(meant or calls), None)


def _turn(frame: FrameType, written: str) -> int:
    """Say which of the calls of one thing in a generated statement runs, counted from the left; 0 if that is unknown.

    Args:
        frame: a frame in code that AutoGraph has generated: ``f(x)`` is ``ag__.converted_call(ag__.ld(f), (x,), ...)``.
        written: how the user calls it.
    """
    source, position = source_of(frame.f_code.co_filename), _position(frame.f_code, frame.f_lasti)
    if source is None or position is None:
        return 0
    start, end, column, end_column = position
    running = source.call_within((start, column), (end, end_column))
    converted = [
        call
        for call in source.calls_on(frame.f_lineno)
        if ast.unparse(call.func) == "ag__.converted_call"
        and call.args
        and _LOADED.sub(r"\1", ast.unparse(call.args[0])) == written
    ]
    ordered = sorted(converted, key=lambda c: (c.lineno, c.col_offset))
    return ordered.index(running) if running in ordered else 0


_LOADED = re.compile(r"ag__\.ld\((\w+)\)")
"""How AutoGraph reads a variable."""


def _mapped(frame: FrameType, target: object) -> Place | None:
    key = (frame.f_code.co_filename, frame.f_lineno)
    origin = next((found for mapping in _source_maps() if (found := mapping.get(key)) is not None), None)
    if origin is None:
        return None
    path, line = _own_file(frame, origin[0], origin[1]), origin[1]
    return _place_on_line(path, line, source_of(path), frame, target)


def _own_file(frame: FrameType, path: str, line: int) -> str:
    """Return the file that a generated frame's function was written in.

    AutoGraph keeps what it generated by code object, and those of two files are equal if they say the same on the same
    lines: the map names the file that was converted first, the function's globals its own.
    """
    own = frame.f_globals.get("__file__")
    if not isinstance(own, str) or own == path or kind_of_file(own) != "user":
        return path
    here, there = source_of(own), source_of(path)
    if here is None or there is None or here.lines[line - 1 : line] != there.lines[line - 1 : line]:
        return path
    return own


def _source_maps() -> Iterator[dict[tuple[str, int], tuple[str, int, str]]]:
    """Yield AutoGraph's maps of the code that runs now: generated file and line to the user's.

    TensorFlow keeps one per thread for its own stack traces (``tensorflow.python.util.tf_stack``). A replica of a
    distribution strategy runs in a thread of its own; what it is given of a function that is being traced already is
    in the map of the thread that traces. None of this is public, so its absence only costs the mapping.
    """
    tf_stack: Any = sys.modules.get("tensorflow.python.util.tf_stack")
    try:
        stacks = tf_stack._source_mapper_stacks
        own = tf_stack._get_thread_key()
        for key in (own, *(other for other in list(stacks) if other != own)):
            if stacks[key]:
                yield stacks[key][-1].get_effective_source_map()
    except (AttributeError, KeyError, IndexError):
        return


def _under_tf_function(frame: FrameType) -> bool:
    """Say whether tf.function's tracing called this frame, with nothing of Keras or the user's in between."""
    outer = frame.f_back
    while outer is not None:
        path = outer.f_code.co_filename
        kind = kind_of_file(path)
        if kind in ("user", "generated", "keras", "own"):
            return False
        if "polymorphic_function" in path or "def_function" in path:
            return True
        outer = outer.f_back
    return False


def argument_site(place: Place, name: str, index: int | None = None) -> Site | None:
    """Return where an argument of the call at a place stands.

    Args:
        place: the call.
        name: the argument's name.
        index: its position if it may be passed by position, not counting ``self``.
    """
    call = place.call
    if call is None:
        return None
    node = keyword_node(call, name)
    if node is None and index is not None:
        node = positional(call, index)
    if node is None and place.source is not None:
        node = place.source.entry(call, name)
    return place.at(node)


def argument_expression(place: Place, name: str, index: int | None = None) -> ast.expr | None:
    """Return the expression of an argument of the call at a place."""
    call = place.call
    if call is None:
        return None
    found = keyword(call, name)
    if found is None and index is not None:
        found = positional(call, index)
    return found


def spelt_out(frames: list[UserFrame], name: str) -> list[UserFrame]:
    """Drop the calls that only hand an argument on in their function's ``**kwargs``, up to the one that writes it.

    Args:
        frames: the user's frames, innermost first.
        name: the argument's name.

    Returns:
        The frames from that call on; all of them where nobody writes it.
    """
    for depth, frame in enumerate(frames):
        call, source = frame.place.call, frame.place.source
        if call is None or source is None:
            break
        if keyword(call, name) is not None:
            return frames[depth:]
        function = source.function_around(call)
        rest = function.args.kwarg if function is not None else None
        mappings = [item.value.id for item in call.keywords if item.arg is None and isinstance(item.value, ast.Name)]
        if rest is None or rest.arg not in mappings:
            break
    return frames


def is_parameter(place: Place, expression: ast.expr | None) -> bool:
    """Say whether an expression is just a parameter of the function it stands in."""
    if not isinstance(expression, ast.Name) or place.source is None:
        return False
    function = place.source.function_around(expression)
    return function is not None and expression.id in parameter_names(function)


def handed_in(frames: list[UserFrame], expression: ast.expr | None) -> tuple[str, Site | None]:
    """Say where the value of an expression comes from when it is just a parameter of the innermost function.

    Returns:
        ("argument", the call) when the caller passes it, ("parameter default", the call) when it does not, else
        ("", None); as in ``Arg.origin`` and ``Arg.given_at``. Of functions that only hand it on, the call of the
        outermost one counts.
    """
    if not frames or not isinstance(expression, ast.Name) or not is_parameter(frames[0].place, expression):
        return "", None
    source = frames[0].place.source
    function = source.function_around(expression) if source is not None else None
    origin, given_at = _given(frames, function, expression.id)
    if origin == "argument" and len(frames) > 1 and frames[1].name not in STEPS:
        further = handed_in(frames[1:], handed_expression(frames, expression))
        if further[0]:
            return further
    return origin, given_at


def handed_expression(frames: list[UserFrame], name: ast.Name) -> ast.expr | None:
    """Return what the caller of the innermost function writes for one of its parameters; None when it writes nothing.

    Args:
        frames: the user's frames, innermost first.
        name: the parameter, as it stands in the innermost function.
    """
    source = frames[0].place.source
    function = source.function_around(name) if source is not None else None
    call = frames[1].place.call if len(frames) > 1 else None
    if function is None or call is None or name.id not in parameter_names(function):
        return None
    return keyword(call, name.id) or positional(call, _index_in_call(function, name.id))


def _index_in_call(function: FunctionNode, parameter: str) -> int:
    names = parameter_names(function)
    return names.index(parameter) - (1 if names[:1] in (["self"], ["cls"]) else 0)


def _given(frames: list[UserFrame], function: FunctionNode | None, parameter: str) -> tuple[str, Site | None]:
    """Say where a parameter of the innermost function has its value from, as ``handed_in`` does."""
    if len(frames) < 2 or frames[1].place.call is None:
        return "argument", None
    call, site = frames[1].place.call, frames[1].place.site
    if function is None or any(item.arg is None for item in call.keywords):
        return "argument", site
    passed = keyword(call, parameter) is not None or _index_in_call(function, parameter) < len(call.args)
    return ("argument" if passed else "parameter default"), site


def parameter_names(function: FunctionNode) -> list[str]:
    """Return the names of a function's parameters, ``*args`` and ``**kwargs`` not included."""
    spec = function.args
    return [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]


def constant(value: object) -> bool:
    """Say whether a value is plain data that an ``Arg`` may hold."""
    if isinstance(value, (bool, int, float, str, type(None))):
        return True
    return isinstance(value, (list, tuple)) and all(constant(v) for v in value)


def flag_arg(value: object, site: Site | None, origin: str = "", given_at: Site | None = None) -> Arg:
    """Make the ``Arg`` of a training flag: tensors and placeholders are passed but not known."""
    if value is None or isinstance(value, (bool, int)):
        return Arg(value if value is None else bool(value), True, site, origin, given_at)
    return Arg(None, False, site, origin, given_at)


def scopes(frames: list[UserFrame], layer_type: type | tuple[type, ...]) -> tuple[Scope, ...]:
    """Return the user's functions around a call, innermost first; the module itself is none.

    Args:
        frames: the user's frames, innermost first.
        layer_type: Keras's layer class(es), to tell Keras's methods from other functions.
    """
    return tuple(_scope(frames[i:], layer_type) for i, f in enumerate(frames) if f.name != "<module>")


def _scope(frames: list[UserFrame], layer_type: type | tuple[type, ...]) -> Scope:
    frame, place = frames[0], frames[0].place
    names = frame.frame.f_locals
    function: FunctionNode | None = None
    if place.source is not None:
        if place.node is not None:
            function = place.source.function_around(place.node)
        if function is None or getattr(function, "name", "<lambda>") != frame.name:
            function = place.source.function_at(place.line, frame.name) or function
    line = function.lineno if function is not None else frame.frame.f_code.co_firstlineno
    column = place.source.column(function) if function is not None and place.source is not None else 0
    parameters = parameter_names(function) if function is not None else list(names)
    flag_name = flag_among(parameters)
    method = frame.name if frame.name in _METHODS and isinstance(names.get("self"), layer_type) else None
    # Keras fills in the flags of its own methods.
    origin, given_at = _given(frames, function, flag_name) if flag_name and method in (None, OWN_CALL) else ("", None)
    return Scope(
        name=frame.name,
        site=Site(place.path, line, column),
        keras_method=method,
        flag_name=flag_name,
        flag=_scope_flag(names.get(flag_name), origin, given_at) if flag_name else Arg(None, True),
        tf_function=frame.compiled,
        owner=type(names["self"]).__name__ if "self" in names else "",
    )


def _scope_flag(value: object, origin: str, given_at: Site | None) -> Arg:
    """Make the ``Arg`` of a function's training flag; where it is a word ("train") the rules want to know that."""
    if isinstance(value, str):
        return Arg(value, True, None, origin, given_at)
    return flag_arg(value, None, origin, given_at)
